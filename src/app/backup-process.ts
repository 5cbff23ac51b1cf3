/**
 * A process of its own that writes one backup, so that calls never wait for it: its reading, packing and unpacking keep no event
 * loop of the service, and the system gives it what others leave. Nobody imports this file.
 */
import os from 'node:os';
import { reasonOf } from '../base/errors.js';
import { writeBackup, type BackupOrder, type WrittenBackup } from './write-backup.js';

export type BackupAnswer =
  ({ readonly kind: 'written' } & WrittenBackup) | { readonly kind: 'failed'; readonly reason: string };

async function answer(order: BackupOrder): Promise<BackupAnswer> {
  try {
    return { kind: 'written', ...(await writeBackup(order)) };
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) };
  }
}

process.once('message', (order: BackupOrder) => {
  // Of least importance; threads that are begun from now on inherit it.
  os.setPriority(os.constants.priority.PRIORITY_LOW);
  void answer(order).then((told) => process.send?.(told, () => process.exit(0)));
});
// The service is gone: nobody would hear the answer.
process.once('disconnect', () => process.exit(1));
