/** Builds what has changed, in a folder of its own, and only then lets `dist` lead there. A build that fails changes nothing. */
import { spawn } from 'node:child_process';
import { accessSync, constants, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
  buildsOf,
  currentFolder,
  filesIn,
  makeCurrent,
  markOf,
  newFolder,
  outputDigest,
  removeOthers,
  writeMark,
} from './folders.js';
import { withLock } from './lock.js';
import { outputsOf, sourcesOf } from './sources.js';

/** As long as the slowest build on a small, busy machine. */
const OTHERS_BUILD_MS = 5 * 60_000;

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
  const current = freshBuild(root, tests);
  if (current !== undefined) return current;
  if (!isWritable(root)) {
    const old = currentFolder(root);
    if (old === undefined) throw new BuildError(`There is no build, and ${root} cannot be written.`);
    tell(`The sources have changed, but ${root} cannot be written: the last build runs.`);
    return old;
  }
  const options = {
    waitMs: OTHERS_BUILD_MS,
    onWait: () => tell('Somebody else builds; waiting for them …'),
  };
  return withLock(
    path.join(root, '.dist-lock'),
    options,
    async () =>
      freshBuild(root, tests) ?? earlierBuild(root, tests) ?? build(root, tests ? 'tests' : 'product', tell),
  );
}

/** The current build, if it is of the present sources and nobody has changed it since. */
function freshBuild(/** @type {string} */ root, /** @type {boolean} */ tests) {
  const folder = currentFolder(root);
  return folder !== undefined && isOfSources(root, folder, tests) ? folder : undefined;
}

/** Another build that is still there and of the present sources, as after a change of branches and back; it is current now. */
function earlierBuild(/** @type {string} */ root, /** @type {boolean} */ tests) {
  const builds = [...buildsOf(root, 'tests'), ...(tests ? [] : buildsOf(root, 'product'))];
  const folder = builds.find((candidate) => isOfSources(root, candidate, tests));
  if (folder !== undefined) makeCurrent(root, folder);
  return folder;
}

function isOfSources(/** @type {string} */ root, /** @type {string} */ folder, /** @type {boolean} */ tests) {
  const mark = markOf(folder);
  if (mark === undefined || (tests && mark.kind !== 'tests')) return false;
  if (sourcesOf(root, 'product').digest !== mark.product) return false;
  if (tests && sourcesOf(root, 'tests').digest !== mark.tests) return false;
  return outputDigest(folder) === mark.outputs;
}

/**
 * @param {string} root
 * @param {'product' | 'tests'} kind
 * @param {(line: string) => void} tell
 */
async function build(root, kind, tell) {
  tell(kind === 'tests' ? 'Building, with the tests …' : 'Building …');
  const before = currentFolder(root);
  const folder = newFolder(root);
  // The compiler goes on from the last build of this kind, and does only what has changed since.
  const [base] = buildsOf(root, kind);
  try {
    const mark =
      (base !== undefined && (await compile({ root, kind, folder, base }))) ||
      (await compile({ root, kind, folder, base: undefined }));
    if (mark === undefined) throw new BuildError('The compiler did not write all files.');
    writeMark(folder, mark);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  makeCurrent(root, folder);
  removeOthers(root, [folder, before]);
  return folder;
}

/**
 * Compiles into the folder.
 * @param {{ root: string, kind: 'product' | 'tests', folder: string, base: string | undefined }} job
 * @returns {Promise<import('./folders.js').Mark | undefined>} undefined: the base was damaged, so files are missing or changed
 * @throws BuildError
 */
async function compile({ root, kind, folder, base }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const state = `${kind}.tsbuildinfo`;
  const product = sourcesOf(root, 'product');
  const tests = kind === 'tests' ? sourcesOf(root, 'tests') : { files: [], digest: '' };
  const outputs = outputsOf([...product.files, ...tests.files]);
  if (base !== undefined && !copyBuild(base, folder, state)) return undefined;
  const config = kind === 'tests' ? 'tsconfig.test.json' : 'tsconfig.build.json';
  await runCompiler(root, ['-p', config, '--outDir', folder, '--tsBuildInfoFile', path.join(folder, state)]);
  removeLeftovers(folder, new Set([...outputs, ...outputs.map((file) => `${file}.map`), state]));
  if (!outputs.every((file) => existsSync(path.join(folder, file)))) return undefined;
  // Somebody may have saved a file meanwhile: then this build is of no sources that anybody has.
  const same = sourcesOf(root, 'product').digest === product.digest;
  return {
    kind,
    product: same ? product.digest : '',
    tests: tests.digest,
    outputs: outputDigest(folder),
    at: Date.now(),
  };
}

/** Copies a build that is as the compiler left it. Returns whether it was. */
function copyBuild(/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ state) {
  if (outputDigest(from) !== markOf(from)?.outputs) return false;
  for (const name of ['src', 'scripts', 'test', 'packages', state]) {
    if (existsSync(path.join(from, name)))
      cpSync(path.join(from, name), path.join(to, name), { recursive: true });
  }
  return true;
}

/** Whatever has no source any more: a test that was deleted must not be run. */
function removeLeftovers(/** @type {string} */ folder, /** @type {ReadonlySet<string>} */ wanted) {
  for (const file of filesIn(folder)) if (!wanted.has(file)) rmSync(path.join(folder, file));
}

/** @throws BuildError when there are faults; the compiler has told them */
function runCompiler(/** @type {string} */ root, /** @type {readonly string[]} */ words) {
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) {
    throw new BuildError('The sources have changed and there is no compiler: npm ci');
  }
  const child = spawn(process.execPath, [compiler, '--incremental', ...words], {
    cwd: root,
    // What the command answers is on the standard output; this is not.
    stdio: ['ignore', 2, 2],
  });
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) =>
        code === 0
          ? resolve()
          : reject(new BuildError('The build failed; what was built before stays as it is.')),
      );
    })
  );
}

function isWritable(/** @type {string} */ folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
