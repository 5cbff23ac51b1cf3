/** Days of a calendar as their dates, such as `2026-11-22`; in order they are in the order of the alphabet. Pure. */
import { DateTime } from 'luxon';

/** Exactly in the form `2026-11-22`, and a day that exists. */
export function isIsoDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

export function dayAfter(date: string): string {
  return shiftDay(date, 1);
}

/** `days` may be negative. */
export function shiftDay(date: string, days: number): string {
  return DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toISODate() ?? date;
}

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
  // Sunday is 0. Of each day of each group this is asked: luxon would take most of a report's time.
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
