/** `npm run build`, and with `--tests` `npm run build:test`. */
import path from 'node:path';
import process from 'node:process';
import { BuildError, ensureBuilt } from './build.js';

const root = path.resolve(import.meta.dirname, '../..');
const tell = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

try {
  await ensureBuilt({ root, tests: process.argv.includes('--tests'), tell });
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  tell(error.message);
  process.exitCode = 1;
}
