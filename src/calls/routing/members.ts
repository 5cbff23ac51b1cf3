/** The phones that ring for a member of a stage, and why the others do not. */
import type { DateTime } from 'luxon';
import { assertNever } from '../../base/errors.js';
import type { Attempt, InboundCall, Skipped, Target } from '../../base/model/call.js';
import type { NotRungWhy } from '../../base/model/reason.js';
import type { ExternalNumber, Group, Member, Mobile, Snapshot, User } from '../../base/model/snapshot.js';
import { awayWhy } from './away.js';
import { numberText } from './describe.js';
import type { OwnPhones } from './own-phones.js';
import { holidayAt, inWindow, whyOutside } from '../../base/model/time-window.js';
import { notRungText } from '../words/words.js';

/** The input of every decision about a call. */
export interface Question {
  readonly snapshot: Snapshot;
  readonly call: InboundCall;
  readonly attempts: readonly Attempt[];
  readonly now: DateTime;
  readonly own: OwnPhones;
  /** Whether an extension's phone is in use; false where it is not known. */
  readonly isTalking: IsTalking;
}

export type IsTalking = (extension: string) => boolean;

/** One way to reach somebody: a phone that rings, or the reason why it does not. */
export type Way =
  | { readonly kind: 'rings'; readonly target: Target }
  | { readonly kind: 'skipped'; readonly skipped: Skipped };

/** All ways to reach a member. `ringsOn` of the targets is not set yet, because it depends on the next stage. */
export function waysTo(member: Member, group: Group, question: Question): readonly Way[] {
  const ways = waysIfThere(member, group, question);
  const why = awayWhy(member, group, question.snapshot, question.now);
  return why === undefined ? ways : ways.map((way) => notRung(way, why));
}

/** What does not ring anyway keeps its own reason. */
function notRung(way: Way, why: NotRungWhy): Way {
  if (way.kind === 'skipped') return way;
  const { target } = way;
  const { who, userId } = target;
  return skip({ who, userId, what: whatRings(target), why });
}

function waysIfThere(member: Member, group: Group, question: Question): readonly Way[] {
  switch (member.kind) {
    case 'user':
      return unlessTalking(member.user.extension, waysToUser(member.user, group, question), group, question);
    case 'extension': {
      const way = wayToExtension(member.extension, member.extension, undefined, question.own);
      return unlessTalking(member.extension, [way], group, question);
    }
    case 'external':
      return [wayToExternal(member, question)];
    default:
      return assertNever(member);
  }
}

/** Somebody who talks is disturbed by the mobile just as much as by the desk phone. */
function unlessTalking(
  extension: string | undefined,
  ways: readonly Way[],
  { busy }: Group,
  { isTalking }: Question,
): readonly Way[] {
  if (busy === 'ring' || extension === undefined || !isTalking(extension)) return ways;
  return ways.map((way) => {
    if (way.kind === 'skipped') return way;
    const { who, userId, kind } = way.target;
    return skip({ who, userId, what: kind === 'extension' ? 'desk' : 'mobile', why: { kind: 'busy' } });
  });
}

function waysToUser(user: User, group: Group, question: Question): readonly Way[] {
  const { own } = question;
  const ways: Way[] = [];
  if (user.extension !== undefined) {
    ways.push(wayToExtension(user.extension, user.name, user.id, own));
  }
  if (user.mobile !== undefined) ways.push(wayToMobile(user, user.mobile, group, question));
  if (ways.length === 0) {
    ways.push(skip({ who: user.name, userId: user.id, what: 'desk', why: { kind: 'noPhone' } }));
  }
  return ways;
}

function wayToExtension(extension: string, who: string, userId: string | undefined, own: OwnPhones): Way {
  if (own.extensions.has(extension)) return skip({ who, userId, what: 'desk', why: own.why });
  return { kind: 'rings', target: { kind: 'extension', extension, who, userId, ringsOn: false } };
}

function wayToMobile(user: User, mobile: Mobile, group: Group, question: Question): Way {
  const skipped = (why: NotRungWhy): Way => skip({ who: user.name, userId: user.id, what: 'mobile', why });
  const line = externalLine(mobile.number, question);
  if (line.kind === 'own') return skipped(line.why);
  if (!group.mobiles) return skipped({ kind: 'mobilesOff' });
  if (line.kind === 'closed') return skipped(line.why);
  const hindrance = notNow(mobile, question.now);
  if (hindrance !== undefined) return skipped(hindrance);
  return {
    kind: 'rings',
    target: {
      kind: 'external',
      e164: line.e164,
      who: user.name,
      userId: user.id,
      purpose: 'mobile',
      // The delay lets the user's desk phone ring first; without one there is nothing to wait for.
      delaySec: user.extension === undefined ? 0 : mobile.delaySec,
      delayFor: user.extension,
      confirm: mobile.confirm,
    },
  };
}

function notNow({ windows, timezone, notOn }: Mobile, now: DateTime): NotRungWhy | undefined {
  if (!inWindow(windows, timezone, now)) return whyOutside(windows, timezone, now);
  const holiday = holidayAt(notOn, timezone, now);
  return holiday === undefined ? undefined : { kind: 'publicHoliday', name: holiday.name };
}

function wayToExternal(member: Extract<Member, { kind: 'external' }>, question: Question): Way {
  const { number, label, confirm } = member;
  const who = label ?? numberText(number);
  const line = externalLine(number, question);
  if (line.kind !== 'open') return skip({ who, userId: undefined, what: 'external', why: line.why });
  return {
    kind: 'rings',
    target: {
      kind: 'external',
      e164: line.e164,
      who,
      userId: undefined,
      purpose: 'member',
      delaySec: 0,
      delayFor: undefined,
      confirm,
    },
  };
}

/** Whether this call may ring an external number. */
export type ExternalLine =
  | { readonly kind: 'open'; readonly e164: string }
  | { readonly kind: 'own'; readonly why: NotRungWhy }
  | { readonly kind: 'closed'; readonly why: NotRungWhy };

export function externalLine(number: ExternalNumber, { own, snapshot }: Question): ExternalLine {
  const closed = (why: NotRungWhy): ExternalLine => ({ kind: 'closed', why });
  if (number.kind === 'refused') return closed({ kind: 'numberRefused', because: number.reason });
  if (own.isNumber(number.e164)) return { kind: 'own', why: own.why };
  if (snapshot.settings.gateway === undefined) return closed({ kind: 'noGateway' });
  return { kind: 'open', e164: number.e164 };
}

/** How a list of those who were not rung names such a phone. */
export function whatRings(target: Target): Skipped['what'] {
  if (target.kind === 'extension') return 'desk';
  return target.purpose === 'mobile' ? 'mobile' : 'external';
}

function skip(skipped: Omit<Skipped, 'reason'>): Way {
  return { kind: 'skipped', skipped: { ...skipped, reason: notRungText(skipped.why) } };
}
