/**
 * When the members of a stage ring. Those who ring at the same time, for however short a moment, are one turn; a turn
 * begins when the one before is over, or as soon as all its phones have failed. Pure.
 *
 * Only turns are rung one after another by this service. Within a turn FreeSWITCH lets phones begin later and end
 * earlier by itself, so nobody who rings is interrupted. It is exact for one later begin, but begins all others too
 * early once a phone has failed in the middle (measured: freeswitch/README.md); therefore not all is left to it.
 */
import type { RingTime } from '../../base/model/call.js';
import type { MemberTime } from '../../base/model/snapshot.js';

/** A phone that rings for a shorter time tells nobody anything. */
export const SHORTEST_RING_SEC = 1;

/** The seconds of a stage in which a member's phones ring; empty, if it would begin too late. */
export function ringTimeOf({ delaySec = 0, ringSec }: MemberTime, stageSec: number): RingTime {
  const end = ringSec === undefined ? stageSec : delaySec + ringSec;
  return { fromSec: delaySec, untilSec: Math.min(stageSec, end) };
}

export function isTooShort({ fromSec, untilSec }: RingTime): boolean {
  return untilSec - fromSec < SHORTEST_RING_SEC;
}

/** The first turn of these times: everybody in it begins before it ends, all others later. Undefined: there is none. */
export function firstTurn(times: readonly RingTime[]): RingTime | undefined {
  const [first, ...rest] = [...times].sort((one, other) => one.fromSec - other.fromSec);
  if (first === undefined) return undefined;
  let { untilSec } = first;
  for (const time of rest) {
    if (time.fromSec >= untilSec) break;
    untilSec = Math.max(untilSec, time.untilSec);
  }
  return { fromSec: first.fromSec, untilSec };
}

/** The same time counted from the turn's begin; undefined: it is the whole turn. */
export function withinTurn(time: RingTime, turn: RingTime): RingTime | undefined {
  if (time.fromSec === turn.fromSec && time.untilSec === turn.untilSec) return undefined;
  return { fromSec: time.fromSec - turn.fromSec, untilSec: time.untilSec - turn.fromSec };
}
