/** Times in the reader's language and zone, for pages and the command line. Pure. */
import { BASE_WORDS } from '../words/words.js';
import type { Language } from './language.js';

export interface Times {
  /** `27.11.2026`, `27 Nov 2026` */
  readonly date: (at: Date) => string;
  /** `27.11.`, `27 Nov` */
  readonly day: (at: Date) => string;
  /** `13:55` */
  readonly time: (at: Date) => string;
  /** `13:55:44` */
  readonly clock: (at: Date) => string;
  /** `27.11.2026, 13:55` */
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

/** A record's `2026-11-24 08:00`, from whatever wall clock, in the form of `moment`; anything else unchanged. */
export function wallClockText(lang: Language, wallClock: string): string {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})$/.exec(wallClock) ?? [];
  const at = new Date(`${date ?? ''}T${time ?? ''}Z`);
  return Number.isNaN(at.getTime()) ? wallClock : timesOf(lang, 'utc').moment(at);
}

function make(lang: Language, timeZone: string): Times {
  const words = BASE_WORDS[lang];
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(words.locale, { ...options, timeZone });
    return (at: Date) => made.format(at);
  };
  const date = format(words.date);
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
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
