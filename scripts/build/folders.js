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
import { digestOf, filesIn } from './sources.js';

const BEGINNING = '.dist-';
const MARK = 'built.json';
/** Folder of a build with one file for each process that runs from it for long. */
const USERS = 'used-by';

/**
 * What a finished build says of itself.
 * @typedef {object} Mark
 * @property {string} product digest of its sources, see `sourcesOf`
 * @property {string} tests the same of the tests; empty: it has none
 * @property {string} outputs digest of what the compiler wrote, see `outputDigest`
 */

/** @typedef {{ folder: string, mark: Mark }} Build */

/** Makes a new build's folder. At the top, so that paths in it are as deep as in `dist` and as the sources. Later ones sort later. */
export function newFolder(/** @type {string} */ root) {
  const folder = path.join(root, `${BEGINNING}${Date.now().toString(36)}-${process.pid}`);
  mkdirSync(folder);
  return folder;
}

/** The folder that `dist` leads to; undefined: there is none. */
export function currentFolder(/** @type {string} */ root) {
  const target = targetOf(path.join(root, 'dist'));
  const folder = target === undefined ? undefined : path.resolve(root, target);
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

/** @returns {Mark | undefined} undefined: the build was not finished */
function markOf(/** @type {string} */ folder) {
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

/** All finished builds, the newest first. */
export function buildsIn(/** @type {string} */ root) {
  return foldersIn(root).flatMap((folder) => {
    const mark = markOf(folder);
    return mark === undefined ? [] : [{ folder, mark }];
  });
}

/** Lets `dist` lead to this build, at once and for everybody. */
export function makeCurrent(/** @type {string} */ root, /** @type {string} */ folder) {
  putLink(path.basename(folder), path.join(root, 'dist'));
  for (const name of readdirSync(path.join(root, 'packages')))
    putLink(path.join('..', '..', 'dist', 'packages', name), path.join(root, 'packages', name, 'dist'));
}

function putLink(/** @type {string} */ target, /** @type {string} */ link) {
  if (targetOf(link) === target) return;
  // A folder of this name was built by an older version, or by hand.
  if (lstatSync(link, { throwIfNoEntry: false })?.isDirectory() === true) rmSync(link, { recursive: true });
  const fresh = `${link}-link-${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  // Replaces a link in one step.
  renameSync(fresh, link);
}

/** Where a link leads; undefined: it is none. */
function targetOf(/** @type {string} */ link) {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true
    ? readlinkSync(link)
    : undefined;
}

/** Removes all builds but the given ones, the last one with and without tests, and those that somebody runs from or builds. */
export function removeOthers(
  /** @type {string} */ root,
  /** @type {readonly (string | undefined)[]} */ kept,
) {
  const builds = buildsIn(root);
  const withTests = builds.find(({ mark }) => mark.tests !== '');
  const without = builds.find(({ mark }) => mark.tests === '');
  for (const folder of foldersIn(root)) {
    if ([...kept, withTests?.folder, without?.folder].includes(folder) || isUsed(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

function isUsed(/** @type {string} */ folder) {
  const users = path.join(folder, USERS);
  const builder = markOf(folder) === undefined ? folder.split('-').slice(-1) : [];
  return [...builder, ...(existsSync(users) ? readdirSync(users) : [])].some((pid) => isAlive(Number(pid)));
}

/** Keeps a build until this process ends. */
export function useFolder(/** @type {string} */ folder) {
  const users = path.join(folder, USERS);
  try {
    mkdirSync(users, { recursive: true });
    writeFileSync(path.join(users, String(process.pid)), '');
  } catch {
    // Then it cannot be removed either.
  }
}

/** The newest first. */
function foldersIn(/** @type {string} */ root) {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(BEGINNING))
    .map(({ name }) => path.join(root, name))
    .sort()
    .reverse();
}
