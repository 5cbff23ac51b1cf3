/**
 * A process of its own that writes one backup, so that calls never wait for it: its reading, packing and unpacking keep no event
 * loop of the service, and the system gives it what others leave. Nobody imports this file.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import { reasonOf } from '../base/errors.js';
import { halfOf, writeBackup, type BackupOrder, type WrittenBackup } from './write-backup.js';

export type BackupAnswer =
  ({ readonly kind: 'written' } & WrittenBackup) | { readonly kind: 'failed'; readonly reason: string };

async function answer(order: BackupOrder): Promise<BackupAnswer> {
  try {
    return { kind: 'written', ...(await writeBackup(order)) };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) };
  }
}

/** A database that still runs in the folder may make files in it meanwhile. */
function removeHalf(file: string): void {
  for (const one of halfOf(file))
    try {
      rmSync(one, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    } catch {
      // Nobody is there to be told.
    }
}

/**
 * Of least importance: the realtime class that packaging/systemd gives the service would otherwise be inherited, and a backup keep
 * calls from running. Threads that are begun from now on inherit what is set here. Where it may not be set, the backup is made all
 * the same.
 */
function stepBack(): void {
  const { pid } = process;
  const isLinux = process.platform === 'linux';
  if (isLinux) spawnSync('chrt', ['--all-tasks', '--other', '--pid', '0', String(pid)], { stdio: 'ignore' });
  try {
    // On Linux each thread has a priority of its own.
    for (const thread of isLinux ? readdirSync('/proc/self/task').map(Number) : [pid])
      os.setPriority(thread, os.constants.priority.PRIORITY_LOW);
  } catch {
    // As it is.
  }
}

// Ctrl-C and a system that shuts down reach all processes of a group. Whether a backup ends is up to the one that ordered it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.once('message', (order: BackupOrder) => {
  stepBack();
  // Whoever ordered it is gone, however: nobody would hear the answer, and nobody else would tidy up.
  process.once('disconnect', () => {
    removeHalf(order.file);
    process.exit(1);
  });
  void answer(order).then((told) => process.send?.(told, () => process.exit(0)));
});
