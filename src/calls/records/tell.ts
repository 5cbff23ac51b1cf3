/**
 * Adds to a record what FreeSWITCH knows about the call: when legs rang and ended, who talked to the caller from
 * when, and how it ended. The same record and story always give the same result. Pure.
 */
import type { CallOutcome, CallRecord, RecordedAnswer, RecordedLeg } from '../../base/model/call-record.js';
import type { PhoneAddress } from '../../base/model/phone-address.js';
import { outcomeOfCause } from '../outcome/causes.js';
import { talksWith, type CallStory, type ChannelStory, type Talk } from '../story/story.js';
import { lastGroup, secondsBetween, withStep } from './build-record.js';
import { profileOf } from './record-id.js';
import { withRecording } from './tell-recording.js';

/** Whose number it is in this installation, for a phone that was not rung by a stage. */
export type WhoIs = (phone: SeenPhone) => Pick<RecordedAnswer, 'who' | 'userId' | 'kind' | 'to'> | undefined;

/** A phone that no stage rang: its address, or its number and the domain, if FreeSWITCH told it. */
export type SeenPhone =
  { readonly address: PhoneAddress } | { readonly number: string; readonly domain: string | undefined };

/** As it is shown where nobody knows whose phone it was. */
export function numberIn(phone: SeenPhone): string {
  return 'address' in phone ? phone.address : phone.number;
}

/** How a call ended. */
export interface CallEnd {
  readonly outcome: CallOutcome;
  /** FreeSWITCH's hangup cause; null when control was lost. */
  readonly hangupCause: string | null;
}

/** How the call ended as its session saw it. */
export interface SeenEnd extends CallEnd {
  readonly at: Date;
}

/** FreeSWITCH's clock and the controller's may differ by this much. */
const CLOCKS_MS = 2_000;

/** The record of a call in progress, with what is known about it. */
export function told(record: CallRecord, story: CallStory, whoIs: WhoIs): CallRecord {
  const talks = ownTalks(record, story);
  const legs = record.legs.map((leg) => (leg.id === null ? leg : legTold(leg, story.get(leg.id), talks)));
  const [first] = talks;
  const withLegs = { ...record, legs };
  if (first === undefined)
    return { ...withLegs, answeredAt: record.answeredAt ?? pickedUpAt(withLegs, story) };
  const answeredBy = record.answeredBy ?? answerOf(first, withLegs, story, whoIs);
  const answered = pickedUp({ ...withLegs, answeredBy, answeredAt: new Date(first.fromMs) }, first, story);
  const who = (talk: Talk) => answerOf(talk, withLegs, story, whoIs)?.who ?? '';
  return talks
    .slice(1)
    .reduce<CallRecord>(
      (known, talk) => handedOn(known, talk, story, whoIs),
      withRecording(answered, talks, story, who, movedOnMs(record, story)),
    );
}

/** Adds a step when a phone that had not rung took the call by code. */
function pickedUp(record: CallRecord, { with: phone, fromMs }: Talk, story: CallStory): CallRecord {
  const isByCode = story.get(phone)?.pickedUpBy !== undefined;
  if (!isByCode || record.answeredBy === null || isPickedUp(record)) return record;
  return withStep(record, { kind: 'pickedUp', who: record.answeredBy.who }, new Date(fromMs));
}

function isPickedUp({ steps }: CallRecord): boolean {
  return steps.some(({ fact }) => fact?.kind === 'pickedUp');
}

/** When the call was over: when the caller's channel ended or moved to another group; undefined: not known. */
export function endOf(record: CallRecord, story: CallStory): number | undefined {
  const movedOn = movedOnMs(record, story);
  const ended = story.get(record.channel)?.endedAtMs;
  return movedOn !== undefined && ended !== undefined ? Math.min(movedOn, ended) : (movedOn ?? ended);
}

/**
 * The finished record.
 * @param seen what the session saw of the end; undefined: the session ended earlier.
 * @param lastMs the last moment at which the call was known to exist, if its end is not known.
 */
export function finished(
  record: CallRecord,
  story: CallStory,
  whoIs: WhoIs,
  seen: SeenEnd | undefined,
  lastMs: number,
): CallRecord {
  const known = told(record, story, whoIs);
  const endMs = endOf(record, story);
  const ownEnd = endMs === undefined ? (seen?.at ?? new Date(lastMs)) : new Date(endMs);
  const caller = story.get(record.channel);
  const isSeen = seen !== undefined && seen.outcome !== 'handedBack';
  const hasMovedOn = endMs !== undefined && endMs === movedOnMs(record, story);
  const end = isSeen ? seen : endTold(known, endMs === undefined ? undefined : caller, hasMovedOn);
  const { answeredAt, endedAt } = inOrder(
    record.startedAt,
    known.answeredAt ?? takenAt(end.outcome, caller),
    ownTalks(record, story).at(-1)?.fromMs,
    ownEnd,
  );
  const closed = {
    ...known,
    legs: known.legs.map((leg) =>
      leg.outcome === 'ringing' ? { ...leg, outcome: 'unknown' as const } : leg,
    ),
    answeredAt,
    endedAt,
    outcome: end.outcome,
    hangupCause: end.hangupCause,
  };
  const timed = {
    ...closed,
    waitingSec: secondsBetween(record.startedAt, answeredAt ?? endedAt),
    talkingSec: answeredAt === null ? 0 : secondsBetween(answeredAt, endedAt),
  };
  // Nobody controls a call that was picked up, and its end was seen all the same.
  if (isSeen || (isPickedUp(known) && endMs !== undefined)) return timed;
  // The controller ended before it decided anything.
  const { group } = record;
  const dialled = group.name === null ? [] : [{ group: group.number, by: null, to: null }];
  const alone = record.route.length > 0 ? timed : { ...timed, route: dialled };
  const fact = endMs === undefined ? ({ kind: 'endUnknown' } as const) : ({ kind: 'wentOnAlone' } as const);
  return withStep(alone, fact, endedAt);
}

/** The end of a call that only FreeSWITCH saw. */
function endTold({ answeredBy }: CallRecord, caller: ChannelStory | undefined, hasMovedOn: boolean): CallEnd {
  const hangupCause = caller?.cause ?? null;
  if (answeredBy !== null) return { outcome: 'answered', hangupCause };
  // What ended the channel ended its next call, not this one.
  if (hasMovedOn) return { outcome: 'released', hangupCause: null };
  if (caller === undefined) return { outcome: 'handedBack', hangupCause };
  if (caller.answeredAtMs !== undefined && caller.taker !== undefined)
    return { outcome: caller.taker, hangupCause };
  if (caller.endedBy === 'far' || caller.cause === 'ORIGINATOR_CANCEL')
    return { outcome: 'gaveUp', hangupCause };
  return { outcome: caller.cause === undefined ? 'handedBack' : 'released', hangupCause };
}

function takenAt(outcome: CallOutcome, caller: ChannelStory | undefined): Date | null {
  const isTaken = outcome === 'voicemail' || outcome === 'announcement';
  return isTaken && caller?.answeredAtMs !== undefined ? new Date(caller.answeredAtMs) : null;
}

/** Clocks differ and sources can be wrong: a call is never answered before it began, nor over before its last talk. */
function inOrder(
  startedAt: Date,
  answeredAt: Date | null,
  lastTalkMs: number | undefined,
  endedAt: Date,
): { readonly answeredAt: Date | null; readonly endedAt: Date } {
  const answeredMs = answeredAt === null ? undefined : Math.max(startedAt.getTime(), answeredAt.getTime());
  const endedMs = Math.max(endedAt.getTime(), startedAt.getTime(), answeredMs ?? 0, lastTalkMs ?? 0);
  return {
    answeredAt: answeredMs === undefined ? null : new Date(answeredMs),
    endedAt: new Date(endedMs),
  };
}

/** Another controller has the call: its record goes on. */
export function isTakenOver(record: CallRecord, story: CallStory): boolean {
  const own = profileOf(record);
  const arrival = story.get(record.channel)?.arrivals.find(({ profileIndex }) => profileIndex === own);
  return arrival !== undefined && arrival.takeovers > record.takeovers;
}

/** The channel's next call to a group has a record of its own. */
function movedOnMs(record: CallRecord, story: CallStory): number | undefined {
  const own = profileOf(record);
  const next = story.get(record.channel)?.arrivals.find(({ profileIndex }) => profileIndex > own);
  return next?.createdAtMs ?? next?.startedAtMs;
}

/** The caller's talks in this call, without those of the channel's other calls. */
function ownTalks(record: CallRecord, story: CallStory): readonly Talk[] {
  const own = profileOf(record);
  const arrival = story.get(record.channel)?.arrivals.find(({ profileIndex }) => profileIndex === own);
  const fromMs = arrival?.createdAtMs ?? record.startedAt.getTime() - CLOCKS_MS;
  // A talk cannot begin after the caller has gone; such a report is wrong.
  const goneMs = (story.get(record.channel)?.endedAtMs ?? Infinity) + CLOCKS_MS;
  const toMs = Math.min(movedOnMs(record, story) ?? Infinity, goneMs);
  const isFirst = own === 1;
  return talksWith(record.channel, story).filter(
    (talk) => (isFirst || talk.fromMs >= fromMs) && talk.fromMs < toMs,
  );
}

function legTold(leg: RecordedLeg, channel: ChannelStory | undefined, talks: readonly Talk[]): RecordedLeg {
  const hasTalked = talks.some((talk) => talk.with === leg.id);
  if (channel === undefined) return hasTalked ? { ...leg, outcome: 'answered' } : leg;
  const known: RecordedLeg = {
    ...leg,
    rangAt: channel.rangAtMs === undefined ? leg.rangAt : new Date(channel.rangAtMs),
    endedAt: channel.endedAtMs === undefined ? leg.endedAt : new Date(channel.endedAtMs),
    sipStatus: channel.sipStatus ?? leg.sipStatus,
  };
  if (hasTalked) return { ...known, outcome: 'answered' };
  if (channel.cause === undefined) return known;
  // Picked up but never connected: the key was not pressed, whatever ended the leg.
  const isPickedUp = channel.answeredAtMs !== undefined;
  if (isPickedUp && ['noAnswer', 'ringing', 'unknown'].includes(leg.outcome))
    return { ...known, cause: leg.cause ?? channel.cause, outcome: 'notConfirmed' };
  // originate_causes has settled the outcome, except for a leg that it did not name.
  if (leg.cause !== null || leg.outcome === 'answered') return known;
  const outcome = outcomeOfCause(channel.cause);
  return { ...known, cause: channel.cause, outcome: outcome === 'answered' ? leg.outcome : outcome };
}

function answerOf(talk: Talk, record: CallRecord, story: CallStory, whoIs: WhoIs): RecordedAnswer | null {
  const leg = record.legs.find(({ id }) => id === talk.with);
  if (leg !== undefined) {
    const { who, userId, kind, to, group, stage } = leg;
    return { who, userId, kind, to, group, stage };
  }
  const channel = story.get(talk.with);
  const { pickedUpBy: address, number = '', domain } = channel ?? {};
  const phone = address === undefined ? { number, domain } : { address };
  const to = numberIn(phone);
  const known = whoIs(phone) ?? { who: lastDigits(to), userId: null, kind: 'external' as const, to };
  return { ...known, group: lastGroup(record), stage: null };
}

/** When the member picked up who answered according to the session. */
function pickedUpAt({ answeredBy, legs }: CallRecord, story: CallStory): Date | null {
  const winner = answeredBy === null ? undefined : legs.find(({ outcome }) => outcome === 'answered');
  const atMs = winner?.id == null ? undefined : story.get(winner.id)?.answeredAtMs;
  return atMs === undefined ? null : new Date(atMs);
}

/** Adds a step when the member transferred the caller, or somebody else picked the caller up. */
function handedOn(record: CallRecord, talk: Talk, story: CallStory, whoIs: WhoIs): CallRecord {
  const answer = answerOf(talk, record, story, whoIs);
  if (answer === null || (answer.who === '' && talk.with === '')) return record;
  const at = new Date(talk.fromMs);
  const isKnown = record.steps.some(
    ({ fact, at: of }) => fact?.kind === 'talkedOn' && of.getTime() === talk.fromMs,
  );
  return isKnown ? record : withStep(record, { kind: 'talkedOn', who: answer.who }, at);
}

/** The last digits of an external number that is not in the configuration. */
function lastDigits(number: string): string {
  return number === '' ? '' : `…${number.slice(-3)}`;
}
