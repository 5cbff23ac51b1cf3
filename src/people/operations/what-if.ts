/** Runs the routing decision for an imagined call. */
import type { DateTime } from 'luxon';
import { SOMEBODY, type Caller, type InboundCall, type Step } from '../../base/model/call.js';
import { typedCaller } from '../../base/configuration/typed-caller.js';
import { readPhoneAddress } from '../../base/model/phone-address.js';
import type { Snapshot, Switch } from '../../base/model/snapshot.js';
import { rehearse } from '../../calls/routing/check.js';
import { weekOf, type WeekSegment } from '../../calls/routing/week.js';
import { inSlices } from '../../base/in-slices.js';
import { readWallClock } from './wall-clock.js';

export interface WhatIf {
  readonly group: string;
  /** `anonymous`, an extension (`1001`, `1001@branch.example`), or a number as people write it; empty: somebody from outside. */
  readonly caller: string;
  readonly moment: DateTime;
}

/** Undefined: this is no valid caller. */
export function callOf(
  { group, caller }: Pick<WhatIf, 'group' | 'caller'>,
  snapshot: Snapshot,
): InboundCall | undefined {
  const text = caller.trim() === '' ? SOMEBODY.number : caller.trim();
  if (text.length > 60) return undefined;
  const base = { id: 'what-if', groupNumber: group };
  const wanted = typedCaller(text, snapshot.settings.country);
  if (wanted?.kind === 'withheld') {
    return { ...base, caller: wanted, callerExtension: undefined, fromOutside: true };
  }
  const phone = readPhoneAddress(text.toLowerCase(), snapshot.domains.home);
  const isExtension = snapshot.extensions.has(phone);
  if (!isExtension && wanted?.kind !== 'whole') return undefined;
  const e164 = isExtension || wanted?.kind !== 'whole' ? undefined : wanted.e164;
  const known: Caller = { kind: 'known', number: isExtension ? phone : text, e164, name: undefined };
  return {
    ...base,
    caller: known,
    callerExtension: isExtension ? phone : undefined,
    fromOutside: !isExtension,
  };
}

/**
 * The day and time on the group's wall clock, see `readWallClock`. Both empty: now. Undefined: they are invalid, or
 * not within last year, this year and next year, the years whose holidays are known.
 */
export function momentOfForm(date: string, time: string, now: DateTime, zone: string): DateTime | undefined {
  const local = now.setZone(zone);
  if (date.trim() === '' && time.trim() === '') return local;
  const day = date.trim() === '' ? (local.toISODate() ?? '') : date.trim();
  const clock = time.trim() === '' ? '12:00' : time.trim();
  const moment = readWallClock(`${day} ${clock}`, 'yyyy-MM-dd HH:mm', zone);
  return moment !== undefined && Math.abs(moment.year - local.year) <= 1 ? moment : undefined;
}

export interface WhatIfAnswer {
  readonly steps: readonly Step[];
  readonly week: readonly WeekSegment[];
}

/** The switches that the groups on a call's way read, each once, in the order of the rules. */
export function switchesAsked(
  { groups }: Snapshot,
  group: string,
  steps: readonly Step[],
): readonly Switch[] {
  const numbers = new Set([group, ...steps.flatMap(({ why }) => why.map((reason) => reason.group))]);
  const rules = [...numbers].flatMap((number) => groups.get(number)?.rules ?? []);
  return [...new Map(rules.map((rule) => [rule.switch.id, rule.switch])).values()];
}

/** The call's way at this moment, and what would happen during the week that begins on that day. */
export async function whatIf(call: InboundCall, moment: DateTime, snapshot: Snapshot): Promise<WhatIfAnswer> {
  return { steps: rehearse(snapshot, call, moment), week: await inSlices(weekOf(snapshot, call, moment)) };
}
