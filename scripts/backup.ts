/** npm run backup -- FILE: writes all collections to a gzip'ed archive that mongorestore reads as well. */
import { backUp } from './backup-tasks.js';
import { withDatabase } from './connect.js';

const [, , file] = process.argv;
if (file === undefined || process.argv.length > 3 || file.startsWith('-')) {
  console.error('Usage: npm run backup -- FILE');
  process.exitCode = 2;
} else {
  await withDatabase(async (db, kind) => {
    console.log(`Backing up ${db.databaseName} (${kind}) to ${file}`);
    await backUp(db, file, console.log);
  });
}
