/** npm run restore -- FILE [--replace]: fills the database from an archive of npm run backup or mongodump. */
import path from 'node:path';
import { restore } from './backup-tasks.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { withDatabase } from './connect.js';
import { withStore } from './script-database.js';

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
  // The log is in the database that was replaced, so this entry follows it.
  if (process.exitCode === undefined) {
    await withStore((store) =>
      commandLineAudit(store).note(thisUser(), 'restored', { subject: path.basename(file) }),
    );
  }
}
