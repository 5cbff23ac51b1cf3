/**
 * Where builds are: each in a folder of its own, `.dist-…`, and `dist` is a link to the newest. A service loads its modules
 * from the folder (Node resolves the link), so a later build takes nothing from under it.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { isAlive } from './lock.js';
import { digestOf } from './sources.js';

const BEGINNING = '.dist-';
const MARK = 'built.json';
/** Folder of a build with one file for each process that runs from it for long. */
const USERS = 'used-by';

/**
 * What a finished build says of itself.
 * @typedef {object} Mark
 * @property {'product' | 'tests'} kind `tests` has the product too
 * @property {string} product digest of the product's sources
 * @property {string} tests digest of the tests' sources; empty without tests
 * @property {string} outputs digest of what the compiler wrote, see `outputDigest`
 * @property {number} at when, in ms
 */

/** The name of a new build's folder. At the top, so that paths in it are as deep as in `dist` and as the sources. */
export function newFolder(/** @type {string} */ root) {
  return path.join(root, `${BEGINNING}${Date.now().toString(36)}-${process.pid}`);
}

/** The build that `dist` leads to; undefined: there is none. */
export function currentFolder(/** @type {string} */ root) {
  const link = path.join(root, 'dist');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return undefined;
  const folder = path.resolve(root, readlinkSync(link));
  return existsSync(folder) ? folder : undefined;
}

/** @returns {Mark | undefined} undefined: the build was not finished */
export function markOf(/** @type {string} */ folder) {
  try {
    return JSON.parse(readFileSync(path.join(folder, MARK), 'utf8'));
  } catch {
    return undefined;
  }
}

export function writeMark(/** @type {string} */ folder, /** @type {Mark} */ mark) {
  writeFileSync(path.join(folder, MARK), `${JSON.stringify(mark, null, 2)}\n`);
}

/** A digest of all programs in a build. Another one than in its mark: somebody compiled into it by hand. */
export function outputDigest(/** @type {string} */ folder) {
  return digestOf(folder, filesIn(folder, '.js'));
}

/** All files whose names end so, as paths from the folder, sorted. */
export function filesIn(/** @type {string} */ folder, ending = '') {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** All finished builds of this kind, the newest first. */
export function buildsOf(/** @type {string} */ root, /** @type {'product' | 'tests'} */ kind) {
  return foldersIn(root)
    .map((folder) => ({ folder, mark: markOf(folder) }))
    .filter(({ mark }) => mark?.kind === kind)
    .sort((one, other) => (other.mark?.at ?? 0) - (one.mark?.at ?? 0))
    .map(({ folder }) => folder);
}

/** Lets `dist` lead to this build, at once and for everybody. */
export function makeCurrent(/** @type {string} */ root, /** @type {string} */ folder) {
  const dist = path.join(root, 'dist');
  // A folder of this name was built by an older version, or by hand.
  if (lstatSync(dist, { throwIfNoEntry: false })?.isDirectory() === true) {
    renameSync(dist, `${newFolder(root)}-by-hand`);
  }
  putLink(path.basename(folder), dist);
  for (const name of readdirSync(path.join(root, 'packages'))) {
    const own = path.join(root, 'packages', name, 'dist');
    const target = path.join('..', '..', 'dist', 'packages', name);
    const there = lstatSync(own, { throwIfNoEntry: false });
    if (there?.isSymbolicLink() === true && readlinkSync(own) === target) continue;
    rmSync(own, { recursive: true, force: true });
    putLink(target, own);
  }
}

/** Renaming replaces a link in one step. */
function putLink(/** @type {string} */ target, /** @type {string} */ link) {
  const fresh = `${link}-link-${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, link);
}

/** Removes all builds but the given ones, the last one of each kind, and those that somebody runs from. */
export function removeOthers(
  /** @type {string} */ root,
  /** @type {readonly (string | undefined)[]} */ kept,
) {
  const lastOfEach = [buildsOf(root, 'product')[0], buildsOf(root, 'tests')[0]];
  for (const folder of foldersIn(root)) {
    if (kept.includes(folder) || lastOfEach.includes(folder) || isUsed(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

function isUsed(/** @type {string} */ folder) {
  const builder = Number(folder.split('-').at(-1));
  if (markOf(folder) === undefined && builder !== process.pid && isAlive(builder)) return true;
  const users = path.join(folder, USERS);
  return existsSync(users) && readdirSync(users).some((pid) => isAlive(Number(pid)));
}

/** Keeps a build until this process ends. Does nothing where the folder cannot be written, because nobody can remove it. */
export function useFolder(/** @type {string} */ folder) {
  const file = path.join(folder, USERS, String(process.pid));
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
  } catch {
    return;
  }
  process.once('exit', () => rmSync(file, { force: true }));
}

function foldersIn(/** @type {string} */ root) {
  return readdirSync(root)
    .filter((name) => name.startsWith(BEGINNING))
    .map((name) => path.join(root, name))
    .filter((folder) => lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true);
}
