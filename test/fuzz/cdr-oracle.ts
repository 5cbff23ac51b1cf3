/** What the record of a call may be, by the rules of `calls/story` and `calls/records`, after facts came in some order. */
import assert from 'node:assert/strict';
import type { CallRecord } from '../../src/base/model/call-record.js';
import { withJudgement } from '../../src/calls/outcome/missed-call.js';
import { endOf, finished, isTakenOver } from '../../src/calls/records/tell.js';
import { unrecorded } from '../../src/calls/records/unrecorded.js';
import type { ReadCdr } from '../../src/calls/story/read-cdr.js';
import { CALL_HEADER, milliseconds } from '../../src/calls/story/read-channel.js';
import { NO_STORY, withFact, type CallStory, type ChannelFact } from '../../src/calls/story/story.js';
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

/**
 * @param before the record as it was; undefined: there was none.
 * @param told what events had told of the call before.
 * @param own the call's readable CDRs.
 * @returns as JSON; `any`: another controller may have the call, so it depends on the order what was still written.
 */
export function possibleRecords(
  call: string,
  before: CallRecord | undefined,
  told: readonly ChannelFact[],
  own: readonly Ours[],
): readonly (string | undefined)[] | 'any' {
  if (before === undefined) {
    // Of two files that say that they are the caller's, either may be the one that is believed.
    const callers = own.filter(({ fact }) => fact.channel.id === call);
    const begun = callers.map((one) => newRecord(call, one));
    const after = begun.flatMap((one) => (one === undefined ? [] : [done(one, storyOf(told, own))]));
    return after.length < callers.length || callers.length === 0 ? [...after, undefined] : after;
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
  const haveEnded = record.legs.every(({ id }) => id === null || story.get(id)?.endedAtMs !== undefined);
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
  return JSON.stringify(
    isTakenOver(open, story) ? open : judged(finished(open, story, WHO_IS, undefined, untilMs)),
  );
}

function newRecord(call: string, { header }: Ours): CallRecord | undefined {
  const createdAtMs = milliseconds(header('Caller-Channel-Created-Time'));
  if (createdAtMs === undefined) return undefined;
  const inbound = arrivalOf(call, header);
  return unrecorded({
    call: inbound,
    group: SNAPSHOT.groups.get(inbound.groupNumber),
    configurationRevision: SNAPSHOT.revision,
    controller: 'here',
    createdAtMs,
    hadController: header(CALL_HEADER) !== undefined,
  });
}
