/** Everything that the live page shows, from what is known now: calls, phones, groups, warnings. Pure. */
import type { DateTime } from 'luxon';
import type { Step, Target } from '../../base/model/call.js';
import type { SentTo } from '../../base/model/reason.js';
import type { Group, Snapshot } from '../../base/model/snapshot.js';
import type { CallRecord, RecordedLeg } from '../../base/model/call-record.js';
import { awayFrom, awayWhy, usersOf } from '../routing/away.js';
import { rehearse, somebody } from '../routing/check.js';
import { nobodyLeft } from '../routing/nobody-left.js';
import { phoneState, type PhoneState } from './phone-states.js';
import type { CallStory } from '../story/story.js';

export interface BoardInput {
  readonly snapshot: Snapshot | undefined;
  /** Calls that are not over, the oldest first. */
  readonly records: readonly CallRecord[];
  /** What is known of a call's channels, by the caller's. */
  readonly story: (call: string) => CallStory;
  readonly isRegistered: (extension: string) => boolean | undefined;
  readonly isTalking: (extension: string) => boolean;
  readonly now: DateTime;
}

export interface BoardPhone {
  readonly who: string;
  readonly kind: RecordedLeg['kind'];
  readonly to: string;
  /** `later`: by plan; `calling`: no event of it yet; `answered`: a mobile that is being asked for key 1. */
  readonly state: 'later' | 'calling' | 'ringing' | 'answered' | 'talking' | 'ended';
  /** When it begins, for `later`. */
  readonly from?: Date;
  /** Why it ended or was not called. */
  readonly outcome: RecordedLeg['outcome'];
}

export interface BoardCall {
  readonly id: string;
  readonly caller: CallRecord['caller'];
  readonly group: CallRecord['group'];
  /** The group that has the call now, if it is another one. */
  readonly atGroup: string;
  /** 1-3, or null at a destination. */
  readonly stage: number | null;
  readonly since: Date;
  /** When the stage ends; undefined: nothing is ringing. */
  readonly stageEnds: Date | undefined;
  readonly talkingSince: Date | undefined;
  readonly talkingTo: string | undefined;
  readonly phones: readonly BoardPhone[];
}

export function boardCalls({ snapshot, records, story, now }: BoardInput): readonly BoardCall[] {
  return records.map((record) => {
    const known = story(record.channel);
    return callOf(record, snapshot, (leg) => phoneState(leg, record.channel, known), now);
  });
}

type PhoneOf = (legId: string) => PhoneState | undefined;

function callOf(
  record: CallRecord,
  snapshot: Snapshot | undefined,
  phone: PhoneOf,
  now: DateTime,
): BoardCall {
  const last = record.legs.at(-1);
  const current = record.legs.filter(({ group, stage }) => group === last?.group && stage === last.stage);
  const phones = current.map((leg) => phoneOf(leg, phone, now));
  const talking = current.flatMap((leg) => {
    const state = leg.id === null ? undefined : phone(leg.id);
    return state?.kind === 'talking' ? [{ who: leg.who, since: state.since }] : [];
  });
  const [talk] = talking;
  return {
    id: record._id,
    caller: record.caller,
    group: record.group,
    since: record.startedAt,
    atGroup: last?.group ?? record.group.number,
    stage: last?.stage ?? null,
    phones,
    stageEnds: talk === undefined ? stageEnd(current, snapshot, now) : undefined,
    talkingSince: talk?.since ?? record.answeredAt ?? undefined,
    talkingTo: talk?.who ?? record.answeredBy?.who,
  };
}

function stageEnd(
  legs: readonly RecordedLeg[],
  snapshot: Snapshot | undefined,
  now: DateTime,
): Date | undefined {
  const ringing = legs.filter(({ outcome }) => outcome === 'ringing');
  const [first] = ringing;
  if (first === undefined || first.stage === null) return undefined;
  const stageSec = snapshot?.groups.get(first.group)?.stages[first.stage - 1]?.ringSec;
  if (stageSec === undefined) return undefined;
  const ringSec = Math.max(...ringing.map(({ rings }) => rings?.untilSec ?? stageSec));
  const end = new Date(first.startedAt.getTime() + ringSec * 1000);
  return end.getTime() > now.toMillis() - 2000 ? end : undefined;
}

function phoneOf(leg: RecordedLeg, phone: PhoneOf, now: DateTime): BoardPhone {
  const base = { who: leg.who, kind: leg.kind, to: leg.to, outcome: leg.outcome };
  if (leg.outcome !== 'ringing') return { ...base, state: leg.outcome === 'answered' ? 'talking' : 'ended' };
  const heard = leg.id === null ? undefined : phone(leg.id);
  if (heard?.kind === 'ended') return { ...base, state: 'ended', outcome: 'unknown' };
  if (heard !== undefined || leg.rangAt !== null) return { ...base, state: heard?.kind ?? 'ringing' };
  const laterSec = leg.rings?.fromSec ?? 0;
  const from = new Date(leg.startedAt.getTime() + laterSec * 1000);
  const isLater = laterSec > 0 && from.getTime() > now.toMillis();
  return isLater ? { ...base, state: 'later', from } : { ...base, state: 'calling' };
}

export interface BoardMember {
  readonly who: string;
  readonly to: string;
  readonly isDesk: boolean;
  /** Of desk phones; undefined: not known. */
  readonly registered: boolean | undefined;
  /** The member is left out, because of a talk on the desk phone. */
  readonly isLeftOut: boolean;
  /** A mobile of the same person rings too. */
  readonly hasMobile: boolean;
}

export interface BoardStage {
  readonly number: number;
  readonly ringSec: number;
  readonly members: readonly BoardMember[];
  /** Nobody would ring if a call reached the stage now. */
  readonly ringsNobody: boolean;
  /** Somebody of the stage is away. */
  readonly hasAway: boolean;
}

/** A user who is away from a group. */
export interface BoardAway {
  readonly who: string;
  /** Undefined: until coming back. */
  readonly until: Date | undefined;
}

export interface BoardGroup {
  readonly number: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly stages: readonly BoardStage[];
  readonly away: readonly BoardAway[];
  /** Where callers go now because all who would ring are away; undefined: somebody is left. */
  readonly nobodyLeft: SentTo | undefined;
  /** What a call would meet first right now; undefined when it would ring in the group's own stages. */
  readonly diverted: Step | undefined;
  /** The other group in which it rings then. */
  readonly leadsTo: { readonly number: string; readonly name: string } | undefined;
}

/** What the groups would do with a call right now, in steps: one for each group. */
export function* boardGroupSteps({
  snapshot,
  now,
  isRegistered,
  isTalking,
}: Omit<BoardInput, 'records' | 'story'>): Generator<undefined, readonly BoardGroup[]> {
  if (snapshot === undefined) return [];
  const list: BoardGroup[] = [];
  for (const group of snapshot.groups.values()) {
    list.push(groupOf(group, snapshot, { isRegistered, isTalking }, now));
    yield;
  }
  return list;
}

type PhonesNow = Pick<BoardInput, 'isRegistered' | 'isTalking'>;

function groupOf(
  group: Group,
  snapshot: Snapshot,
  { isRegistered, isTalking }: PhonesNow,
  now: DateTime,
): BoardGroup {
  const steps = rehearse(snapshot, somebody(group.number), now);
  const own = steps.flatMap((step) =>
    step.kind === 'ring' && step.place.part === 'stage' && step.group.number === group.number
      ? [{ stage: step.place.stage, step }]
      : [],
  );
  const first = steps.find(({ kind }) => kind !== 'greet');
  return {
    number: group.number,
    name: group.name,
    enabled: group.enabled,
    away: awayIn(group, snapshot, now),
    nobodyLeft: nobodyLeft(group, snapshot, now),
    stages: group.stages.map(({ ringSec, members: all }, index) => {
      const turns = own.filter(({ stage }) => stage === index + 1).flatMap(({ step }) => step.targets);
      const isLeftOut = (extension: string) => group.busy === 'skip' && isTalking(extension);
      const phones = turns.map((target) => memberOf(target, isRegistered, isLeftOut));
      const members = withMobiles(phones);
      const rings = phones.some((phone) => !phone.isLeftOut && (!phone.isDesk || phone.registered !== false));
      const hasAway = all.some((member) => awayWhy(member, group, snapshot, now) !== undefined);
      return { number: index + 1, ringSec, members, hasAway, ringsNobody: own.length > 0 ? !rings : false };
    }),
    diverted: own.length > 0 ? undefined : first,
    leadsTo: own.length > 0 ? undefined : otherGroupOf(first, group, snapshot),
  };
}

function awayIn(group: Group, snapshot: Snapshot, now: DateTime): readonly BoardAway[] {
  if (snapshot.away.size === 0) return [];
  return usersOf(group, snapshot).flatMap(({ id, name }) => {
    const away = awayFrom(snapshot, id, group.number, now);
    return away === undefined ? [] : [{ who: name, until: away.until?.toJSDate() }];
  });
}

function otherGroupOf(
  step: Step | undefined,
  { number }: Group,
  { groups }: Snapshot,
): BoardGroup['leadsTo'] {
  const last = step?.why.at(-1)?.group;
  const other = last === undefined || last === number ? undefined : groups.get(last);
  return other === undefined ? undefined : { number: other.number, name: other.name };
}

/** Each person once, however many phones ring: the desk phone stands for the mobile too. */
function withMobiles(phones: readonly BoardMember[]): readonly BoardMember[] {
  const desks = new Set(phones.filter(({ isDesk }) => isDesk).map(({ who }) => who));
  const mobiles = new Set(phones.filter(({ isDesk }) => !isDesk).map(({ who }) => who));
  return phones
    .filter(({ who, isDesk }) => isDesk || !desks.has(who))
    .map((phone) => (phone.isDesk && mobiles.has(phone.who) ? { ...phone, hasMobile: true } : phone));
}

function memberOf(
  target: Target,
  isRegistered: BoardInput['isRegistered'],
  isTalking: BoardInput['isTalking'],
): BoardMember {
  const { who } = target;
  if (target.kind === 'external') {
    const isLeftOut = target.delayFor !== undefined && isTalking(target.delayFor);
    return { who, to: target.e164, isDesk: false, registered: undefined, isLeftOut, hasMobile: false };
  }
  const { extension: to } = target;
  return { who, to, isDesk: true, registered: isRegistered(to), isLeftOut: isTalking(to), hasMobile: false };
}
