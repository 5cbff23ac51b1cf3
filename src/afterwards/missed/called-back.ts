/** When somebody in the house calls an external number, closes the call-back items of that number. */
import type { Log } from '../../base/log.js';
import type { OutgoingCall } from '../../calls/outcome/outgoing-call.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import { systemWork } from '../../base/model/who.js';
import type { CallbackChange, CallbackStore } from '../../base/store/callback-store.js';
import { noteCallbackChange } from './audit-entry.js';

export interface CalledBackDependencies {
  readonly callbacks: Pick<CallbackStore, 'close'>;
  /** Reads a number as it was dialled; undefined when it is no phone number. */
  readonly toE164: (dialled: string) => string | undefined;
  readonly audit: AuditLog;
  readonly log: Log;
  /** Between two attempts while the database is away. Default 5000. */
  readonly retryMs?: number;
}

export interface NotingCallsBack {
  /** Returns at once. */
  readonly heard: (call: OutgoingCall) => void;
  readonly stop: () => void;
}

/** How the service learns that somebody has called back. */
const CALLS_OF_THE_HOUSE = 'calls of the house';

const RETRY_MS = 5_000;

/** The most calls that wait for the database; beyond that the oldest is dropped. */
const MOST_WAITING = 5_000;

/** Notes answered outgoing calls in the call-back list; keeps them while the database is unreachable. */
export function noteCallsBack(use: CalledBackDependencies): NotingCallsBack {
  const { retryMs = RETRY_MS, log } = use;
  const waiting = new Map<string, OutgoingCall>();
  let retry: NodeJS.Timeout | undefined;
  let isStopped = false;
  const note = async (call: OutgoingCall): Promise<void> => {
    try {
      await closeCalledBack(call, use);
      waiting.delete(call.id);
    } catch (error) {
      if (waiting.size === 0)
        log.error({ err: error }, 'returned calls cannot be noted in the call-back list; retrying');
      waiting.set(call.id, call);
      const [oldest] = waiting.keys();
      if (waiting.size > MOST_WAITING && oldest !== undefined) waiting.delete(oldest);
      if (!isStopped) retry ??= setTimeout(again, retryMs);
    }
  };
  const again = (): void => {
    const calls = [...waiting.values()];
    void (async () => {
      for (const call of calls) {
        await note(call);
        // The database is still unreachable; the others need not be tried.
        if (waiting.has(call.id)) break;
      }
      retry = isStopped || waiting.size === 0 ? undefined : setTimeout(again, retryMs);
    })();
  };
  return {
    heard: (call) => void note(call),
    stop: () => {
      isStopped = true;
      clearTimeout(retry);
    },
  };
}

/**
 * Closes the items of a number that was called and answered, in every group: that person has been called back.
 * Called again at the end of the call, in case the answer was not reported. Rejects with the database's error.
 */
export async function closeCalledBack(call: OutgoingCall, use: CalledBackDependencies): Promise<void> {
  if (call.answeredAt === undefined) return;
  const closing = { because: 'calledBack', at: call.answeredAt, who: call.extension ?? null } as const;
  // A caller whose number is in no numbering plan, or is ambiguous, is stored under the number as received.
  const keys = new Set([use.toE164(call.number) ?? call.number, call.number]);
  const closed: CallbackChange[] = [];
  for (const key of keys) closed.push(...(await use.callbacks.close(key, undefined, closing)));
  if (closed.length === 0) return;
  const facts = { closed: closed.length, by: call.extension };
  use.log.info(facts, 'call-back items closed: the caller was called back');
  for (const change of closed)
    await noteCallbackChange(use.audit, systemWork(CALLS_OF_THE_HOUSE), 'callbackClosed', change);
}
