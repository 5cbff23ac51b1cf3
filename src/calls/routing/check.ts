/** Rehearses a call: every step it would take if nobody answered. */
import type { DateTime } from 'luxon';
import { SOMEBODY, type Attempt, type InboundCall, type Step } from '../../base/model/call.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { decide } from './decide.js';

/** A call that nobody places: from outside, with a number. */
export function somebody(groupNumber: string): InboundCall {
  return { id: 'rehearsal', groupNumber, caller: SOMEBODY, callerExtension: undefined, fromOutside: true };
}

/**
 * All steps of a call that begins at `now` and that nobody answers, up to the one that ends it. Registrations are
 * ignored; each phone rings for its full time, and the clock advances accordingly unless it `stands`. How long a greeting
 * is is not known here: it takes no time.
 */
export function rehearse(
  snapshot: Snapshot,
  call: InboundCall,
  now: DateTime,
  clock: 'goes' | 'stands' = 'goes',
): readonly Step[] {
  const steps: Step[] = [];
  const attempts: Attempt[] = [];
  let moment = now;
  for (let left = mostSteps(snapshot); left > 0; left -= 1) {
    const step = decide(snapshot, call, attempts, moment);
    steps.push(step);
    if (step.kind === 'greet') {
      attempts.push({ place: { ...step.place, isNoticeHeard: true } });
      continue;
    }
    if (step.kind !== 'ring') break;
    attempts.push({ place: step.place });
    if (clock === 'goes') moment = moment.plus({ seconds: step.ringSec });
  }
  return steps;
}

/**
 * An upper bound in case decide never ended: a greeting and every turn of every stage of every group once, one ringing destination,
 * and the end.
 */
function mostSteps(snapshot: Snapshot): number {
  const known = bounds.get(snapshot);
  if (known !== undefined) return known;
  const groups = [...snapshot.groups.values()];
  const stages = groups.flatMap((group) => group.stages);
  const most = stages.reduce((sum, { members }) => sum + Math.max(1, members.length), 2 + groups.length);
  bounds.set(snapshot, most);
  return most;
}

/** Remembered: the live page rehearses a call of each of possibly thousands of groups. */
const bounds = new WeakMap<Snapshot, number>();
