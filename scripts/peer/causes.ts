/** Hangup causes and their SIP status: hangup_cause_to_sip() of mod_sofia.c, the part that calls meet here. */
const SIP_STATUS = new Map<string, number>([
  ['UNALLOCATED_NUMBER', 404],
  ['NO_ROUTE_TRANSIT_NET', 404],
  ['NO_ROUTE_DESTINATION', 404],
  ['USER_BUSY', 486],
  ['NO_USER_RESPONSE', 408],
  ['NO_ANSWER', 480],
  ['SUBSCRIBER_ABSENT', 480],
  ['NORMAL_UNSPECIFIED', 480],
  ['CALL_REJECTED', 603],
  ['DECLINE', 603],
  ['NUMBER_CHANGED', 410],
  ['REDIRECTION_TO_NEW_DESTINATION', 410],
  ['DESTINATION_OUT_OF_ORDER', 502],
  ['INVALID_PROFILE', 502],
  ['INVALID_NUMBER_FORMAT', 484],
  ['INVALID_GATEWAY', 484],
  ['FACILITY_REJECTED', 501],
  ['REQUESTED_CHAN_UNAVAIL', 503],
  ['NORMAL_TEMPORARY_FAILURE', 503],
  ['SWITCH_CONGESTION', 503],
  ['GATEWAY_DOWN', 503],
  ['OUTGOING_CALL_BARRED', 403],
  ['INCOMPATIBLE_DESTINATION', 488],
  ['RECOVERY_ON_TIMER_EXPIRE', 504],
  ['ORIGINATOR_CANCEL', 487],
  ['EXCHANGE_ROUTING_ERROR', 483],
  ['BUSY_EVERYWHERE', 600],
]);

const PHRASES = new Map<number, string>([
  [180, 'Ringing'],
  [183, 'Session Progress'],
  [200, 'OK'],
  [302, 'Moved Temporarily'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [408, 'Request Timeout'],
  [410, 'Gone'],
  [480, 'Temporarily Unavailable'],
  [483, 'Too Many Hops'],
  [484, 'Address Incomplete'],
  [486, 'Busy Here'],
  [487, 'Request Terminated'],
  [488, 'Not Acceptable Here'],
  [501, 'Not Implemented'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Server Time-out'],
  [600, 'Busy Everywhere'],
  [603, 'Decline'],
]);

/** Causes that Q.850 numbers below 128; the others are written as `SIP;cause=`. */
const NUMBERS = new Map<string, number>([
  ['UNALLOCATED_NUMBER', 1],
  ['NORMAL_CLEARING', 16],
  ['USER_BUSY', 17],
  ['NO_USER_RESPONSE', 18],
  ['NO_ANSWER', 19],
  ['SUBSCRIBER_ABSENT', 20],
  ['CALL_REJECTED', 21],
  ['EXCHANGE_ROUTING_ERROR', 25],
  ['DESTINATION_OUT_OF_ORDER', 27],
  ['NORMAL_UNSPECIFIED', 31],
  ['REQUESTED_CHAN_UNAVAIL', 44],
  ['ORIGINATOR_CANCEL', 487],
  ['LOSE_RACE', 502],
  ['ALLOTTED_TIMEOUT', 602],
  ['USER_NOT_REGISTERED', 606],
]);

export function sipStatusOf(cause: string): number {
  return SIP_STATUS.get(cause) ?? 480;
}

export function phraseOf(status: number): string {
  return PHRASES.get(status) ?? 'Because';
}

/** Reason header that FreeSWITCH puts into CANCEL and BYE (sofia_on_hangup() in mod_sofia.c). */
export function reasonOf(cause: string, variables: ReadonlyMap<string, string>): string {
  const own = variables.get('sip_reason');
  if (own !== undefined) return own;
  if (
    (cause === 'LOSE_RACE' || cause === 'PICKED_OFF') &&
    variables.get('ignore_completed_elsewhere') !== 'true'
  ) {
    return 'SIP;cause=200;text="Call completed elsewhere"';
  }
  const number = NUMBERS.get(cause) ?? 31;
  return number < 128 ? `Q.850;cause=${number};text="${cause}"` : `SIP;cause=${number};text="${cause}"`;
}
