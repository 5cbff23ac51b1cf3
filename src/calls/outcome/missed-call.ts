/**
 * Whether a finished call counts as missed, in which group and why. Pure.
 *
 * Each group that had the call judges by its own rules, the dialled one first; a group that passed the call on to
 * another one leaves the judgement to that one unless its rules say otherwise. The call belongs to the first group that
 * says "missed", so it is missed at most once.
 */
import { assertNever } from '../../base/errors.js';
import type { Destination, Group, MissedPolicy } from '../../base/model/snapshot.js';
import type {
  CallRecord,
  MissedWhy,
  NotMissedWhy,
  RecordedMiss,
  RecordedPassage,
  RecordedStep,
} from '../../base/model/call-record.js';
import { missedText, factText } from '../words/words.js';

/** `no` says why a call that nobody took does not count. */
export type Judgement =
  | { readonly kind: 'missed'; readonly missed: RecordedMiss }
  | { readonly kind: 'no'; readonly group: string; readonly why: NotMissedWhy }
  /** Somebody talked to the caller, or it cannot be judged: the call is not over, or its end is unknown. */
  | { readonly kind: 'none' };

type Groups = (number: string) => Group | undefined;

interface Question {
  readonly record: CallRecord;
  readonly groups: Groups;
}

/** @param groups the groups in the configuration that the call used. */
export function judgeMissed(record: CallRecord, groups: Groups): Judgement {
  if (record.outcome === 'open') return { kind: 'none' };
  const blocked = record.steps.find(({ fact }) => fact?.kind === 'blocked');
  if (blocked !== undefined && record.outcome !== 'answered')
    return { kind: 'no', group: blocked.group, why: { kind: 'blocked' } };
  return judgeFrom(0, { record, groups });
}

function judgeFrom(at: number, question: Question): Judgement {
  const { record, groups } = question;
  const passage = record.route[at];
  if (passage === undefined) return { kind: 'none' };
  const policy = groups(passage.group)?.missed;
  const isPassedOn = passage.to === 'group' && at + 1 < record.route.length;
  const later = isPassedOn ? judgeFrom(at + 1, question) : undefined;
  if (policy === undefined) return later ?? { kind: 'none' };
  const own = judgePassage(passage, policy, isPassedOn, record);
  if (later === undefined) return own;
  // A final destination on the group's list counts whatever the next group makes of the call; everything else is
  // the next group's to judge.
  if (passage.by === 'final' && own.kind === 'missed') return own;
  return later.kind === 'missed' ? later : own.kind === 'missed' ? own : later;
}

function judgePassage(
  passage: RecordedPassage,
  policy: MissedPolicy,
  isPassedOn: boolean,
  record: CallRecord,
): Judgement {
  const { group, by, to } = passage;
  const not = (why: NotMissedWhy): Judgement => ({ kind: 'no', group, why });
  if (record.outcome === 'answered') return judgeAnswered(passage, policy, record);
  if (record.caller.withheld && !policy.anonymous) return not({ kind: 'withheld' });
  if (record.outcome === 'handedBack') return missed(group, { kind: 'unknown' });
  if (by === null || to === null) {
    if (record.outcome === 'gaveUp') return judgeGivenUp(passage, policy, record);
    // The dialplan went on without a controller, and nobody talked to the caller.
    if (hasGoneOn(record)) return unanswered(group, fallbackOf(record));
    return not({ kind: 'refused' });
  }
  if (by === 'final') {
    if (isPassedOn) return policy.final.includes('group') ? unanswered(group, to) : { kind: 'none' };
    if (record.outcome === 'gaveUp') return judgeGivenUp(passage, policy, record);
    // A phone that did not answer did not take the call, and neither did a group that refused it.
    if (isPhone(to) || to === 'group' || playedNothing(to, record) || policy.final.includes(to))
      return unanswered(group, to);
    return not({ kind: 'taken', by: to });
  }
  if (policy.diverted === 'never') return not({ kind: 'divertedNever' });
  if (policy.diverted === 'always') {
    return missed(group, { kind: 'diverted', by, to });
  }
  if (isPassedOn) return { kind: 'none' };
  if (!isPhone(to) && to !== 'group' && !playedNothing(to, record)) return not({ kind: 'divertedTo', to });
  if (record.outcome === 'gaveUp') return judgeGivenUp(passage, policy, record);
  return missed(group, { kind: 'diverted', by, to });
}

/**
 * An answered call is missed only if the group's own final destination answered it and that kind of destination is
 * on the group's list.
 */
function judgeAnswered(
  { group, by, to }: RecordedPassage,
  policy: MissedPolicy,
  record: CallRecord,
): Judgement {
  const { answeredBy } = record;
  const isFinal = by === 'final' && to !== null && answeredBy?.group === group && answeredBy.stage === null;
  if (!isFinal || !policy.final.includes(to)) return { kind: 'none' };
  if (record.caller.withheld && !policy.anonymous) return { kind: 'none' };
  return unanswered(group, to);
}

function judgeGivenUp({ group }: RecordedPassage, policy: MissedPolicy, record: CallRecord): Judgement {
  const afterSec = record.waitingSec ?? 0;
  const { gaveUpAfterSec } = policy;
  if (gaveUpAfterSec === undefined) return { kind: 'no', group, why: { kind: 'gaveUpNever', afterSec } };
  if (afterSec < gaveUpAfterSec) {
    return { kind: 'no', group, why: { kind: 'gaveUpEarly', afterSec, countsFromSec: gaveUpAfterSec } };
  }
  return missed(group, { kind: 'gaveUp', afterSec, stage: lastStage(record) });
}

function lastStage({ legs }: CallRecord): number | null {
  return legs.at(-1)?.stage ?? null;
}

function unanswered(group: string, to: Destination['kind']): Judgement {
  return missed(group, { kind: 'unanswered', to });
}

function missed(group: string, why: MissedWhy): Judgement {
  return { kind: 'missed', missed: { group, why, text: missedText(why) } };
}

/** The announcement or the voicemail box was missing or silent, so nothing took the call. */
function playedNothing(to: Destination['kind'], { outcome }: CallRecord): boolean {
  const plays = to === 'announcement' || to === 'voicemail';
  return plays && (outcome === 'released' || outcome === 'playedNothing');
}

function hasGoneOn({ steps }: CallRecord): boolean {
  return steps.some(({ fact }) => fact?.kind === 'noController' || fact?.kind === 'wentOnAlone');
}

function fallbackOf({ outcome }: CallRecord): Destination['kind'] {
  return outcome === 'voicemail' || outcome === 'announcement' ? outcome : 'hangup';
}

function isPhone(to: Destination['kind']): boolean {
  return to === 'extension' || to === 'external';
}

/**
 * Adds the judgement to the finished record: `missed`, a sentence for the timeline, and whether the call-back list
 * must process the call (a missed call, or a conversation that may close an item).
 */
export function withJudgement(record: CallRecord, groups: Groups): CallRecord {
  const judgement = judgeMissed(record, groups);
  const at = record.endedAt ?? record.startedAt;
  switch (judgement.kind) {
    case 'missed': {
      const { missed } = judgement;
      const { group, text, why } = missed;
      const step: RecordedStep = { at, group, text: `missed call: ${text}`, fact: { kind: 'missed', why } };
      return { ...record, missed, followUp: 'pending', steps: [...record.steps, step] };
    }
    case 'no': {
      const { group, why } = judgement;
      const text = factText({ kind: 'notMissed', why });
      const step: RecordedStep = { at, group, text, fact: { kind: 'notMissed', why } };
      return { ...record, missed: null, followUp: null, steps: [...record.steps, step] };
    }
    case 'none': {
      const mayClose = record.outcome === 'answered' && !record.caller.withheld;
      return { ...record, missed: null, followUp: mayClose ? 'pending' : null };
    }
    default:
      return assertNever(judgement);
  }
}
