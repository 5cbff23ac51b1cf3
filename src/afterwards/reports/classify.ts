/** Puts a call of a group into exactly one class. Pure. */
import type { CallClass, OtherReason, Verdict } from '../../base/model/call-class.js';
import type { CallRecord, RecordedPassage } from '../../base/model/call-record.js';

/** Calls of a day; the four classes add up to `calls`. */
export interface ClassCounts {
  readonly calls: number;
  readonly answered: number;
  readonly missed: number;
  readonly diverted: number;
  readonly other: number;
}

/** The fields of a call that the class depends on. */
export type JudgedCall = Pick<CallRecord, 'startedAt' | 'route' | 'missed' | 'answeredBy' | 'outcome'>;

/** The same fields by name, for the query. */
export const JUDGED_FIELDS = ['startedAt', 'route', 'missed', 'answeredBy', 'outcome'] as const;

/**
 * The first that applies: missed in this group; sent away by its anonymous rule or a switch; answered by it; left
 * to its final destination; anything else. Undefined: the group never had the call.
 */
export function judge(call: JudgedCall, group: string): Verdict | undefined {
  const passage = call.route.find((one) => one.group === group);
  if (passage === undefined) return undefined;
  if (call.missed?.group === group) return { kind: 'missed', why: call.missed.why };
  const diverted = divertedBy(passage);
  if (diverted !== undefined && diverted.by !== 'final') return diverted;
  if (call.answeredBy?.group === group) return { kind: 'answered', stage: call.answeredBy.stage };
  return diverted ?? { kind: 'other', reason: otherReason(call) };
}

function divertedBy({ by, to }: RecordedPassage): Extract<Verdict, { kind: 'diverted' }> | undefined {
  return by === null || to === null ? undefined : { kind: 'diverted', by, to };
}

function otherReason({ outcome }: JudgedCall): OtherReason {
  return outcome === 'gaveUp' || outcome === 'handedBack' || outcome === 'open' ? outcome : 'refused';
}

/** Counts calls by class. */
export class ClassTally {
  readonly #counts = { calls: 0, answered: 0, missed: 0, diverted: 0, other: 0 };

  add(kind: CallClass, count = 1): void {
    this.#counts.calls += count;
    this.#counts[kind] += count;
  }

  result(): ClassCounts {
    return { ...this.#counts };
  }
}
