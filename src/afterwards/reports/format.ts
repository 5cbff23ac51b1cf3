/** Numbers, times and dates as a report's readers write them. Pure. */
import { DateTime } from 'luxon';
import type { Language } from '../../base/model/language.js';
import { BASE_WORDS } from '../../base/words/words.js';

export type { Language };

/** A true minus sign; Intl writes a hyphen. */
const MINUS = '\u2212';

/** From this duration on, seconds are left out. */
const LONG_MINUTES = 10;

export interface Formats {
  /** `1.234` */
  number(value: number): string;
  /** `87 %`; with a total of 0 there is no percentage: `–`. */
  share(part: number, whole: number): string;
  /** `+3`, `−2`, `±0` */
  change(value: number): string;
  /** `14 Sek.`, `3 Min. 20 Sek.`, `44 Min.`, `2 Std. 13 Min.`; smaller units are cut off, not rounded. */
  duration(seconds: number): string;
  /** For columns: `0:14`, `3:20`, `2:13:05` */
  clock(seconds: number): string;
  /** `Sonntag, 22. November 2026` of an ISO date. */
  day(date: string): string;
  /** `So., 22. Nov. 2026` */
  shortDay(date: string): string;
  /** `Sonntag` */
  weekday(date: string): string;
  /** `08:05` in the zone of the report. */
  time(at: Date): string;
  /** `21. Nov., 08:05`; only the time when it was on `date`. */
  moment(at: Date, date: string): string;
}

export function formatsOf(language: Language, timezone: string): Formats {
  const { locale: dates, figures: units } = BASE_WORDS[language];
  const number = new Intl.NumberFormat(units);
  const percent = new Intl.NumberFormat(units, { style: 'percent', maximumFractionDigits: 0 });
  const signed = new Intl.NumberFormat(units, { signDisplay: 'exceptZero' });
  const unit = (name: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(units, { style: 'unit', unit: name, unitDisplay: 'short' });
  const [second, minute, hour] = [unit('second'), unit('minute'), unit('hour')];
  // A date without a zone: noon UTC falls on that day.
  const dayWith = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(dates, { ...options, timeZone: 'UTC' });
    return (date: string) => format.format(new Date(`${date}T12:00:00Z`));
  };
  const time = new Intl.DateTimeFormat(dates, {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const monthDay = new Intl.DateTimeFormat(dates, { timeZone: timezone, day: 'numeric', month: 'short' });
  const local = (at: Date) => DateTime.fromJSDate(at, { zone: timezone });
  return {
    number: (value) => number.format(value),
    share: (part, whole) => (whole === 0 ? '–' : percent.format(part / whole)),
    change: (value) => (value === 0 ? '±0' : signed.format(value).replace('-', MINUS)),
    duration: (seconds) => {
      if (seconds < 60) return second.format(seconds);
      const minutes = Math.floor(seconds / 60);
      const rest = minutes < LONG_MINUTES ? seconds % 60 : 0;
      if (minutes < 60) return [minute.format(minutes), ...some(second, rest)].join(' ');
      return [hour.format(Math.floor(minutes / 60)), ...some(minute, minutes % 60)].join(' ');
    },
    clock: (seconds) => {
      const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
      const rest = String(seconds % 60).padStart(2, '0');
      return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
    },
    day: dayWith({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDay: dayWith({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    weekday: dayWith({ weekday: 'long' }),
    time: (at) => time.format(at),
    moment: (at, date) =>
      local(at).toISODate() === date ? time.format(at) : `${monthDay.format(at)}, ${time.format(at)}`,
  };
}

/** A part that is zero is left out. */
function some(format: Intl.NumberFormat, value: number): string[] {
  return value === 0 ? [] : [format.format(value)];
}

/** Clocks change only at a quarter of an hour. */
const QUARTER_MS = 900_000;

/** `2026-11-22`, `08:05:03`, `+01:00` */
export interface OffsetTime {
  readonly date: string;
  readonly time: string;
  readonly offset: string;
}

/**
 * The calendar is slow and the rows of a file come in order, so the last quarter of an hour is remembered.
 */
export function offsetTimes(timezone: string): (at: Date) => OffsetTime {
  let quarter = NaN;
  let offset = { text: '', minutes: 0 };
  return (at) => {
    const ms = at.getTime();
    if (Math.floor(ms / QUARTER_MS) !== quarter) {
      quarter = Math.floor(ms / QUARTER_MS);
      const local = DateTime.fromMillis(ms, { zone: timezone });
      offset = { text: local.toFormat('ZZ'), minutes: local.offset };
    }
    const local = new Date(ms + offset.minutes * 60_000).toISOString();
    return { date: local.slice(0, 10), time: local.slice(11, 19), offset: offset.text };
  };
}
