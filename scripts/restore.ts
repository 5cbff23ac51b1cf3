/** npm run restore -- FILE [--replace]: fills the database from an archive of npm run backup or mongodump. */
import path from 'node:path';
import { restore } from './backup-tasks.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { readCall, runCommand, UsageError } from './command-error.js';
import { withDatabase } from './connect.js';
import { withStore } from './script-database.js';
import { sayer } from './say.js';

const say = sayer('database');

await runCommand(say('usageRestore'), async (args) => {
  const { values, positionals } = readCall(args, { replace: { type: 'boolean' } }, say('usageRestore'));
  const [file, another] = positionals;
  if (file === undefined || another !== undefined) throw new UsageError(say('usageRestore'));
  await withDatabase(async (db, kind) => {
    console.log(say('restoring', { file, name: db.databaseName, kind }));
    await restore(db, file, values.replace === true, console.log);
  });
  // Restoring replaces the audit log too, so this entry is added afterwards.
  if (process.exitCode === undefined) {
    await withStore((store) =>
      commandLineAudit(store).note(thisUser(), 'restored', { subject: path.basename(file) }),
    );
  }
});
