/** Days of a calendar as their dates, such as `2026-11-22`; in order they are in the order of the alphabet. Pure. */
import { DateTime } from 'luxon';

/**
 * Exactly in the form `2026-11-22`, and a day that exists, of the years 1000 to 2999: days beside a day of the year 9999 have another
 * form, in which whoever counts up to it would never arrive.
 */
export function isIsoDate(text: string): boolean {
  return /^[12]\d{3}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

export function dayAfter(date: string): string {
  return shiftDay(date, 1);
}

const DAY_MS = 24 * 60 * 60_000;

/** `days` may be negative. */
export function shiftDay(date: string, days: number): string {
  // Reports ask thousands of times: luxon would take longer than all the rest.
  return new Date(midnightMs(date) + days * DAY_MS).toISOString().slice(0, 10);
}

const midnightMs = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** Days of a calendar; both ends belong to it. */
export interface Days {
  /** `2026-11-01` */
  readonly from: string;
  readonly to: string;
}

/** All days from the first to the last one. */
export function daysOf({ from, to }: Days): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = shiftDay(day, 1)) days.push(day);
  return days;
}

/** Of two days. */
export const later = (one: string, other: string): string => (one > other ? one : other);
export const earlier = (one: string, other: string): string => (one < other ? one : other);

/** The date in the zone's calendar. */
export function dateIn(timezone: string, now: DateTime): string {
  return now.setZone(timezone).toISODate() ?? '';
}

/** ISO weekday, 1 is Monday. */
export function weekdayOf(date: string): number {
  // Sunday is 0.
  return new Date(midnightMs(date)).getUTCDay() || 7;
}
