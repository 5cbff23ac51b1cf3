/** Builds the record of a call from what the session did. Pure. */
import type { DateTime } from 'luxon';
import type { InboundCall, Place, Reason, Target } from '../../base/model/call.js';
import type { RecordedPassage, RecordedLeg, CallRecord } from '../../base/model/call-record.js';
import type { Fact } from '../../base/model/reason.js';
import type { Group } from '../../base/model/snapshot.js';
import { factText } from '../words/words.js';

/** What the record needs from outside the session. */
export interface RecordStart {
  readonly id: string;
  readonly call: InboundCall;
  readonly group: Group | undefined;
  readonly configurationRevision: number;
  /** When the caller came to the group, milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly controller: string;
  readonly takeovers: number;
}

/** The record of a call at its beginning. */
export function beginRecord({ id, call, group, ...start }: RecordStart): CallRecord {
  const known = call.caller.kind === 'known' ? call.caller : undefined;
  return {
    _id: id,
    channel: call.id,
    group: { number: group?.number ?? call.groupNumber.slice(0, 64), name: group?.name ?? null },
    caller: {
      withheld: known === undefined,
      number: known?.number ?? null,
      e164: known?.e164 ?? null,
      name: known?.name ?? null,
    },
    fromOutside: call.fromOutside,
    configurationRevision: start.configurationRevision,
    startedAt: new Date(start.startedAtMs),
    endedAt: null,
    answeredAt: null,
    answeredBy: null,
    waitingSec: null,
    talkingSec: null,
    outcome: 'open',
    hangupCause: null,
    route: [],
    missed: null,
    followUp: null,
    steps: [],
    legs: [],
    recording: null,
    controller: start.controller,
    takeovers: start.takeovers,
  };
}

/** Adds the reasons that led to a step. */
export function withReasons(record: CallRecord, reasons: readonly Reason[], at: DateTime): CallRecord {
  const steps = reasons.map(({ group, text, fact }) => ({ at: at.toJSDate(), group, text, fact }));
  const route = reasons.reduce(withPassage, record.route);
  return { ...record, steps: [...record.steps, ...steps], route };
}

/** The group that has the call, or had it last. */
export function lastGroup({ route, group }: CallRecord): string {
  return route.at(-1)?.group ?? group.number;
}

/** Adds a fact that no decision led to, in the group that has the call. */
export function withStep(record: CallRecord, fact: Fact, at: Date): CallRecord {
  const step = { at, group: lastGroup(record), text: factText(fact), fact };
  return { ...record, steps: [...record.steps, step] };
}

/** The same in order of time: facts arrive late that belong before others. */
export function withStepInTime(record: CallRecord, fact: Fact, at: Date): CallRecord {
  const { steps } = record;
  const before = steps.findLastIndex((step) => step.at.getTime() <= at.getTime()) + 1;
  const [step] = withStep({ ...record, steps: [] }, fact, at).steps;
  return { ...record, steps: step === undefined ? steps : steps.toSpliced(before, 0, step) };
}

/**
 * A group has a call at most once. The rule by which the call leaves the group is known only after its stages have
 * rung.
 */
function withPassage(route: readonly RecordedPassage[], reason: Reason): readonly RecordedPassage[] {
  if (reason.refused === true || reason.group === '') return route;
  const { by, to } = reason.sends ?? { by: null, to: null };
  return addPassage(route, { group: reason.group, by, to });
}

function addPassage(route: readonly RecordedPassage[], passage: RecordedPassage): readonly RecordedPassage[] {
  if (!route.some(({ group }) => group === passage.group)) return [...route, passage];
  if (passage.by === null) return route;
  return route.map((known) => (known.group === passage.group ? passage : known));
}

/** The group that decides at a place. */
export function groupOf(place: Place): string {
  return place.path.at(-1) ?? '';
}

/** 1-3, or null at a destination. */
export function stageOf(place: Place): number | null {
  return place.part === 'stage' ? place.stage : null;
}

/** A target as the record names its kind. */
export function kindOf(target: Target): RecordedLeg['kind'] {
  if (target.kind === 'extension') return 'desk';
  return target.purpose === 'mobile' ? 'mobile' : 'external';
}

/** A target's number or extension. */
export function numberOf(target: Target): string {
  return target.kind === 'extension' ? target.extension : target.e164;
}

/** Whole seconds between two moments, never negative: clocks of two machines may differ. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}

/**
 * The record of a call that another controller began: its steps and legs come first. A leg without a known end kept
 * ringing without a controller, for an unknown time.
 */
export function continueRecord(earlier: CallRecord, record: CallRecord): CallRecord {
  const legs = earlier.legs.map((leg) =>
    leg.outcome === 'ringing' ? { ...leg, outcome: 'noAnswer' as const } : leg,
  );
  return {
    ...record,
    steps: [...earlier.steps, ...record.steps],
    legs: [...legs, ...record.legs],
    route: record.route.reduce(addPassage, earlier.route),
  };
}
