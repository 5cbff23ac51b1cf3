// Without it a write to a closing connection never ends, and no option of a client limits it.
import './driver-writes.js';

/**
 * Options for a client of the driver none of whose operations may wait without an end. Its `timeoutMS` has had no effect
 * since version 7.8, and two of its waits have no end by default or a long one: for a free connection of the pool
 * (none), and for a new connection's greeting (30 s). An operation that is retried may take each twice.
 *
 * @param answerMs for work that takes long, such as building an index. Default: as every other wait.
 */
export function boundedWaits(waitMs: number, answerMs = waitMs) {
  return { socketTimeoutMS: answerMs, connectTimeoutMS: waitMs, waitQueueTimeoutMS: waitMs };
}
