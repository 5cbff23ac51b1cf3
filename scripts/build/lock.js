/** One build at a time: the second waits for the first and then finds its work done. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 100;
/** Longer than the slowest build on a small, busy machine: a lock that is older was left, and another process has its number. */
const TOO_OLD_MS = 5 * 60_000;

/**
 * Runs the task while no other process runs one with the same file. A lock that was left does not count; who takes it over
 * at the same time as somebody else builds beside them, which costs time and harms nothing.
 *
 * @template T
 * @param {string} file holds the process id of whoever builds
 * @param {() => void} onWait told once if somebody else builds
 * @param {() => T | Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, task) {
  for (let tried = 0; !take(file); tried += 1) {
    if (tried === 0) onWait();
    await sleep(LOOK_AGAIN_MS);
  }
  try {
    return await task();
  } finally {
    if (holderOf(file) === process.pid) rmSync(file, { force: true });
  }
}

/** Whether the lock is ours now. */
function take(/** @type {string} */ file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (isLeft(file)) rmSync(file, { force: true });
    return false;
  }
}

function isLeft(/** @type {string} */ file) {
  const since = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  const holder = holderOf(file);
  // NaN: it was just created and its number is not written yet, or it is gone.
  return Date.now() - since > TOO_OLD_MS || (!Number.isNaN(holder) && !isAlive(holder));
}

function holderOf(/** @type {string} */ file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return Number.NaN;
  }
}

/** Whether there is a process of this number; one that belongs to somebody else is one. */
export function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
