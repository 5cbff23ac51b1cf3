/** Translates FreeSWITCH's hangup causes into leg outcomes. Pure. */

import type { LegOutcome } from '../../base/model/leg-outcome.js';

const OUTCOME_OF_CAUSE: Readonly<Record<string, LegOutcome>> = {
  NONE: 'answered',
  SUCCESS: 'answered',
  NORMAL_CLEARING: 'answered',
  USER_BUSY: 'busy',
  CALL_REJECTED: 'rejected',
  DECLINE: 'rejected',
  REJECT_ALL: 'rejected',
  BUSY_EVERYWHERE: 'busy',
  // The cause of a 302 when outbound_redirect_fatal is set.
  REQUESTED_CHAN_UNAVAIL: 'redirected',
  REDIRECTION_TO_NEW_DESTINATION: 'redirected',
  USER_NOT_REGISTERED: 'notRegistered',
  SUBSCRIBER_ABSENT: 'notRegistered',
  NO_ANSWER: 'noAnswer',
  NO_USER_RESPONSE: 'unreachable',
  ALLOTTED_TIMEOUT: 'noAnswer',
  PROGRESS_TIMEOUT: 'unreachable',
  LOSE_RACE: 'colleagueAnswered',
  PICKED_OFF: 'colleagueAnswered',
  ORIGINATOR_CANCEL: 'callerGaveUp',
};

/**
 * The outcome that a hangup cause stands for. Causes that are not listed mean that the phone or the carrier
 * could not be reached; nothing unknown counts as answered.
 */
export function outcomeOfCause(cause: string): LegOutcome {
  return OUTCOME_OF_CAUSE[cause] ?? 'unreachable';
}

/**
 * The variable `originate_causes` as a map from leg uuid to hangup cause.
 *
 * FreeSWITCH writes `uuid;CAUSE` for one leg and `ARRAY::uuid;CAUSE|:uuid;CAUSE` for several, and keeps
 * adding over all bridges of a call. A uuid that occurs twice keeps its last cause.
 */
export function parseOriginateCauses(value: string | undefined): ReadonlyMap<string, string> {
  const text = value?.trim() ?? '';
  const list = text.startsWith('ARRAY::') ? text.slice('ARRAY::'.length).split('|:') : [text];
  const causes = new Map<string, string>();
  for (const entry of list) {
    const separator = entry.indexOf(';');
    if (separator > 0) causes.set(entry.slice(0, separator), entry.slice(separator + 1));
  }
  return causes;
}
