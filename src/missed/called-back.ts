/** Somebody of the house called a number outside: who waits for a call back there has got it. */
import type { Log } from '../log.js';
import type { OutgoingCall } from '../outcome/outgoing-call.js';
import type { CallbackStore } from '../store/callbacks.js';

export interface CalledBackDependencies {
  readonly callbacks: Pick<CallbackStore, 'close'>;
  /** Reads a number as it was dialled; undefined when it is no phone number. */
  readonly toE164: (dialled: string) => string | undefined;
  readonly log: Log;
}

/**
 * Closes the items of a number that was called and answered, in every group: the person behind it has been called
 * back. Says so again at the end of the call, in case the answer was not heard of. Rejects with the database.
 */
export async function closeCalledBack(call: OutgoingCall, use: CalledBackDependencies): Promise<void> {
  if (call.answeredAt === undefined) return;
  const key = use.toE164(call.number);
  if (key === undefined) return;
  const closing = { because: 'calledBack', at: call.answeredAt, who: call.extension ?? null } as const;
  const closed = await use.callbacks.close(key, undefined, closing);
  if (closed > 0)
    use.log.info({ closed, by: call.extension }, 'call-back items closed: the caller was called back');
}
