/** Days, times of day and holidays on a wall clock, as switches, mobiles, mails and reports use them. */

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * A window on a wall clock. Minutes count from 00:00; the window lasts from `fromMinute` (inclusive) to
 * `toMinute` (exclusive). `toMinute <= fromMinute` means that it ends on the next day; it belongs to the
 * weekday on which it begins. 00:00-24:00 is the whole day (`toMinute` 1440).
 */
export interface TimeWindow {
  readonly days: readonly Weekday[];
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** One holiday: the whole day, or only from `fromMinute` on (a half day such as Christmas Eve). */
export interface Holiday {
  readonly name: string;
  readonly fromMinute: number;
}

/** Holidays by ISO date (`2026-12-25`) in the local time of the user or group that uses the calendar. */
export interface HolidayCalendar {
  readonly id: string;
  readonly days: ReadonlyMap<string, Holiday>;
}
