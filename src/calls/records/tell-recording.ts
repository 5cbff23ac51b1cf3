/** Adds to a record what FreeSWITCH knows about its recording: that the talk was recorded, and where it was paused. Pure. */
import type { CallRecord } from '../../base/model/call-record.js';
import type { Fact } from '../../base/model/reason.js';
import { unknownChannel, type CallStory, type ChannelStory, type Talk } from '../story/story.js';
import { withStepInTime } from './build-record.js';

/** Who is at the other end of a talk; empty: not known. */
export type WhoTalks = (talk: Talk) => string;

/**
 * @param talks the caller's in this call, in order.
 * @param movedOnMs since when the caller's channel is in its next call; undefined: it is not.
 */
export function withRecording(
  record: CallRecord,
  talks: readonly Talk[],
  story: CallStory,
  who: WhoTalks,
  movedOnMs: number | undefined,
): CallRecord {
  const recorded = talks.find((talk) => story.get(talk.with)?.recording !== undefined);
  if (recorded === undefined) return record;
  const named = { ...record, recording: record.recording ?? recordingOf(record, recorded, story) };
  const follows = story.get(recorded.with)?.recordingFollows === true;
  const ended = withEnd(named, recorded, story, { fact: recordedFact(who(recorded), follows), movedOnMs });
  const others = follows ? talks.filter(({ fromMs }) => fromMs > recorded.fromMs) : [];
  const whole = others.reduce(
    (known, talk) => withFactAt(known, joined(talk, recorded, who), new Date(talk.fromMs)),
    ended,
  );
  return withPauses(whole, recorded, talks, story, who);
}

/** @param goesOn the recording goes on with whoever takes the caller over. */
export function recordedFact(who: string, goesOn: boolean): Fact {
  return { kind: 'recorded', who, ...(goesOn && { goesOn }) };
}

function joined(talk: Talk, recorded: Talk, who: WhoTalks): Fact {
  return { kind: 'recordedOn', who: who(talk), atSec: secondsInFile(talk.fromMs, recorded) };
}

function secondsInFile(atMs: number, recorded: Talk): number {
  return Math.max(0, Math.round((atMs - recorded.fromMs) / 1000));
}

/** The record may say that no file was found. */
function recordingOf({ steps }: CallRecord, recorded: Talk, story: CallStory): string | null {
  if (steps.some(({ fact }) => fact?.kind === 'notRecorded')) return null;
  return story.get(recorded.with)?.recording ?? null;
}

/** A session notes it itself; nobody else does where a phone took the call by code, or where the controller died. */
function withEnd(
  record: CallRecord,
  recorded: Talk,
  story: CallStory,
  { fact, movedOnMs }: { readonly fact: Fact; readonly movedOnMs: number | undefined },
): CallRecord {
  const leg = story.get(recorded.with) ?? unknownChannel(recorded.with);
  const isNoted = record.steps.some(
    (step) => step.fact?.kind === 'recorded' || step.fact?.kind === 'notRecorded',
  );
  const endMs = leg.endedAtMs ?? movedOnMs;
  if (isNoted || endMs === undefined || !isWritten(leg, story.get(record.channel), movedOnMs)) return record;
  return withStepInTime(record, fact, new Date(endMs));
}

/**
 * A channel tells the length of its recording when it ends. A caller who was sent on to another group ends long after this
 * record is finished, maybe with the length of another recording, and the phone of whoever sent the caller may hang up later
 * too: there the talk says it.
 */
function isWritten(
  leg: ChannelStory,
  caller: ChannelStory | undefined,
  movedOnMs: number | undefined,
): boolean {
  if ((leg.recordedMs ?? 0) > 0) return true;
  const follows = leg.recordingFollows === true;
  if (movedOnMs !== undefined) return follows || leg.endedAtMs === undefined;
  return follows && (caller?.recordedMs ?? 0) > 0;
}

function withPauses(
  record: CallRecord,
  recorded: Talk,
  talks: readonly Talk[],
  story: CallStory,
  who: WhoTalks,
): CallRecord {
  const marks = talks.flatMap((talk) =>
    readMarks(story.get(talk.with)?.recordingMarks).map((mark) => ({ ...mark, who: who(talk) })),
  );
  let isPaused = false;
  let known = record;
  for (const mark of marks.toSorted((one, other) => one.atMs - other.atMs)) {
    if (mark.isPause === isPaused) continue;
    isPaused = mark.isPause;
    const kind = isPaused ? 'recordingPaused' : 'recordingResumed';
    const atSec = secondsInFile(mark.atMs, recorded);
    known = withFactAt(known, { kind, who: mark.who, atSec }, new Date(mark.atMs));
  }
  return known;
}

/** Once: the same at the same moment is known. */
function withFactAt(record: CallRecord, fact: Fact, at: Date): CallRecord {
  const isKnown = record.steps.some(
    (step) => step.fact?.kind === fact.kind && step.at.getTime() === at.getTime(),
  );
  return isKnown ? record : withStepInTime(record, fact, at);
}

interface Mark {
  readonly isPause: boolean;
  /** In the middle of FreeSWITCH's second. */
  readonly atMs: number;
}

/** `p1796076257true.r1796076259true.`: paused, resumed; what was done twice stands there twice. */
function readMarks(marks = ''): readonly Mark[] {
  return [...marks.matchAll(/([pr])(\d+)true\./g)].map(([, letter, second]) => ({
    isPause: letter === 'p',
    atMs: Number(second) * 1000 + 500,
  }));
}
