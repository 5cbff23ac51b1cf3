/** Loaded into each process that a benchmark starts (`--import`): it ends when the benchmark is gone, however that ended. */
import { isMainThread } from 'node:worker_threads';

// The database's thread loads this file too.
if (isMainThread && process.channel !== undefined) {
  process.once('disconnect', () => process.exit(1));
  process.channel.unref();
}
