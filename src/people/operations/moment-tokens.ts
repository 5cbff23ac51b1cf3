/** Splits a typed time into days and times of day; moment.ts decides what they mean. Pure. */
import type { Season } from '../../base/model/repeated-hour.js';
import {
  DAY_HALVES,
  DAYS_AHEAD,
  FILLERS,
  MIDNIGHT,
  MONTHS,
  NOON,
  PARTS_OF_DAY,
  SEASONS,
  WEEKDAYS,
  type DayHalf,
} from './moment-words.js';

export type Token =
  /** A day; without a year, the next one with this date. Not checked: `31.2.` is accepted here. */
  | { readonly kind: 'date'; readonly day: number; readonly month: number; readonly year: number | undefined }
  /** Two numbers with a slash, whose order differs between countries. */
  | {
      readonly kind: 'slashed';
      readonly one: number;
      readonly other: number;
      readonly year: number | undefined;
    }
  | { readonly kind: 'ahead'; readonly days: number }
  /** 1 is Monday. */
  | { readonly kind: 'weekday'; readonly weekday: number }
  /** `half`: given when the hour was typed with am or pm. */
  | {
      readonly kind: 'time';
      readonly hour: number;
      readonly minute: number;
      readonly half: DayHalf | undefined;
    }
  /** `8.12`: a day or a time of day. `minutes` as typed. */
  | { readonly kind: 'dotted'; readonly first: number; readonly second: string }
  | { readonly kind: 'midnight' }
  | { readonly kind: 'half'; readonly half: DayHalf }
  | { readonly kind: 'season'; readonly season: Season };

interface Rule {
  readonly pattern: RegExp;
  /** Undefined: a filler. */
  readonly token: (groups: Readonly<Record<string, string | undefined>>) => Token | undefined;
}

const alternatives = (words: Iterable<string>): string =>
  [...words].toSorted((one, other) => other.length - one.length).join('|');

/** The end of a word: no letter follows. */
const END = '(?![\\p{L}])';
const MONTH = `(?<month>${alternatives(MONTHS.keys())})${END}\\.?`;
/** Not the "am" of "8 am Morgen". */
const HALF = `(?<half>am|pm)${END}(?! ?morgen)`;
const NUMBER = (text: string | undefined): number => Number(text ?? '0');
const YEAR = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : text.length === 2 ? 2000 + Number(text) : Number(text);

const named = (token: (word: string) => Token | undefined, words: Iterable<string>, dot = ''): Rule => ({
  pattern: rule(`(?<word>${alternatives(words)})${END}${dot}`),
  token: ({ word = '' }) => token(word),
});

function rule(source: string): RegExp {
  return new RegExp(source, 'uy');
}

const dateOf = ({ day, month, year }: Readonly<Record<string, string | undefined>>): Token => ({
  kind: 'date',
  day: NUMBER(day),
  year: YEAR(year),
  month: MONTHS.get(month ?? '') ?? NUMBER(month),
});

const timeOf = ({ hour, minute, half }: Readonly<Record<string, string | undefined>>): Token => ({
  kind: 'time',
  hour: NUMBER(hour),
  minute: NUMBER(minute),
  half: half === 'am' || half === 'pm' ? half : undefined,
});

/** A day number and what may follow it: `24.`, `24th`. */
const DAY = '(?<day>\\d{1,2})(?:\\.|st|nd|rd|th)?';

/** Tried in this order; the first match counts. */
const RULES: readonly Rule[] = [
  { pattern: rule('(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})(?!\\d)t?'), token: dateOf },
  // 24 December 2026, 24. Dez., 24th of December
  {
    pattern: rule(`${DAY} ?(?:of )?${MONTH}(?: ?(?<year>\\d{4})(?![\\d:.]))?`),
    token: dateOf,
  },
  // December 24 2026; not the "8" of "December 8:00"
  { pattern: rule(`${MONTH} ?${DAY}(?![\\d:])(?: (?<year>\\d{4})(?![\\d:.]))?`), token: dateOf },
  {
    pattern: rule('(?<one>\\d{1,2})/(?<other>\\d{1,2})(?:/(?<year>\\d{4}|\\d{2}))?(?![\\d/])'),
    token: ({ one, other, year }) => ({
      kind: 'slashed',
      one: NUMBER(one),
      other: NUMBER(other),
      year: YEAR(year),
    }),
  },
  // 8.30 Uhr, 8:30 pm, 8.30 am
  { pattern: rule(`(?<hour>\\d{1,2})[.:](?<minute>\\d{2}) ?(?:uhr${END}|${HALF})`), token: timeOf },
  // 24.12.2026, 24. 12. 2026, 24.12.26; the year is not the "08" of "24.12.08:00" or "24.12. 08 Uhr"
  {
    pattern: rule(
      '(?<day>\\d{1,2})\\. ?(?<month>\\d{1,2})\\.(?: ?(?<year>\\d{4})|(?<short>\\d{2}))(?![\\d:.]| ?uhr| ?[ap]m)',
    ),
    token: ({ short, year, ...rest }) => dateOf({ ...rest, year: year ?? short }),
  },
  { pattern: rule('(?<day>\\d{1,2})\\. ?(?<month>\\d{1,2})\\.'), token: dateOf },
  { pattern: rule('(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::00(?:\\.0+)?)?(?![\\d:.])'), token: timeOf },
  // 8 Uhr 30; the "24" of "8 Uhr 24.12." is a day
  {
    pattern: rule(
      `(?<hour>\\d{1,2}) ?uhr(?: (?<minute>\\d{2})(?![\\d:./]|(?:st|nd|rd|th)? ?(?:of )?${MONTH}))?${END}`,
    ),
    token: timeOf,
  },
  { pattern: rule(`(?<hour>\\d{1,2}) ?(?:o['’]?clock${END}|${HALF})`), token: timeOf },
  {
    pattern: rule('(?<first>\\d{1,2})\\.(?<second>\\d{1,2})(?![\\d.:])'),
    token: ({ first, second = '' }) => ({ kind: 'dotted', first: NUMBER(first), second }),
  },
  named(() => ({ kind: 'time', hour: 12, minute: 0, half: 'pm' }), NOON),
  named(() => ({ kind: 'midnight' }), MIDNIGHT),
  named((word) => ({ kind: 'ahead', days: DAYS_AHEAD.get(word) ?? 0 }), DAYS_AHEAD.keys()),
  named((word) => ({ kind: 'half', half: DAY_HALVES.get(word) ?? 'am' }), DAY_HALVES.keys()),
  named((word) => ({ kind: 'weekday', weekday: WEEKDAYS.get(word) ?? 1 }), WEEKDAYS.keys(), '\\.?'),
  {
    pattern: rule(`\\(?(?<word>${alternatives(SEASONS.keys())})${END}\\)?`),
    token: ({ word = '' }) => ({ kind: 'season', season: SEASONS.get(word) ?? 'summer' }),
  },
  named(() => undefined, FILLERS),
];

const WEEKDAY = alternatives(WEEKDAYS.keys());

/** "Montagmorgen" */
const DAY_AND_PART = new RegExp(`(?<!\\p{L})(${WEEKDAY})(${alternatives(PARTS_OF_DAY)})${END}`, 'gu');

/** After a day it means that day's morning: "heute Morgen", "Montag Morgen". */
const MORNING_OF_DAY = new RegExp(`(?<!\\p{L})(heute|übermorgen|(?:${WEEKDAY})\\.?) morgen${END}`, 'gu');

/**
 * Lower case, without invisible characters from pages and clipboards, commas and white space as one blank, `8:00 p.
 * m.` as `8:00 pm`.
 */
export function plain(given: string): string {
  return given
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\u00ad]/gu, '')
    .toLowerCase()
    .replaceAll(/[,;\s]+/gu, ' ')
    .replaceAll(/(?<=\d ?)([ap])\. ?m\.?(?!\p{L})/gu, '$1m')
    .replaceAll(/(?<=\d ?)([ap])m\./gu, '$1m')
    .replaceAll(/\btonight\b/g, 'today evening')
    .replaceAll(/\bthis (?=(?:morning|afternoon|evening)\b)/g, 'today ')
    .replaceAll(DAY_AND_PART, '$1 $2')
    .replaceAll(MORNING_OF_DAY, '$1 am morgen')
    .trim();
}

/** Undefined: the text contains something that is neither a day nor a time. */
export function tokensOf(plainText: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < plainText.length) {
    if (plainText[at] === ' ') {
      at += 1;
      continue;
    }
    const found = next(plainText, at);
    if (found === undefined) return undefined;
    if (found.token !== undefined) tokens.push(found.token);
    at = found.end;
  }
  return tokens;
}

function next(text: string, at: number): { token: Token | undefined; end: number } | undefined {
  for (const { pattern, token } of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return { token: token(match.groups ?? {}), end: pattern.lastIndex };
  }
  return undefined;
}
