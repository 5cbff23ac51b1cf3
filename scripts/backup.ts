/** `rufgruppe backup` and `rufgruppe restore`: archives that mongodump and mongorestore know too. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { backUp } from '../src/base/backup/back-up.js';
import { isArchive, restore } from '../src/base/backup/restore.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError } from './command-error.js';
import { withDatabase } from './connect.js';
import { machineMoment } from './machine-times.js';
import { printJson } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';
import { breakable, unbroken } from './unbroken.js';

const say = sayer('database');

/** Writes all collections to a file. Errors: CommandError; then the file is as it was before. */
export function backUpTo(file: string): Promise<void> {
  return breakable((signal) =>
    withDatabase(async (db, kind) => {
      console.log(say('backingUp', { name: db.databaseName, kind, file }));
      await backUp(db, file, { signal, onCollection: (name) => console.log(`  ${name}`) });
    }),
  );
}

/** The archives in a folder, the newest first. Errors: CommandError if it cannot be read. */
export async function list(folder = '.', json?: true): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new CommandError((error as Error).message);
  });
  const found = [];
  for (const name of names) {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => undefined);
    if (facts?.isFile() && (await isArchive(file)))
      found.push({ file, bytes: facts.size, writtenAt: facts.mtime });
  }
  found.sort((one, other) => other.writtenAt.getTime() - one.writtenAt.getTime());
  if (json) printJson(found);
  else if (found.length === 0) console.log(say('noArchives', { folder }));
  else
    for (const { file, bytes, writtenAt } of found)
      console.log(`${machineMoment(writtenAt)}  ${String(bytes).padStart(12)}  ${file}`);
}

/** Fills the database from an archive. Errors: CommandError. */
export async function restoreFrom(file: string, mayReplace: boolean): Promise<void> {
  await unbroken(() =>
    withDatabase(async (db, kind) => {
      console.log(say('restoring', { file, name: db.databaseName, kind }));
      await restore(db, file, {
        mayReplace,
        onCollection: (name, count) => console.log(say('restored', { name, count })),
      });
    }),
  );
  // Restoring replaces the audit log too, so this entry is added afterwards.
  await withStore((store) =>
    commandLineAudit(store).note(thisUser(), 'restored', { subject: path.basename(file) }),
  );
}
