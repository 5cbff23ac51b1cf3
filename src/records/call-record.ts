/**
 * The record of one call: everything that it met, in order, with the reasons. Built by pure functions from
 * what the session did; written by the store. Plain data, so that it is a MongoDB document as it stands.
 */
import type { DateTime } from 'luxon';
import type { DestinationReason, InboundCall, Place, Reason, Target } from '../model/call.js';
import type { Fact } from '../model/reason.js';
import type { Destination, Group } from '../model/snapshot.js';
import type { LegOutcome } from '../outcome/causes.js';

/** How the call ended for the caller. */
export type CallOutcome =
  /** Still ringing or talking, or its controller died and nobody took it over. */
  | 'open'
  /** Somebody talked to the caller: a member, or the final destination's phone. */
  | 'answered'
  | 'gaveUp'
  | 'voicemail'
  | 'announcement'
  /** Voicemail or announcement answered the caller and played nothing. */
  | 'playedNothing'
  /** The group ended the call with a hangup cause: nobody there, unknown group, anonymous caller, loop. */
  | 'released'
  /** This service lost the call's control (stopped, or a fault); FreeSWITCH's dialplan went on with it. */
  | 'handedBack';

/** What a step of a record says. */
export type StepFact =
  | Fact
  | { readonly kind: 'missed'; readonly why: MissedWhy }
  | { readonly kind: 'notMissed'; readonly why: NotMissedWhy };

export interface RecordedStep {
  readonly at: Date;
  readonly group: string;
  /** The fact in English. */
  readonly text: string;
  /** Absent in records of versions that kept the sentence only. */
  readonly fact?: StepFact;
}

/** One group that had the call. */
export interface RecordedPassage {
  readonly group: string;
  /** The rule by which the call left the group's stages; null while it is in them, or when it ended there. */
  readonly by: DestinationReason | null;
  /** Where to; null as `by`. */
  readonly to: Destination['kind'] | null;
}

/** Why a call counts as missed, for those who write about it in their own language. */
export type MissedWhy =
  /** `stage` 1-3, or null at a destination. */
  | { readonly kind: 'gaveUp'; readonly afterSec: number; readonly stage: number | null }
  /** Nobody answered, and the destination of this kind took the call or did not answer either. */
  | { readonly kind: 'unanswered'; readonly to: Destination['kind'] }
  /** A switch or the anonymous rule sent it to a destination of this kind, where nobody talked to the caller. */
  | { readonly kind: 'diverted'; readonly by: 'anonymous' | 'switch'; readonly to: Destination['kind'] };

/** Why a call that nobody took does not count as missed. */
export type NotMissedWhy =
  | { readonly kind: 'withheld' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'taken'; readonly by: Destination['kind'] }
  | { readonly kind: 'divertedNever' }
  | { readonly kind: 'divertedTo'; readonly to: Destination['kind'] }
  | { readonly kind: 'gaveUpNever'; readonly afterSec: number }
  | { readonly kind: 'gaveUpEarly'; readonly afterSec: number; readonly countsFromSec: number };

/** A call that counts as missed, at most once: in the group whose rules say so. */
export interface RecordedMiss {
  readonly group: string;
  readonly why: MissedWhy;
  /** The same as a sentence: "gave up after 14 s in stage 2". */
  readonly text: string;
}

export interface RecordedLeg {
  /** The leg's channel uuid in FreeSWITCH; null for one that was never called. */
  readonly id: string | null;
  readonly group: string;
  /** 1-3, or null for a destination. */
  readonly stage: number | null;
  readonly who: string;
  readonly userId: string | null;
  readonly kind: 'desk' | 'mobile' | 'external';
  /** Extension or E.164 number. */
  readonly to: string;
  readonly startedAt: Date;
  /** When the phone said that it rings; null when it never did or FreeSWITCH did not tell. */
  readonly rangAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: LegOutcome;
  /** FreeSWITCH's own word; null for a leg that was never called. */
  readonly cause: string | null;
  readonly sipStatus: number | null;
}

export interface RecordedAnswer {
  readonly who: string;
  readonly userId: string | null;
  readonly kind: RecordedLeg['kind'];
  readonly to: string;
  readonly group: string;
  /** 1-3, or null for a destination. */
  readonly stage: number | null;
}

export interface CallRecord {
  /** The channel uuid; `uuid-N` for the N-th time that the same channel reaches a group after a transfer. */
  readonly _id: string;
  readonly channel: string;
  readonly group: { readonly number: string; readonly name: string | null };
  readonly caller: {
    readonly withheld: boolean;
    readonly number: string | null;
    readonly e164: string | null;
    readonly name: string | null;
  };
  readonly fromOutside: boolean;
  readonly configurationRevision: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answeredBy: RecordedAnswer | null;
  /** From the call's begin to the answer, or to its end without one. */
  readonly waitingSec: number | null;
  readonly talkingSec: number | null;
  readonly outcome: CallOutcome;
  /** FreeSWITCH's final hangup cause of the caller's channel. */
  readonly hangupCause: string | null;
  /** The groups that had the call, in order. */
  readonly route: readonly RecordedPassage[];
  readonly missed: RecordedMiss | null;
  /** `pending` until the call-back list knows of the end of this call; null when nothing follows from it. */
  readonly followUp: 'pending' | null;
  readonly steps: readonly RecordedStep[];
  readonly legs: readonly RecordedLeg[];
  /** Name of the sound file below the recordings folder; tells nothing about the caller. */
  readonly recording: string | null;
  /** The controller that wrote this; the last one when a call was taken over. */
  readonly controller: string;
  /** How many controllers had this call before. */
  readonly takeovers: number;
}

/** What the record takes over from the outside of the session. */
export interface RecordStart {
  readonly id: string;
  readonly call: InboundCall;
  readonly group: Group | undefined;
  readonly configurationRevision: number;
  readonly startedAt: DateTime;
  readonly controller: string;
  readonly takeovers: number;
}

/** A record at the begin of its call. */
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
    startedAt: start.startedAt.toJSDate(),
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

/** A group has a call once at most; the rule by which it leaves is told later than the stages that it went through. */
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
 * The record of a call that another controller began: its steps and legs come first. A leg of which the other
 * one knew no end rang on without a controller; nobody knows for how long.
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

/** How a call ended, as the session saw it. */
export interface RecordEnd {
  readonly at: DateTime;
  readonly outcome: CallOutcome;
  readonly hangupCause: string | null;
}

/** Closes a record: waiting and talking seconds follow from its own times. */
export function endRecord(record: CallRecord, end: RecordEnd): CallRecord {
  const endedAt = end.at.toJSDate();
  const { answeredAt } = record;
  return {
    ...record,
    endedAt,
    outcome: end.outcome,
    hangupCause: end.hangupCause,
    waitingSec: secondsBetween(record.startedAt, answeredAt ?? endedAt),
    talkingSec: answeredAt === null ? 0 : secondsBetween(answeredAt, endedAt),
  };
}
