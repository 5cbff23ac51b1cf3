/** Rehearses a call: every step it would take if nobody answered. */
import type { DateTime } from 'luxon';
import type { Attempt, InboundCall, Step } from '../../base/model/call.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { decide } from './decide.js';

/**
 * All steps of a call that begins at `now` and that nobody answers, up to the one that ends it. Registrations are
 * ignored; each phone rings for its full time, and the clock advances accordingly unless it `stands`.
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
    if (step.kind !== 'ring') break;
    attempts.push({ place: step.place });
    if (clock === 'goes') moment = moment.plus({ seconds: step.ringSec });
  }
  return steps;
}

/**
 * An upper bound in case decide never ended: every turn of every stage of every group once, one ringing destination,
 * and the end.
 */
function mostSteps(snapshot: Snapshot): number {
  const known = bounds.get(snapshot);
  if (known !== undefined) return known;
  const stages = [...snapshot.groups.values()].flatMap((group) => group.stages);
  const most = stages.reduce((sum, { members }) => sum + Math.max(1, members.length), 2);
  bounds.set(snapshot, most);
  return most;
}

/** Remembered: the live page rehearses a call of each of possibly thousands of groups. */
const bounds = new WeakMap<Snapshot, number>();
