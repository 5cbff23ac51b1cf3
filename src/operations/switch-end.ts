/** How long a switch is to stay as somebody turns it: what people choose or type, as a moment. Pure. */
import type { DateTime } from 'luxon';
import type { Switch } from '../model/snapshot.js';
import { nextChange } from '../routing/schedule-change.js';
import { momentOf } from './moment.js';

export type SwitchEnd =
  /** Until its schedule next turns it on or off; for a switch turned by hand the same as untilChanged. */
  | { readonly kind: 'untilScheduleChanges' }
  | { readonly kind: 'until'; readonly at: Date }
  | { readonly kind: 'untilChanged' };

/** What a form offers, the usual ones first. */
export const END_CHOICES = ['schedule', 'hour', 'evening', 'morning', 'changed'] as const;
export type EndChoice = (typeof END_CHOICES)[number];

/** The moment of a choice that has one: in an hour, 18:00 today (or tomorrow, when it is later), tomorrow 08:00. */
export function momentOfChoice(
  choice: 'hour' | 'evening' | 'morning',
  now: DateTime,
  zone: string,
): DateTime {
  const local = now.setZone(zone).set({ second: 0, millisecond: 0 });
  if (choice === 'hour') return local.plus({ hours: 1 });
  if (choice === 'morning') return local.plus({ days: 1 }).set({ hour: 8, minute: 0 });
  const evening = local.set({ hour: 18, minute: 0 });
  return evening > local ? evening : evening.plus({ days: 1 });
}

/**
 * What was chosen, or typed: a typed text wins, nothing at all is `untilScheduleChanges`. Undefined: it is neither one of
 * the choices nor a time to come.
 */
export function endOf(
  { chosen = '', typed = '' }: { readonly chosen?: string; readonly typed?: string },
  now: DateTime,
  zone: string,
): SwitchEnd | undefined {
  if (typed.trim() !== '') {
    const at = momentOf(typed, now, zone);
    return at && { kind: 'until', at: at.toJSDate() };
  }
  switch (chosen) {
    case '':
    case 'schedule':
      return { kind: 'untilScheduleChanges' };
    case 'changed':
      return { kind: 'untilChanged' };
    case 'hour':
    case 'evening':
    case 'morning':
      return { kind: 'until', at: momentOfChoice(chosen, now, zone).toJSDate() };
    default:
      return undefined;
  }
}

/** When an end comes; undefined: when somebody changes it. */
export function momentOfEnd(end: SwitchEnd, one: Switch, now: DateTime): Date | undefined {
  if (end.kind === 'until') return end.at;
  if (end.kind === 'untilChanged' || one.state.kind === 'manual') return undefined;
  return nextChange(one.state, now)?.toJSDate();
}
