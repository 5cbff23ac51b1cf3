/** What a dialled code does: (configuration, who dialled what, what rings, now) → one step. Pure. */
import type { DateTime } from 'luxon';
import type { CallRecord } from '../../../base/model/call-record.js';
import type { Snapshot, Switch } from '../../../base/model/snapshot.js';
import { nextShown } from '../../../base/model/wall-clock.js';
import { zoneOf } from '../../routing/user-zone.js';
import { readSwitch } from '../../routing/switch-reading.js';
import type { Dialled, SwitchWish } from './dialled.js';
import { callsToPickUp, type RingingCall } from './ringing.js';
import { groupsOf, mayUseSwitch } from './rights.js';
import { sentence, type Saying, type SwitchSpoken } from './spoken.js';

/** Who dialled. */
export type Phone =
  /** Signed in with its password. */
  | { readonly kind: 'inside'; readonly extension: string }
  /** From outside, or a phone that did not sign in for this call. */
  | { readonly kind: 'stranger' }
  /** Somebody has transferred this call to the code: whose wish it is, is not known. */
  | { readonly kind: 'transferred' };

export type CodeStep =
  /** `notAllowed`: somebody known has tried what is not allowed; `about` is the switch. */
  | {
      readonly kind: 'say';
      readonly saying: Saying;
      readonly notAllowed?: { readonly about: string | undefined };
    }
  | { readonly kind: 'turn'; readonly one: Switch; readonly on: boolean; readonly toggles: boolean }
  /** `group` undefined: all groups. */
  | {
      readonly kind: 'present';
      readonly userId: string;
      readonly to: 'away' | 'back';
      readonly group: string | undefined;
      /** In the user's zone; undefined: until back. */
      readonly until: DateTime | undefined;
    }
  | { readonly kind: 'count'; readonly groups: readonly string[] }
  /** The first that still rings is taken. */
  | { readonly kind: 'pickUp'; readonly calls: readonly RingingCall[] };

export interface CodeQuestion {
  readonly dialled: Dialled;
  readonly phone: Phone;
  readonly snapshot: Snapshot;
  /** Open calls, in any order. */
  readonly calls: readonly CallRecord[];
  readonly now: DateTime;
}

export function decideCode({ dialled, phone, snapshot, calls, now }: CodeQuestion): CodeStep {
  if (phone.kind === 'stranger') return { kind: 'say', saying: sentence('only-inside') };
  if (phone.kind === 'transferred') return { kind: 'say', saying: sentence('dial-directly') };
  const { extension } = phone;
  switch (dialled.kind) {
    case 'unknown':
      return { kind: 'say', saying: sentence('unknown-code') };
    case 'switch':
      return switchStep(dialled, extension, snapshot, now);
    case 'callbacks': {
      const groups = groupsOf(extension, snapshot).map(({ number }) => number);
      return groups.length === 0
        ? { kind: 'say', saying: sentence('not-allowed'), notAllowed: { about: undefined } }
        : { kind: 'count', groups };
    }
    case 'presence':
      return presenceStep(dialled, extension, snapshot, now);
    case 'pickup':
    case 'pickupAny': {
      const wanted = dialled.kind === 'pickup' ? dialled.number : undefined;
      const found = callsToPickUp({ calls, extension, wanted, snapshot });
      return found.length === 0
        ? { kind: 'say', saying: sentence('nothing-rings') }
        : { kind: 'pickUp', calls: found };
    }
  }
}

function switchStep(
  { wish, digits }: { readonly wish: SwitchWish; readonly digits: string },
  extension: string,
  snapshot: Snapshot,
  now: DateTime,
): CodeStep {
  const one = [...snapshot.switches.values()].find(({ code }) => code !== undefined && code === digits);
  if (one === undefined) return { kind: 'say', saying: sentence('unknown-switch') };
  if (!mayUseSwitch(extension, one, snapshot))
    return { kind: 'say', saying: sentence('not-allowed'), notAllowed: { about: `switch ${one.id}` } };
  if (wish === 'ask') return { kind: 'say', saying: asIs(one, now) };
  const on = wish === 'toggle' ? !readSwitch(one, now).on : wish === 'on';
  return { kind: 'turn', one, on, toggles: wish === 'toggle' };
}

/** People are away, not phones: the phone must be that of a user. */
function presenceStep(
  { to, group, until: digits }: Extract<Dialled, { kind: 'presence' }>,
  extension: string,
  snapshot: Snapshot,
  now: DateTime,
): CodeStep {
  const user = [...snapshot.users.values()].find((one) => one.extension === extension);
  const groups = groupsOf(extension, snapshot).map(({ number }) => number);
  if (user === undefined || groups.length === 0)
    return { kind: 'say', saying: sentence('not-allowed'), notAllowed: { about: undefined } };
  if (group !== '' && !groups.includes(group)) return { kind: 'say', saying: sentence('not-in-this-group') };
  const until = digits === undefined ? undefined : momentOf(digits, now.setZone(zoneOf(user, snapshot)));
  if (until === 'none') return { kind: 'say', saying: sentence('no-time-of-day') };
  return { kind: 'present', userId: user.id, to, group: group === '' ? undefined : group, until };
}

/** Hour and minute as they are dialled: `0830`. What has passed today is meant for tomorrow. */
function momentOf(digits: string, now: DateTime): DateTime | 'none' {
  const [, hour, minute] = /^([01]\d|2[0-3])([0-5]\d)$/.exec(digits === '2400' ? '0000' : digits) ?? [];
  return hour === undefined ? 'none' : nextShown(Number(hour) * 60 + Number(minute), now);
}

/** The switch as it is. */
export function asIs(one: Switch, now: DateTime): Saying {
  const { on, overridden } = readSwitch(one, now);
  const isByHand = overridden && one.state.kind === 'schedule';
  return { kind: 'switch', spoken: { ...nameOf(one), on, more: isByHand ? 'turned-by-hand' : undefined } };
}

/** The switch as somebody has just turned it, until its schedule next changes. */
export function asTurned(one: Switch, on: boolean, now: DateTime): Saying {
  const followed = readSwitch({ ...one, override: undefined }, now);
  const isOverride = followed.on !== on && followed.next.kind === 'at';
  return {
    kind: 'switch',
    spoken: { ...nameOf(one), on, more: isOverride ? 'until-its-schedule-changes' : undefined },
  };
}

/** Somebody else was faster: nothing was done. */
export function asOvertaken(one: Switch, now: DateTime): Saying {
  const { on } = readSwitch(one, now);
  return { kind: 'switch', spoken: { ...nameOf(one), on, more: 'somebody-else-turned-it' } };
}

function nameOf({ code, codeSound }: Switch): Pick<SwitchSpoken, 'code' | 'sound'> {
  return { code: code ?? '', sound: codeSound };
}
