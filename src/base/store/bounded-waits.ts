// Without this import, a write to a closing connection never ends, and no client option limits it.
import './driver-writes.js';

/**
 * Driver options that limit every wait of an operation. The driver's `timeoutMS` has had no effect since version 7.8,
 * and two waits are unlimited or long by default: for a free connection in the pool (unlimited), and for a new
 * connection's handshake (30 s). An operation that is retried may take each of them twice.
 *
 * @param answerMs limit for the answer to slow operations, such as building an index. Default: `waitMs`.
 */
export function boundedWaits(waitMs: number, answerMs = waitMs) {
  return { socketTimeoutMS: answerMs, connectTimeoutMS: waitMs, waitQueueTimeoutMS: waitMs };
}
