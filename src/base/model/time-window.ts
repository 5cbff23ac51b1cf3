/**
 * Time windows and holidays, read on the wall clock of their owner.
 *
 * The clock decides, not elapsed time: an hour that the clock shows twice is inside (or outside) twice, and a time
 * that the clock skips never comes. Nobody with a window "until 02:30" thinks in UTC.
 */
import type { DateTime } from 'luxon';
import type { OutsideWhy } from './reason.js';
import type { Holiday, HolidayCalendar, TimeWindow, Weekday } from './calendar.js';

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

const DAYS_OF_WEEK = 7;

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** What the clock and the calendar on the wall show. */
interface WallClock {
  /** ISO date, `2026-12-25`. */
  readonly date: string;
  readonly weekday: Weekday;
  /** Minutes since the clock showed 00:00, as the clock shows them. */
  readonly minute: number;
}

function wallClock(timezone: string, now: DateTime): WallClock {
  const local = now.setZone(timezone);
  return {
    date: local.toISODate() ?? '',
    // An invalid moment has no weekday, so no window applies.
    weekday: local.weekday as Weekday,
    minute: local.hour * MINUTES_PER_HOUR + local.minute,
  };
}

/** The first window that contains `now`. */
export function windowAt(
  windows: readonly TimeWindow[],
  timezone: string,
  now: DateTime,
): TimeWindow | undefined {
  const clock = wallClock(timezone, now);
  return windows.find((window) => holds(window, clock));
}

/** Whether the wall clock of `timezone` is inside one of the windows. No window: never. */
export function inWindow(windows: readonly TimeWindow[], timezone: string, now: DateTime): boolean {
  return windowAt(windows, timezone, now) !== undefined;
}

function holds(window: TimeWindow, clock: WallClock): boolean {
  const begun = beginsToday(window, clock) && clock.minute >= window.fromMinute;
  if (!crossesMidnight(window)) return begun && clock.minute < window.toMinute;
  return begun || (beganYesterday(window, clock) && clock.minute < window.toMinute);
}

/** Whether the windows cover every minute of the week. */
export function coversWeek(windows: readonly TimeWindow[]): boolean {
  if (windows.length === 0) return false;
  return WEEKDAYS.every((weekday) => {
    for (let minute = 0; minute < MINUTES_PER_DAY;) {
      const clock = { date: '', weekday, minute };
      // Continues at the end of the window that lasts longest today.
      const ends = windows.filter((window) => holds(window, clock)).map((window) => endToday(window, clock));
      if (ends.length === 0) return false;
      minute = Math.max(...ends);
    }
    return true;
  });
}

function endToday(window: TimeWindow, { minute }: WallClock): number {
  return window.toMinute > minute ? window.toMinute : MINUTES_PER_DAY;
}

function crossesMidnight(window: TimeWindow): boolean {
  return window.toMinute <= window.fromMinute;
}

function beginsToday(window: TimeWindow, clock: WallClock): boolean {
  return window.days.some((day) => day === clock.weekday);
}

function beganYesterday(window: TimeWindow, clock: WallClock): boolean {
  return window.days.some((day) => followingDay(day) === clock.weekday);
}

function followingDay(day: Weekday): number {
  return (day % DAYS_OF_WEEK) + 1;
}

/** The holiday on the wall calendar of `timezone`; before the hour at which a half day begins there is none. */
export function holidayAt(
  calendar: HolidayCalendar | undefined,
  timezone: string,
  now: DateTime,
): Holiday | undefined {
  if (calendar === undefined) return undefined;
  const clock = wallClock(timezone, now);
  const holiday = calendar.days.get(clock.date);
  return holiday !== undefined && clock.minute >= holiday.fromMinute ? holiday : undefined;
}

/** `08:00`; 1440 is `24:00`. */
export function clockText(minute: number): string {
  const hours = String(Math.floor(minute / MINUTES_PER_HOUR)).padStart(2, '0');
  const minutes = String(minute % MINUTES_PER_HOUR).padStart(2, '0');
  return `${hours}:${minutes}`;
}

/** `08:00-18:00` */
export function windowText(window: TimeWindow): string {
  return `${clockText(window.fromMinute)}-${clockText(window.toMinute)}`;
}

/**
 * Why no window applies, for somebody who knows today's date but not the configuration: today's windows
 * (`outside 08:00-12:00 and 13:00-18:00`), or that there is none (`no window on Sunday`).
 */
export function whyOutside(windows: readonly TimeWindow[], timezone: string, now: DateTime): OutsideWhy {
  if (windows.length === 0) return { kind: 'never' };
  const clock = wallClock(timezone, now);
  const today = windows
    .filter((window) => touchesToday(window, clock))
    .sort((a, b) => a.fromMinute - b.fromMinute || a.toMinute - b.toMinute)
    .map(windowText);
  if (today.length === 0) return { kind: 'notThisDay', weekday: clock.weekday };
  return { kind: 'outside', windows: [...new Set(today)] };
}

function touchesToday(window: TimeWindow, clock: WallClock): boolean {
  if (beginsToday(window, clock)) return true;
  return crossesMidnight(window) && window.toMinute > 0 && beganYesterday(window, clock);
}
