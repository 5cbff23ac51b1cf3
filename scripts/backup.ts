/** `rufgruppe backup` and `rufgruppe restore`: archives that mongodump and mongorestore know too. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { tryRestore } from '../src/app/write-backup.js';
import { backUp } from '../src/base/backup/back-up.js';
import { isArchive, readContents, restore } from '../src/base/backup/restore.js';
import { bytesText } from '../src/base/model/bytes-text.js';
import { SCHEMA } from '../src/base/store/schema/migrations.js';
import { SCHEMA_COLLECTION, stateIn, versionAsIn } from '../src/base/store/schema/schema-state.js';
import { schemaNewer, standingOf } from '../src/base/store/schema/standing.js';
import { isAlike } from './alike.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, toldPlainly, UsageError } from './command-error.js';
import { withDatabase } from './connect.js';
import { migrating } from './migrations.js';
import { machineLanguage, machineMoment } from './machine-times.js';
import { printJson } from './print.js';
import { common, sayer } from './say.js';
import { withStore } from './script-database.js';
import { breakable, unbroken } from './unbroken.js';

const say = sayer('database');

/**
 * Writes all collections to a file. Errors: CommandError; then the file is as it was before. UsageError for a name that is a
 * subcommand with a typing error.
 */
export async function backUpTo(file: string, subcommands: readonly string[] = []): Promise<void> {
  const meant = subcommands.find((name) => isAlike(name, file));
  if (meant !== undefined) throw new UsageError(say('noFileName', { file, meant }));
  await breakable((signal) =>
    withDatabase(async (db, kind) => {
      await refuseOther(file);
      console.log(say('backingUp', { name: db.databaseName, kind, file }));
      await backUp(db, file, { signal, onCollection: (name) => console.log(`  ${name}`) });
      console.log(say('backedUp', { file, size: bytesText((await stat(file)).size, machineLanguage()) }));
    }),
  );
}

/** Restores an archive into a database that is thrown away, beside the file. Errors: CommandError, DamagedArchiveError. */
export async function test(file: string, json?: true): Promise<void> {
  await toldPlainly(() => neededFile(file));
  const documents = await toldPlainly(() => tryRestore(file));
  const { size } = await stat(file);
  if (json) printJson({ file, bytes: size, documents });
  else console.log(say('tested', { file, count: documents }));
}

/** The archives in a folder, the newest first. Errors: CommandError if it cannot be read. */
export async function list(folder = '.', json?: true): Promise<void> {
  const names = await toldPlainly(() => readdir(folder));
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

/** Errors: CommandError for a folder; of a system error its code and path. */
async function neededFile(file: string): Promise<void> {
  if ((await stat(file)).isDirectory()) throw new CommandError(`${file}: ${common('EISDIR')}`);
}

/** Before the whole database is read: a folder could not get its name, and what is no archive is somebody's work. */
async function refuseOther(file: string): Promise<void> {
  const facts = await stat(file).catch(() => undefined);
  if (facts === undefined) return;
  if (facts.isDirectory()) throw new CommandError(`${file}: ${common('EISDIR')}`);
  if (facts.isFile() && facts.size > 0 && !(await isArchive(file)))
    throw new CommandError(say('noArchiveThere', { file }));
}

/**
 * Fills the database from an archive, and brings it to this program's version. Beside a running service nothing is
 * restored into its embedded database. Errors: CommandError, SchemaError.
 */
export async function restoreFrom(file: string, mayReplace: boolean): Promise<void> {
  await unbroken(() =>
    withDatabase(async (db, kind) => {
      await neededFile(file);
      if (kind === 'embedded-running') throw new CommandError(say('serviceRuns'));
      console.log(say('restoring', { file, name: db.databaseName, kind }));
      const contents = await readContents(file, SCHEMA_COLLECTION);
      refuseNewer(contents.documents);
      const onCollection = (name: string, count: number) => console.log(say('restored', { name, count }));
      const onRemoved = (name: string) => console.log(say('removed', { name }));
      await restore(db, file, { mayReplace, onCollection, onRemoved }, contents);
      await versionAsIn(db, contents.collections.has(SCHEMA_COLLECTION));
    }),
  );
  const schema = await migrating();
  // Restoring replaces the audit log too, so this entry is added afterwards.
  await withStore(
    (store) => commandLineAudit(store).note(thisUser(), 'restored', { subject: path.basename(file) }),
    () => schema,
  );
  console.log(say('restoredAll', { file }));
}

function refuseNewer(documents: readonly object[]): void {
  const state = stateIn(documents);
  if (state !== undefined && standingOf(state, SCHEMA).kind === 'newer') throw schemaNewer(state, SCHEMA);
}
