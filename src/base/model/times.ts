/** Times in the reader's language and zone, for pages and the command line. Pure. */
import { BASE_WORDS } from '../words/words.js';
import type { Language } from './language.js';
import { seasonOfRepeatedAt } from './repeated-hour.js';

export interface Times {
  /** `27.11.2026`, `27 Nov 2026` */
  readonly date: (at: Date) => string;
  /** `27.11.`, `27 Nov` */
  readonly day: (at: Date) => string;
  /** `13:55`; `02:30 (summer time)` in the hour that the clock shows twice */
  readonly time: (at: Date) => string;
  /** `13:55:44` */
  readonly clock: (at: Date) => string;
  /** `27.11.2026, 13:55`, with the same words behind it */
  readonly moment: (at: Date) => string;
  /** `27.11.2026, 13:55:44` */
  readonly exact: (at: Date) => string;
}

const MOST_KEPT = 200;
const kept = new Map<string, Times>();

/** @param timezone an IANA zone, or `utc`. Creating formats is slow, so those of each zone are kept. */
export function timesOf(lang: Language, timezone: string): Times {
  const key = `${lang} ${timezone}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = make(lang, timezone);
  kept.set(key, made);
  return made;
}

/**
 * Formats a record's `2026-11-24 08:00` like `moment`, without changing its zone. `2026-10-25 02:30 summer` is the first
 * of two such times. Returns any other text unchanged.
 */
export function wallClockText(lang: Language, wallClock: string): string {
  const [, date, time, season] =
    /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})(?: (summer|winter))?$/.exec(wallClock) ?? [];
  const at = new Date(`${date ?? ''}T${time ?? ''}Z`);
  if (Number.isNaN(at.getTime())) return wallClock;
  const text = timesOf(lang, 'utc').moment(at);
  return season === 'summer' || season === 'winter' ? `${text} ${BASE_WORDS[lang].season[season]}` : text;
}

/** A place in a sound file, `0:42`. */
export function placeInFile(sec: number): string {
  return `${Math.floor(sec / 60)}:${String(sec % 60).padStart(2, '0')}`;
}

function make(lang: Language, timeZone: string): Times {
  const words = BASE_WORDS[lang];
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(words.locale, { ...options, timeZone });
    return (at: Date) => made.format(at);
  };
  const date = format(words.date);
  const minutes = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const time = (at: Date) => {
    const season = seasonOfRepeatedAt(at, timeZone);
    return season === undefined ? minutes(at) : `${minutes(at)} ${words.season[season]}`;
  };
  const clock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return {
    date,
    time,
    clock,
    day: format(words.day),
    moment: (at) => `${date(at)}, ${time(at)}`,
    exact: (at) => `${date(at)}, ${clock(at)}`,
  };
}
