/**
 * Limits callers who call again and again. A number that calls too often is refused. An external phone that has rung too
 * often is left out of its stage; desk phones still ring. Counts arriving calls and ringing phones. Uses no clock of its own.
 */
import type { Attempt, InboundCall, Skipped, Step, Target } from '../../base/model/call.js';
import type { LimitIncident, LimitMet } from '../../base/model/limit-incident.js';
import type { Fact, NotRungWhy } from '../../base/model/reason.js';
import type { Limits } from '../../base/model/settings.js';
import { reasonOf } from '../routing/describe.js';
import { notRungText } from '../words/words.js';
import { Incidents, type IncidentListener } from './incidents.js';
import { RecentTimes } from './recent-times.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** All callers without a number are counted together in each group, so their limit is this many times that of one caller. */
export const WITHHELD_FACTOR = 5;

/** FreeSWITCH cancels up to one second after the stage's time. */
const CANCEL_MS = 1_000;

/** A call whose next step is being decided. */
export interface LimitedCall {
  readonly call: InboundCall;
  /** Empty for a call that has just arrived. */
  readonly attempts: readonly Attempt[];
  readonly limits: Limits;
  readonly atMs: number;
}

type RingStep = Extract<Step, { kind: 'ring' }>;

/** The caller that is counted; undefined for internal phones, which have no limit of their own. */
type Counted =
  | { readonly by: 'caller'; readonly key: string; readonly number: string }
  | { readonly by: 'withheld'; readonly key: string; readonly group: string };

/** Why a phone is left out, and what is reported to the administrator. */
interface Hindrance {
  readonly why: NotRungWhy;
  readonly met: LimitMet;
  readonly most: number;
}

/** A step that would ring external phones. */
interface Asked extends LimitedCall {
  readonly counted: Counted | undefined;
  /** The group that rings. */
  readonly group: string;
  /** External numbers ringing for other calls. */
  readonly ringing: number;
}

export class CallLimits {
  readonly #calls = new RecentTimes(MINUTE_MS);
  readonly #rungForCaller = new RecentTimes(HOUR_MS);
  readonly #rungForGroup = new RecentTimes(HOUR_MS);
  /** How many external numbers ring, by call. */
  readonly #ringing = new Map<string, { readonly count: number; readonly untilMs: number }>();
  readonly #incidents: Incidents;

  constructor(tell: IncidentListener) {
    this.#incidents = new Incidents(tell);
  }

  /**
   * The call's next step within the limits: the decision without the phones that are left out, or a refusal.
   * Counts each arrival and each phone that may ring. Refused calls count too, so that a number is refused until it really
   * calls less often.
   */
  next(one: LimitedCall, decide: () => Step): Step {
    const counted = countedOf(one.call);
    const refusal = one.attempts.length === 0 ? this.#refusal(one, counted) : undefined;
    const step = refusal ?? decide();
    this.#ringing.delete(one.call.id);
    return step.kind === 'ring' ? this.#within(step, one, counted) : step;
  }

  /** Notes that the call is over: nothing rings for it any more. */
  ended({ id }: Pick<InboundCall, 'id'>): void {
    this.#ringing.delete(id);
  }

  /** The limits that callers are hitting now. */
  incidents(atMs: number): readonly LimitIncident[] {
    return this.#incidents.list(atMs);
  }

  #refusal({ call, limits, atMs }: LimitedCall, counted: Counted | undefined): Step | undefined {
    if (counted === undefined || limits.callsPerMinute === undefined) return undefined;
    const most = mostOf(limits.callsPerMinute, counted);
    const isRefused = this.#calls.hasReached(counted.key, most, atMs);
    this.#calls.add(counted.key, most, atMs);
    if (!isRefused) return undefined;
    this.#incidents.add(callerFloods(counted), most, atMs);
    const fact: Fact = { kind: 'callsTooOften', by: counted.by, most };
    return {
      kind: 'release',
      why: [{ ...reasonOf(call.groupNumber, fact), refused: true }],
      // 603 tells the caller's side not to try another route; after a 503 each call would come again over the next trunk.
      cause: 'CALL_REJECTED',
      sipStatus: undefined,
    };
  }

  #within(step: RingStep, one: LimitedCall, counted: Counted | undefined): RingStep {
    const asked: Asked = { ...one, counted, group: step.group.number, ringing: this.#ringingAt(one.atMs) };
    const targets: Target[] = [];
    const skipped: Skipped[] = [...step.skipped];
    let outside = 0;
    for (const target of step.targets) {
      const hindrance = target.kind === 'external' ? this.#hindrance(target.e164, asked, outside) : undefined;
      if (hindrance !== undefined) {
        this.#incidents.add(hindrance.met, hindrance.most, one.atMs);
        skipped.push(leftOut(target, hindrance.why));
        continue;
      }
      targets.push(target);
      if (target.kind === 'extension') continue;
      outside += 1;
      this.#rings(target.e164, asked);
    }
    const untilMs = one.atMs + step.ringSec * 1000 + CANCEL_MS;
    if (outside > 0) this.#ringing.set(one.call.id, { count: outside, untilMs });
    if (targets.length === step.targets.length) return step;
    return { ...step, targets, skipped, why: targets.length > 0 ? step.why : ringsNobody(step) };
  }

  /** @param outside external numbers that this step already rings. */
  #hindrance(
    e164: string,
    { counted, group, limits, ringing, atMs }: Asked,
    outside: number,
  ): Hindrance | undefined {
    const { perCaller, perGroup, atOnce } = limits;
    if (counted !== undefined && perCaller !== undefined) {
      const most = mostOf(perCaller, counted);
      if (this.#rungForCaller.hasReached(`${counted.key} ${e164}`, most, atMs)) {
        return { why: { kind: 'rungTooOften', by: counted.by, most }, met: callerRings(counted), most };
      }
    }
    if (perGroup !== undefined && this.#rungForGroup.hasReached(`${group} ${e164}`, perGroup, atMs)) {
      const why: NotRungWhy = { kind: 'rungTooOften', by: 'group', most: perGroup };
      return { why, met: { kind: 'groupRings', group }, most: perGroup };
    }
    if (atOnce !== undefined && ringing + outside >= atOnce) {
      return { why: { kind: 'tooManyRing', most: atOnce }, met: { kind: 'ringAtOnce' }, most: atOnce };
    }
    return undefined;
  }

  #rings(e164: string, { counted, group, limits, atMs }: Asked): void {
    const { perCaller, perGroup } = limits;
    if (counted !== undefined && perCaller !== undefined) {
      this.#rungForCaller.add(`${counted.key} ${e164}`, mostOf(perCaller, counted), atMs);
    }
    if (perGroup !== undefined) this.#rungForGroup.add(`${group} ${e164}`, perGroup, atMs);
  }

  #ringingAt(atMs: number): number {
    let sum = 0;
    for (const [id, { count, untilMs }] of this.#ringing) {
      if (untilMs <= atMs) this.#ringing.delete(id);
      else sum += count;
    }
    return sum;
  }
}

/** Callers without a number count together for each group. Internal callers are not counted. */
function countedOf({ caller, fromOutside, groupNumber }: InboundCall): Counted | undefined {
  if (!fromOutside) return undefined;
  if (caller.kind === 'withheld') {
    const group = groupNumber.slice(0, 64);
    return { by: 'withheld', key: `withheld ${group}`, group };
  }
  const number = caller.e164 ?? caller.number;
  return { by: 'caller', key: number, number };
}

function mostOf(limit: number, { by }: Counted): number {
  return by === 'withheld' ? limit * WITHHELD_FACTOR : limit;
}

function callerFloods(counted: Counted): LimitMet {
  return counted.by === 'caller'
    ? { kind: 'callerFloods', number: counted.number }
    : { kind: 'withheldFlood', group: counted.group };
}

function callerRings(counted: Counted): LimitMet {
  return counted.by === 'caller'
    ? { kind: 'callerRings', number: counted.number }
    : { kind: 'withheldRings', group: counted.group };
}

function leftOut({ who, userId, ...target }: Target, why: NotRungWhy): Skipped {
  const isMobile = target.kind === 'external' && target.purpose === 'mobile';
  return { who, userId, what: isMobile ? 'mobile' : 'external', reason: notRungText(why), why };
}

/** The reasons of a step whose stage has nobody left to ring. */
function ringsNobody({ why, place }: RingStep): Step['why'] {
  if (place.part !== 'stage') return why;
  const fact: Fact = { kind: 'stageRingsNobody', stage: place.stage };
  return why.map((reason) => (reason.fact.kind === 'stageRings' ? reasonOf(reason.group, fact) : reason));
}
