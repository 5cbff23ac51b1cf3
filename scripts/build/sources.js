/** What is compiled, and the digests that tell whether it has changed. Contents count, times do not: git sets them anew. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Whatever changes what the compiler makes of the sources. */
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.test.json'];

/**
 * @typedef {object} Sources
 * @property {readonly string[]} files paths from the project's folder, sorted
 * @property {string} digest of their names and contents
 */

/**
 * @param {string} root the project's folder
 * @param {'product' | 'tests'} kind what runs in production, or only what is tested with
 * @returns {Sources}
 */
export function sourcesOf(root, kind) {
  const packages = readdirSync(path.join(root, 'packages'));
  const inPackages = (/** @type {string} */ folder) =>
    packages.map((name) => path.join('packages', name, folder));
  const folders =
    kind === 'product'
      ? ['src', 'scripts', ...inPackages('src')]
      : ['test', ...inPackages('test'), ...inPackages('bench')];
  const files = folders.flatMap((folder) => typeScriptIn(root, folder)).sort();
  return { files, digest: digestOf(root, [...SETTINGS, ...files]) };
}

/** The files that the compiler writes for these sources; declarations become none. */
export function outputsOf(/** @type {readonly string[]} */ files) {
  return files.filter((file) => !file.endsWith('.d.ts')).map((file) => file.replace(/\.ts$/, '.js'));
}

/** A digest of names and contents; a file that is missing counts as such. */
export function digestOf(/** @type {string} */ folder, /** @type {readonly string[]} */ files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const full = path.join(folder, file);
    const content = existsSync(full) ? readFileSync(full) : undefined;
    hash.update(`${file}\0${content?.length ?? 'missing'}\0`);
    if (content !== undefined) hash.update(content);
  }
  return hash.digest('hex');
}

function typeScriptIn(/** @type {string} */ root, /** @type {string} */ folder) {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(path.join('test', 'fixtures')));
}
