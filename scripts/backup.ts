/** npm run backup -- FILE: writes all collections to a gzipped archive that mongorestore can read too. */
import { backUp } from './backup-tasks.js';
import { readCall, runCommand, UsageError } from './command-error.js';
import { withDatabase } from './connect.js';
import { sayer } from './say.js';

const say = sayer('database');

await runCommand(say('usageBackup'), async (args) => {
  const [file, another] = readCall(args, {}, say('usageBackup')).positionals;
  if (file === undefined || another !== undefined) throw new UsageError(say('usageBackup'));
  await withDatabase(async (db, kind) => {
    console.log(say('backingUp', { name: db.databaseName, kind, file }));
    await backUp(db, file, console.log);
  });
});
