/** What the record of a call may be, by the rules of `calls/story` and `calls/records`, after facts came in some order. */
import assert from 'node:assert/strict';
import type { CallRecord } from '../../src/base/model/call-record.js';
import { withJudgement } from '../../src/calls/outcome/missed-call.js';
import { endOf, finished, isTakenOver } from '../../src/calls/records/tell.js';
import { recordId } from '../../src/calls/records/record-id.js';
import { unrecorded } from '../../src/calls/records/unrecorded.js';
import type { ReadCdr } from '../../src/calls/story/read-cdr.js';
import { hadController, milliseconds } from '../../src/calls/story/read-channel.js';
import {
  NO_STORY,
  talksWith,
  withFact,
  type CallStory,
  type ChannelFact,
} from '../../src/calls/story/story.js';
import { arrivalOf, SNAPSHOT, WHO_IS } from './cdr-house.js';
import { RECORDED_AT_MS, RECORDS } from './recorded-cdrs.js';

export type Ours = Extract<ReadCdr, { kind: 'ours' }>;

export const START_MS = RECORDED_AT_MS + 1_000;

export function judged(record: CallRecord): CallRecord {
  return withJudgement(record, (number) => SNAPSHOT.groups.get(number));
}

export function storyOf(told: readonly ChannelFact[], own: readonly Ours[]): CallStory {
  return [...told, ...own.map(({ fact }) => fact)].reduce(withFact, NO_STORY);
}

/** The records that a CDR of the caller's channel asks for. */
export function recordIds({ fact: { call }, caller }: Ours): readonly string[] {
  const arrivals = caller?.arrivals ?? [];
  return arrivals.length === 0 ? [call] : arrivals.map(({ profileIndex }) => recordId(call, profileIndex));
}

export interface RecordBefore {
  readonly _id: string;
  readonly channel: string;
  /** As it was; undefined: there was none. */
  readonly record: CallRecord | undefined;
  /** Whether another call of the channel had a record: as long as that is open, nobody looks for this one. */
  readonly hadOther: boolean;
}

/**
 * @param told what events had told of the call before.
 * @param own the call's readable CDRs.
 * @returns as JSON; `any`: another controller may have the call, so it depends on the order what was still written.
 */
export function possibleRecords(
  { _id, channel, record: before, hadOther }: RecordBefore,
  told: readonly ChannelFact[],
  own: readonly Ours[],
): readonly (string | undefined)[] | 'any' {
  if (before === undefined) {
    // Of two files that say that they are the caller's, either may be the one that is believed.
    const callers = own.filter(({ caller }) => caller !== undefined);
    const begun = callers.flatMap((one) => newRecord(_id, channel, one));
    if (begun.some((one) => isTakenOver(one, storyOf(told, own)))) return 'any';
    // What phones tell is kept until one of them is used, and perhaps not for the other one.
    const kept = callers.length > 1 ? parts(own) : [own];
    const after = begun.flatMap((one) => kept.map((some) => done(one, storyOf(told, some))));
    const isSure = callers.length > 0 && begun.length === callers.length && !hadOther;
    return isSure ? after : [...after, undefined];
  }
  // Only a CDR makes anybody look for the record of a call that nobody has.
  const isNobodys = before.outcome === 'handedBack' && own.length > 0;
  const isFollowed = before.outcome === 'open' && before.controller === 'here';
  if (!isNobodys && !isFollowed) return [JSON.stringify(before)];
  const open = RECORDS.find(({ _id }) => _id === before._id) ?? assert.fail();
  const stories = parts(own).map((some) => storyOf(told, some));
  if (stories.some((story) => isTakenOver(open, story))) return 'any';
  const whole = stories.at(-1) ?? NO_STORY;
  if (isNobodys && endOf(open, whole) === undefined) return [JSON.stringify(before)];
  // It is over when all its channels are, whatever is told of others behind them.
  return stories
    .filter((story) => story === whole || isComplete(open, story))
    .map((story) => done(open, story));
}

function isComplete(record: CallRecord, story: CallStory): boolean {
  const phones = record.legs.map(({ id }) => id);
  const partners = talksWith(record.channel, story).map((talk) => talk.with);
  const haveEnded = [...phones, ...partners].every(
    (id) => id === null || id === '' || story.get(id)?.endedAtMs !== undefined,
  );
  return haveEnded && endOf(record, story) !== undefined;
}

/** All choices among some things; the last one is all of them. */
function parts<T>(things: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** things.length }, (_, choice) =>
    things.filter((_thing, index) => (choice & (1 << index)) !== 0),
  );
}

function done(open: CallRecord, story: CallStory): string {
  const untilMs = Math.max(START_MS, open.startedAt.getTime());
  return JSON.stringify(judged(finished(open, story, WHO_IS, undefined, untilMs)));
}

/** None when this file does not ask for the record; more than one when it lists an arrival twice. */
function newRecord(id: string, channel: string, { caller }: Ours): readonly CallRecord[] {
  if (caller === undefined) return [];
  const createdAtMs = milliseconds(caller.header('Caller-Channel-Created-Time')) ?? assert.fail();
  const only = { profileIndex: 1, startedAtMs: createdAtMs, header: caller.header };
  const arrivals = caller.arrivals.length === 0 ? [only] : caller.arrivals;
  return arrivals
    .filter(({ profileIndex }) => recordId(channel, profileIndex) === id)
    .map((arrival) => {
      const inbound = arrivalOf(channel, arrival.header);
      return unrecorded({
        id,
        call: inbound,
        group: SNAPSHOT.groups.get(inbound.groupNumber),
        configurationRevision: SNAPSHOT.revision,
        controller: 'here',
        startedAtMs: arrival.startedAtMs,
        hadController: hadController(arrival),
      });
    });
}
