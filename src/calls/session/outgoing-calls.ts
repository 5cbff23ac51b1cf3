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
 * Nothing is reported while a connection is down. A call that ended during that time is reported after the
 * reconnection, with its `answeredAt`. So a call may be reported only as `ended`, and whoever acts on answered
 * calls must look at `answeredAt` in both reports.
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
