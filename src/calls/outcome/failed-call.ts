/** Whether a call failed for a technical reason, and not because of what people did. Pure. */
import type { CallRecord } from '../../base/model/call-record.js';
import type { LegOutcome } from '../../base/model/leg-outcome.js';

/** No phone rang at the other end of such a leg. */
const UNREACHED: ReadonlySet<LegOutcome> = new Set(['unreachable', 'notRegistered']);

/**
 * Nobody talked to the caller, and that was not for people to decide: every phone that was called was unreachable or not
 * registered, voicemail or announcement played nothing, or control of the call was lost and its end is not known. Busy,
 * rejected, not answered, given up, and a caller refused by a rule are no failures.
 */
export function isFailedCall({ outcome, legs }: Pick<CallRecord, 'outcome' | 'legs'>): boolean {
  switch (outcome) {
    case 'playedNothing':
    case 'handedBack':
      return true;
    case 'open':
    case 'answered':
      return false;
    case 'gaveUp':
    case 'voicemail':
    case 'announcement':
    case 'released':
      return legs.length > 0 && legs.every((leg) => UNREACHED.has(leg.outcome));
  }
}
