/** Turns targets and registrations into legs: one for each registered contact and each external number. Pure. */
import type { Target } from '../../base/model/call.js';

/** One phone that will ring. */
export interface Leg {
  /** The leg's channel uuid, chosen by us, so that FreeSWITCH's answers can be told apart. */
  readonly id: string;
  readonly target: Target;
  /** What FreeSWITCH dials: a contact, or a number on the gateway. */
  readonly endpoint: Endpoint;
  /** Seconds after the step's begin. */
  readonly delaySec: number;
  /** Seconds from then on; undefined: until the step is over. */
  readonly ringSec: number | undefined;
  readonly confirm: boolean;
}

export type Endpoint =
  | { readonly kind: 'contact'; readonly contact: string }
  | { readonly kind: 'gateway'; readonly e164: string };

/** A target without a leg. */
export interface Unreachable {
  readonly target: Target;
  readonly reason:
    'not registered' | 'its contact is rung already' | 'too many phones at once' | 'delay beyond the stage';
}

export interface LegPlan {
  readonly legs: readonly Leg[];
  readonly unreachable: readonly Unreachable[];
}

/** FreeSWITCH allows at most 128 legs in one bridge; further ones would become part of the last leg's name. */
export const LEGS_MAX = 120;

/**
 * Plans the legs of one step.
 *
 * A mobile waits for its member's desk phone only while that phone can ring. Nobody waits for phones that cannot: if
 * none could ring at first, those who come next begin at once. A contact that two extensions registered rings once.
 *
 * @param contacts usable contacts by extension; a missing entry means not registered.
 * @param ringSec length of the step; a leg that would ring for less than a second is not planned.
 * @param newLegId a fresh uuid for each leg.
 */
export function planLegs(
  targets: readonly Target[],
  contacts: ReadonlyMap<string, readonly string[]>,
  ringSec: number,
  newLegId: () => string,
): LegPlan {
  const legs: Leg[] = [];
  const unreachable: Unreachable[] = [];
  const rung = new Set<string>();

  for (const target of targets) {
    const { fromSec, untilSec } = target.rings ?? { fromSec: 0, untilSec: ringSec };
    const delaySec = fromSec + waitOf(target, contacts);
    const endpoints = endpointsOf(target, contacts);
    const fresh = endpoints.filter((endpoint) => !rung.has(endpointKey(endpoint)));
    const room = Math.max(0, LEGS_MAX - legs.length);
    const reason = whyNot(endpoints.length, fresh.length, room, delaySec >= untilSec);
    if (reason !== undefined) {
      unreachable.push({ target, reason });
      continue;
    }
    for (const endpoint of fresh.slice(0, room)) {
      rung.add(endpointKey(endpoint));
      const confirm = target.kind === 'external' && target.confirm;
      const own = untilSec < ringSec ? untilSec - delaySec : undefined;
      legs.push({ id: newLegId(), target, endpoint, delaySec, ringSec: own, confirm });
    }
  }
  return { legs: withoutIdleBegin(legs), unreachable };
}

function withoutIdleBegin(legs: readonly Leg[]): readonly Leg[] {
  const idleSec = Math.min(...legs.map(({ delaySec }) => delaySec));
  return idleSec > 0 ? legs.map((leg) => ({ ...leg, delaySec: leg.delaySec - idleSec })) : legs;
}

function whyNot(
  all: number,
  fresh: number,
  room: number,
  tooLate: boolean,
): Unreachable['reason'] | undefined {
  if (all === 0) return 'not registered';
  if (fresh === 0) return 'its contact is rung already';
  if (tooLate) return 'delay beyond the stage';
  return room === 0 ? 'too many phones at once' : undefined;
}

function waitOf(target: Target, contacts: ReadonlyMap<string, readonly string[]>): number {
  if (target.kind === 'extension') return 0;
  const waitsFor = target.delayFor;
  return waitsFor !== undefined && (contacts.get(waitsFor)?.length ?? 0) === 0 ? 0 : target.delaySec;
}

function endpointsOf(target: Target, contacts: ReadonlyMap<string, readonly string[]>): Endpoint[] {
  if (target.kind === 'external') return [{ kind: 'gateway', e164: target.e164 }];
  return (contacts.get(target.extension) ?? []).map((contact) => ({ kind: 'contact', contact }));
}

function endpointKey(endpoint: Endpoint): string {
  return endpoint.kind === 'contact' ? endpoint.contact : endpoint.e164;
}
