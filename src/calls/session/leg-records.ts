/** The phones of a step as the call's record shows them: when they begin to ring, and when they have ended. Pure. */
import type { Leg, Unreachable } from '../../telephony/dialstring/legs.js';
import type { RingTime, Step } from '../../base/model/call.js';
import type { RecordedLeg } from '../../base/model/call-record.js';
import type { Fact } from '../../base/model/reason.js';
import { outcomeOfCause } from '../outcome/causes.js';
import { groupOf, kindOf, numberOf, stageOf } from '../records/build-record.js';

export type RingStep = Extract<Step, { kind: 'ring' }>;

/** What FreeSWITCH tells of the legs when a bridge is over. */
export interface LegEnds {
  readonly causes: ReadonlyMap<string, string>;
  readonly answeredLeg: string | undefined;
  readonly callerGone: boolean;
}

export function ringingLeg(step: RingStep, leg: Leg, startedAt: Date): RecordedLeg {
  const rings = plannedTime(step, leg);
  return { ...newLeg(step, leg, startedAt), ...(rings !== undefined && { rings }) };
}

function newLeg(step: RingStep, { id, target }: Pick<Leg, 'id' | 'target'>, startedAt: Date): RecordedLeg {
  return {
    id,
    group: groupOf(step.place),
    stage: stageOf(step.place),
    who: target.who,
    userId: target.userId ?? null,
    kind: kindOf(target),
    to: numberOf(target),
    startedAt,
    rangAt: null,
    endedAt: null,
    outcome: 'ringing',
    cause: null,
    sipStatus: null,
  };
}

/** Undefined: as long as its stage. */
function plannedTime({ group, place, ringSec }: RingStep, leg: Leg): RingTime | undefined {
  const stageSec = place.part === 'stage' ? group.stages[place.stage - 1]?.ringSec : ringSec;
  const untilSec = leg.ringSec === undefined ? ringSec : leg.delaySec + leg.ringSec;
  if (leg.delaySec === 0 && untilSec === stageSec) return undefined;
  return { fromSec: leg.delaySec, untilSec };
}

/** A phone that cannot be called. */
export function unreachableLeg(
  step: RingStep,
  { target, reason }: Unreachable,
  startedAt: Date,
): RecordedLeg {
  const outcome = reason === 'not registered' ? 'notRegistered' : 'unreachable';
  return { ...newLeg(step, { id: '', target }, startedAt), id: null, endedAt: startedAt, outcome };
}

/** A mobile that lets its desk phone ring alone for longer than both may ring. */
export function tooLateFact({ ringSec }: RingStep, { target }: Unreachable): Fact {
  const { fromSec, untilSec } = target.rings ?? { fromSec: 0, untilSec: ringSec };
  const waitSec = target.kind === 'external' ? target.delaySec : 0;
  return {
    kind: 'notRung',
    who: { kind: 'mobile', name: target.who },
    why: { kind: 'tooLate', delaySec: waitSec, ringSec: untilSec - fromSec },
  };
}

export function endedLeg(ringing: RecordedLeg, leg: Leg, ends: LegEnds, endedAt: Date): RecordedLeg {
  // A leg without a cause was never originated: the caller hung up at that moment, or FreeSWITCH could not.
  const cause = ends.causes.get(leg.id) ?? null;
  if (cause === null && ends.callerGone) return { ...ringing, endedAt, outcome: 'callerGaveUp' };
  if (ends.answeredLeg === leg.id) return { ...ringing, endedAt, cause, outcome: 'answered' };
  return { ...ringing, endedAt, cause, outcome: outcomeOfLeg(cause ?? 'NO_ROUTE_DESTINATION', leg, ends) };
}

/**
 * The outcome of a leg that did not win. If it was picked up anyway, or ran out of time to press 1, it was not
 * confirmed. A phone that stops ringing earlier than the others runs out of time too: only the call's story tells
 * whether it was picked up.
 */
function outcomeOfLeg(cause: string, leg: Leg, { callerGone }: LegEnds): RecordedLeg['outcome'] {
  const outcome = outcomeOfCause(cause);
  const isUnconfirmed = outcome === 'answered' || (cause === 'ALLOTTED_TIMEOUT' && leg.ringSec === undefined);
  if (leg.confirm && isUnconfirmed) return 'notConfirmed';
  // A phone can end its leg with 487 by itself, and a carrier can run out of channels.
  if (outcome === 'callerGaveUp' && !callerGone) return 'unreachable';
  if (outcome === 'redirected' && leg.endpoint.kind === 'gateway') return 'unreachable';
  return outcome === 'answered' ? 'unreachable' : outcome;
}
