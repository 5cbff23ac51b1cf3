/** npm run restore -- FILE [--replace]: fills the database from an archive of npm run backup or mongodump. */
import { restore } from './backup-tasks.js';
import { withDatabase } from './connect.js';

const options = process.argv.slice(2);
const files = options.filter((option) => option !== '--replace');
const [file] = files;
if (file === undefined || files.length > 1 || file.startsWith('-')) {
  console.error('Usage: npm run restore -- FILE [--replace]');
  process.exitCode = 2;
} else {
  await withDatabase(async (db, kind) => {
    console.log(`Restoring ${file} to ${db.databaseName} (${kind})`);
    await restore(db, file, options.includes('--replace'), console.log);
  });
}
