/** Builds what has changed, in a folder of its own, and only then lets `dist` lead there. A build that fails changes nothing. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
  buildsIn,
  currentFolder,
  makeCurrent,
  newFolder,
  outputDigest,
  removeOthers,
  writeMark,
} from './folders.js';
import { withLock } from './lock.js';
import { sourcesOf } from './sources.js';

/** What the compiler knows of its last run. */
const STATE = 'compiler.tsbuildinfo';

/** The sources cannot be compiled, or nobody could keep the result; the message is for whoever builds. */
export class BuildError extends Error {
  /** @override */
  name = 'BuildError';
}

/**
 * @typedef {object} BuildOptions
 * @property {string} root the project's folder
 * @property {boolean} [tests] the tests too
 * @property {(line: string) => void} tell what takes time, and why
 */

/**
 * @param {BuildOptions} options
 * @returns {Promise<string>} the folder of a build of the present sources
 * @throws BuildError
 */
export async function ensureBuilt({ root, tests = false, tell }) {
  const current = currentFolder(root);
  const fresh = presentBuild(
    root,
    tests,
    buildsIn(root).filter(({ folder }) => folder === current),
  );
  if (fresh !== undefined) return fresh;
  if (!isWritable(root)) {
    if (current === undefined) throw new BuildError(`There is no build, and ${root} cannot be written.`);
    tell(`The sources have changed, but ${root} cannot be written: the last build runs.`);
    return current;
  }
  const onWait = () => tell('Somebody else builds; waiting for them …');
  return withLock(path.join(root, '.dist-lock'), onWait, () => {
    // Somebody else's, or one from before a change of branches and back.
    const folder = presentBuild(root, tests, buildsIn(root)) ?? build(root, tests, tell);
    makeCurrent(root, folder);
    removeOthers(root, [folder, current]);
    return folder;
  });
}

/**
 * The first of the builds that is of the present sources, and that nobody has changed since.
 * @param {string} root
 * @param {boolean} tests
 * @param {readonly import('./folders.js').Build[]} builds
 */
function presentBuild(root, tests, builds) {
  const sources = sourcesOf(root, tests);
  return builds.find(
    ({ folder, mark }) =>
      mark.product === sources.product &&
      (!tests || mark.tests === sources.tests) &&
      mark.outputs === outputDigest(folder),
  )?.folder;
}

/**
 * @param {string} root
 * @param {boolean} tests
 * @param {(line: string) => void} tell
 * @returns {string} a new folder
 * @throws BuildError
 */
function build(root, tests, tell) {
  tell(tests ? 'Building, with the tests …' : 'Building …');
  const sources = sourcesOf(root, tests);
  const base = buildsIn(root).find(({ mark }) => (mark.tests !== '') === tests);
  const folder = newFolder(root);
  try {
    // The compiler goes on from the last build, and does only what has changed since. What has no source any more is left out.
    if (base !== undefined && base.mark.outputs === outputDigest(base.folder))
      copy(base.folder, folder, [STATE, ...sources.outputs]);
    compile(root, folder, tests ? 'tsconfig.test.json' : 'tsconfig.build.json');
    const now = sourcesOf(root, tests);
    // Somebody may have saved a file meanwhile: then this build is of no sources that anybody has.
    const product = now.product === sources.product && now.tests === sources.tests ? now.product : '';
    writeMark(folder, { product, tests: now.tests, outputs: outputDigest(folder) });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

function copy(/** @type {string} */ from, /** @type {string} */ to, /** @type {readonly string[]} */ files) {
  for (const file of files.filter((one) => existsSync(path.join(from, one)))) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    copyFileSync(path.join(from, file), path.join(to, file));
  }
}

/** @throws BuildError when there are faults; the compiler has told them */
function compile(/** @type {string} */ root, /** @type {string} */ folder, /** @type {string} */ config) {
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler))
    throw new BuildError('The sources have changed and there is no compiler: npm ci');
  const words = [
    '-p',
    config,
    '--outDir',
    folder,
    '--incremental',
    '--tsBuildInfoFile',
    path.join(folder, STATE),
  ];
  // What the command answers is on the standard output; this is not.
  const { status } = spawnSync(process.execPath, [compiler, ...words], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new BuildError('The build failed; what was built before stays as it is.');
}

function isWritable(/** @type {string} */ folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
