/** One build at a time: the second waits for the first and then finds its work done. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 100;

/**
 * Runs the task while no other process runs one with the same file. A lock whose process has died does not count; who takes
 * it over at the same time as somebody else builds beside them, which costs time and harms nothing.
 *
 * @template T
 * @param {string} file holds the process id of whoever builds
 * @param {{ waitMs: number, onWait: () => void }} options
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 * @throws Error when the other one is not done after `waitMs`
 */
export async function withLock(file, { waitMs, onWait }, task) {
  const until = Date.now() + waitMs;
  let told = false;
  while (!take(file)) {
    if (Date.now() > until) throw new Error(`Another build has held ${file} for too long.`);
    if (!told) onWait();
    told = true;
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
    const holder = holderOf(file);
    // NaN: it was just created and its number is not written yet, or it is gone.
    if (!Number.isNaN(holder) && !isAlive(holder)) rmSync(file, { force: true });
    return false;
  }
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
