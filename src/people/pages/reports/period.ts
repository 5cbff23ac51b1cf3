/** The days that a report is about, and those that it is compared with. Pure. */
import { DateTime } from 'luxon';
import { earlier, isIsoDate, shiftDay, type Days } from '../../../base/model/dates.js';

export const PERIODS = ['day', 'week', 'month', 'days'] as const;

/** `days`: from one day to another. */
export type PeriodKind = (typeof PERIODS)[number];

/** Longer than the longest time for which calls are usually kept. */
export const MOST_DAYS = 800;

export interface Period {
  readonly kind: PeriodKind;
  readonly days: Days;
  /** The days before; of a period that is not over, as many as have passed. */
  readonly before: Days;
  /** The same days 52 weeks earlier, so that weekdays match. */
  readonly yearBefore: Days;
}

const zone = { zone: 'utc' };

const count = ({ from, to }: Days): number =>
  Math.round(DateTime.fromISO(to, zone).diff(DateTime.fromISO(from, zone), 'days').days) + 1;

/**
 * @param from any day of the week or month; the first one of `days`.
 * @param to only for `days`.
 * @returns a day that is not one, or a period that is too long: undefined.
 */
export function periodOf(kind: PeriodKind, from: string, to: string, today: string): Period | undefined {
  if (!isIsoDate(from) || !isIsoDate(to)) return undefined;
  const days = daysOf(kind, from, to);
  if (days.from > days.to || count(days) > MOST_DAYS) return undefined;
  const passed = days.from <= today && today < days.to ? count({ from: days.from, to: today }) : count(days);
  const start = stepped(kind, days, -1).from;
  return {
    kind,
    days,
    before: { from: start, to: earlier(shiftDay(start, passed - 1), shiftDay(days.from, -1)) },
    yearBefore: { from: shiftDay(days.from, -364), to: shiftDay(days.from, passed - 1 - 364) },
  };
}

function daysOf(kind: PeriodKind, from: string, to: string): Days {
  if (kind === 'days') return { from, to };
  const at = DateTime.fromISO(from, zone);
  return { from: iso(at.startOf(kind)), to: iso(at.endOf(kind)) };
}

/** The period `steps` later; negative: earlier. */
export function stepped(kind: PeriodKind, { from, to }: Days, steps: number): Days {
  if (kind === 'days') {
    const shift = steps * count({ from, to });
    return { from: shiftDay(from, shift), to: shiftDay(to, shift) };
  }
  const at = DateTime.fromISO(from, zone).plus({ [`${kind}s`]: steps });
  return daysOf(kind, iso(at), iso(at));
}

function iso(at: DateTime): string {
  return at.toISODate() ?? '';
}

/** How long a bar of the picture is: a day of a few weeks, a week of a few months. */
export function barKind(days: Days): 'day' | 'week' | 'month' {
  const length = count(days);
  return length <= 62 ? 'day' : length <= 370 ? 'week' : 'month';
}

/** The bars of the picture, in order; the first and the last may be cut. */
export function bars(days: Days): readonly Days[] {
  const kind = barKind(days);
  const found: Days[] = [];
  for (let from = days.from; from <= days.to;) {
    const to = earlier(daysOf(kind, from, from).to, days.to);
    found.push({ from, to });
    from = shiftDay(to, 1);
  }
  return found;
}
