/** What is compiled, and the digests that tell whether it has changed. Contents count, times do not: git sets them anew. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Whatever changes what the compiler makes of the sources. */
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.test.json'];

/**
 * @typedef {object} Sources
 * @property {readonly string[]} outputs what the compiler writes for them, as paths from the build's folder
 * @property {string} product digest of what runs in production
 * @property {string} tests digest of what is only tested with; empty: without tests
 */

/** @returns {Sources} */
export function sourcesOf(/** @type {string} */ root, /** @type {boolean} */ withTests) {
  const packages = readdirSync(path.join(root, 'packages')).map((name) => path.join('packages', name));
  const inPackages = (/** @type {string} */ folder) => packages.map((name) => path.join(name, folder));
  const filesOf = (/** @type {readonly string[]} */ folders) =>
    folders.flatMap((folder) =>
      filesIn(path.join(root, folder), '.ts').map((file) => path.join(folder, file)),
    );
  const product = filesOf(['src', 'scripts', ...inPackages('src')]);
  const tests = withTests
    ? filesOf(['test', ...inPackages('test'), ...inPackages('bench')]).filter(
        (file) => !file.startsWith(path.join('test', 'fixtures')),
      )
    : [];
  return {
    outputs: [...product, ...tests]
      .map((file) => file.replace(/\.ts$/, '.js'))
      .flatMap((file) => [file, `${file}.map`]),
    product: digestOf(root, [...SETTINGS, ...product]),
    tests: withTests ? digestOf(root, tests) : '',
  };
}

/** All files whose names end so, as paths from the folder, sorted. None if there is no such folder. */
export function filesIn(/** @type {string} */ folder, /** @type {string} */ ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
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
