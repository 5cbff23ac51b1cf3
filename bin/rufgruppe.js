#!/usr/bin/env node
/** `rufgruppe …`, and what `npm start` and `npm run call -- …` call: in a checkout it builds first what has changed. */
import { existsSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const root = path.dirname(import.meta.dirname);

/** The folder to run from. An installation without sources has nothing to build. */
async function builtFolder() {
  if (!existsSync(path.join(root, 'src'))) return path.join(root, 'dist');
  const { ensureBuilt } = await import('../scripts/build/build.js');
  const folder = await ensureBuilt({ root, tell: (line) => process.stderr.write(`${line}\n`) });
  if (process.argv[2] === 'start') (await import('../scripts/build/folders.js')).useFolder(folder);
  return folder;
}

// Node 22 and later keep what V8 has compiled; without a folder that can be written, nothing is kept.
const { enableCompileCache } = /** @type {{ enableCompileCache?: (folder: string) => unknown }} */ (module);
enableCompileCache?.(path.join(root, 'node_modules', '.cache', 'rufgruppe'));
try {
  const folder = await builtFolder();
  await import(pathToFileURL(path.join(folder, 'scripts', 'rufgruppe.js')).href);
} catch (error) {
  if (!(error instanceof Error) || error.name !== 'BuildError') throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
