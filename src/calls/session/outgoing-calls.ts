/** Reports outgoing calls of the house, on all FreeSWITCHes. */
import type { EventSource } from '../../telephony/esl/event-source.js';
import {
  OUTGOING_EVENTS,
  OUTGOING_MARK,
  readOutgoingCall,
  type OutgoingCall,
} from '../outcome/outgoing-call.js';

/**
 * Calls `onCall` for each outgoing call that is answered, and for each that ends.
 *
 * What happens while a connection is down is not heard; a call that is over after the reconnection is, with its
 * `answeredAt`. The same call may therefore be told as `ended` alone, and whoever acts on an answered call looks
 * at `answeredAt` in both.
 *
 * @param onCall must not wait; what it throws is logged by the connection.
 * @returns a function that ends it.
 */
export function watchOutgoingCalls(
  connections: readonly EventSource[],
  onCall: (call: OutgoingCall) => void,
): () => void {
  const ends = connections.map((connection) =>
    connection.watch({ events: OUTGOING_EVENTS, only: OUTGOING_MARK }, (event) => {
      const call = readOutgoingCall((name) => event.headers.get(name));
      if (call !== undefined) onCall(call);
    }),
  );
  return () => ends.forEach((end) => end());
}
