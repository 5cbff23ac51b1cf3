/** Asks the routing decision about a call that nobody places. Pure. */
import { DateTime } from 'luxon';
import type { Caller, InboundCall, Step } from '../model/call.js';
import type { Snapshot } from '../model/snapshot.js';
import { rehearse } from '../routing/check.js';
import { weekOf, type WeekSegment } from '../routing/week.js';

export interface WhatIf {
  readonly group: string;
  /** `anonymous`, an extension, or a number as people write it; empty: somebody from outside. */
  readonly caller: string;
  readonly moment: DateTime;
}

export interface WhatIfContext {
  readonly snapshot: Snapshot;
  readonly toE164: (number: string, country: string) => string | undefined;
}

/** Of a page of the regulator for films and pictures: nobody has it. */
const SOMEBODY = '03023125001';

const ANONYMOUS = ['anonymous', 'anonym'];

/** Undefined: this is no caller. */
export function callOf(
  { group, caller }: Pick<WhatIf, 'group' | 'caller'>,
  use: WhatIfContext,
): InboundCall | undefined {
  const { snapshot, toE164 } = use;
  const text = caller.trim() === '' ? SOMEBODY : caller.trim();
  if (text.length > 60) return undefined;
  const base = { id: 'what-if', groupNumber: group };
  if (ANONYMOUS.includes(text.toLowerCase())) {
    return { ...base, caller: { kind: 'withheld' }, callerExtension: undefined, fromOutside: true };
  }
  const isExtension = snapshot.extensions.has(text);
  const e164 = isExtension ? undefined : toE164(text, snapshot.settings.country);
  if (!isExtension && e164 === undefined && !/^\+?[0-9 ()/.-]{1,40}$/.test(text)) return undefined;
  const known: Caller = { kind: 'known', number: text, e164, name: undefined };
  return {
    ...base,
    caller: known,
    callerExtension: isExtension ? text : undefined,
    fromOutside: !isExtension,
  };
}

/** The day and time on the group's wall clock; undefined: they are none. Empty: now. */
export function momentOfForm(date: string, time: string, now: DateTime, zone: string): DateTime | undefined {
  const local = now.setZone(zone);
  const day = date.trim() === '' ? (local.toISODate() ?? '') : date.trim();
  const clock = time.trim() === '' ? (date.trim() === '' ? local.toFormat('HH:mm') : '12:00') : time.trim();
  const moment = DateTime.fromFormat(`${day} ${clock}`, 'yyyy-MM-dd HH:mm', { zone });
  return moment.isValid && moment.year >= 2000 && moment.year <= 2200 ? moment : undefined;
}

export interface WhatIfAnswer {
  readonly steps: readonly Step[];
  readonly week: readonly WeekSegment[];
}

export function whatIf(call: InboundCall, moment: DateTime, { snapshot }: WhatIfContext): WhatIfAnswer {
  return { steps: rehearse(snapshot, call, moment), week: weekOf(snapshot, call, moment) };
}
