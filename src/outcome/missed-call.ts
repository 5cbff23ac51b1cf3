/**
 * Whether a finished call counts as missed, in which group and why. Pure.
 *
 * Each group that had the call judges by its own rules, the dialled one first; a group that passed the call on to
 * another one leaves the judgement to that one unless its rules say otherwise. The first that says "missed" has it,
 * so one call is missed at most once.
 */
import { assertNever } from '../errors.js';
import type { Destination, Group, MissedPolicy } from '../model/snapshot.js';
import type { CallRecord, MissedWhy, RecordedMiss, RecordedPassage } from '../records/call-record.js';

/** `missed` with the sentence for the call's timeline; `no` says why a call that nobody took does not count. */
export type Judgement =
  | { readonly kind: 'missed'; readonly missed: RecordedMiss }
  | { readonly kind: 'no'; readonly group: string; readonly text: string }
  /** Somebody talked to the caller, or nothing can be said: a call that is not over or whose end nobody saw. */
  | { readonly kind: 'none' };

type Groups = (number: string) => Group | undefined;

interface Question {
  readonly record: CallRecord;
  readonly groups: Groups;
}

/** @param groups the groups of the configuration that the call ran with. */
export function judgeMissed(record: CallRecord, groups: Groups): Judgement {
  if (record.outcome === 'open' || record.outcome === 'handedBack') return { kind: 'none' };
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
  // A final destination that is on the list counts whatever the next group makes of it; all else is the next one's.
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
  const not = (text: string): Judgement => ({ kind: 'no', group, text });
  if (record.outcome === 'answered') return judgeAnswered(passage, policy, record);
  if (record.caller.withheld && !policy.anonymous) return not('calls without a number do not count');
  if (by === null || to === null) {
    if (record.outcome === 'gaveUp') return judgeGivenUp(passage, policy, record);
    return not('the call was refused');
  }
  if (by === 'final') {
    if (isPassedOn) return policy.final.includes('group') ? unanswered(group, to) : { kind: 'none' };
    if (record.outcome === 'gaveUp') return judgeGivenUp(passage, policy, record);
    // A phone that did not answer, or a group that refused the call, is no destination that took it.
    if (isPhone(to) || to === 'group' || policy.final.includes(to)) return unanswered(group, to);
    return not(`${DESTINATION_WORDS[to]} took the call`);
  }
  if (policy.diverted === 'never') return not('diverted calls do not count');
  if (policy.diverted === 'always') {
    return missed(group, { kind: 'diverted', by, to });
  }
  if (isPassedOn) return { kind: 'none' };
  if (!isPhone(to) && to !== 'group') return not(`diverted to ${DESTINATION_WORDS[to]}`);
  if (record.outcome === 'gaveUp') return judgeGivenUp(passage, policy, record);
  return missed(group, { kind: 'diverted', by, to });
}

/** Only a final destination of the group's own that is on its list makes a missed call of a talk. */
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
  const gaveUp = `gave up after ${afterSec} s`;
  if (gaveUpAfterSec === undefined) return { kind: 'no', group, text: `${gaveUp}, which does not count` };
  if (afterSec < gaveUpAfterSec) {
    return { kind: 'no', group, text: `${gaveUp}, counts from ${gaveUpAfterSec} s on` };
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

function isPhone(to: Destination['kind']): boolean {
  return to === 'extension' || to === 'external';
}

const DESTINATION_WORDS: Readonly<Record<Destination['kind'], string>> = {
  extension: 'an extension',
  external: 'a number outside',
  group: 'another group',
  voicemail: 'a voicemail box',
  announcement: 'an announcement',
  hangup: 'a hangup',
};

/** "gave up after 14 s in stage 2", "nobody answered; a voicemail box took the call". */
export function missedText(why: MissedWhy): string {
  switch (why.kind) {
    case 'gaveUp': {
      const where = why.stage === null ? 'outside the stages' : `in stage ${why.stage}`;
      return `gave up after ${why.afterSec} s ${where}`;
    }
    case 'unanswered':
      return `nobody answered; final destination: ${DESTINATION_WORDS[why.to]}`;
    case 'diverted':
      return `diverted by ${why.by === 'switch' ? 'a switch' : 'the anonymous rule'} to ${DESTINATION_WORDS[why.to]}; nobody talked to the caller`;
    default:
      return assertNever(why);
  }
}

/**
 * The finished record with the judgement in it: `missed`, a sentence for the timeline, and whether the call-back list
 * has to know of the call (a missed call, or a talk that may close an item).
 */
export function withJudgement(record: CallRecord, groups: Groups): CallRecord {
  const judgement = judgeMissed(record, groups);
  const at = record.endedAt ?? record.startedAt;
  switch (judgement.kind) {
    case 'missed': {
      const { missed } = judgement;
      const step = { at, group: missed.group, text: `missed call: ${missed.text}` };
      return { ...record, missed, followUp: 'pending', steps: [...record.steps, step] };
    }
    case 'no': {
      const step = { at, group: judgement.group, text: `no missed call: ${judgement.text}` };
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
