/**
 * Reads future moments as people type them, with day and time in either order. Pure: what is not typed is derived
 * from `now`. A text with two possible meanings is refused, because nobody checks an end that was accepted.
 */
import { DateTime } from 'luxon';
import { seasonOfRepeated, type Season } from '../../base/model/repeated-hour.js';
import { MINUTES_PER_DAY, shownOn } from '../../base/model/wall-clock.js';
import { plain, tokensOf, type Token } from './moment-tokens.js';
import { UNITS, type DayHalf } from './moment-words.js';

export type MomentReading =
  | {
      readonly kind: 'moment';
      readonly at: DateTime;
      /**
       * `skipped`: the clock change skips the typed time, and `at` is later by the size of the change; `repeated`:
       * the time occurs twice, the text does not say which one, and `at` is the first.
       */
      readonly clockChange: 'skipped' | 'repeated' | undefined;
    }
  | { readonly kind: 'refused'; readonly why: MomentFault };

/**
 * `either`: it can mean two things. `noTime`: a day without a time of day. `otherWeekday`: the day is another
 * weekday. `otherSeason`: the text says summer time and the time is in winter, or the other way round.
 */
export type MomentFault =
  'notUnderstood' | 'past' | 'either' | 'noTime' | 'noSuchDay' | 'otherWeekday' | 'otherSeason';

/** Longer texts are refused. */
const LONGEST = 80;

/** ISO 8601 with a zone: `2026-12-24T08:00:00+01:00`, `2026-12-24T07:00Z`. */
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/i;

const LENGTH = new RegExp(
  `^(?:in |for |für )?(?<count>\\d{1,4}|an?|one|eine[rm]?|ein) ?(?<unit>${[...UNITS.keys()].join('|')})\\.?$`,
  'u',
);

/** The span from one 29 February to the next, even across a year such as 2100. */
const YEARS_AHEAD = 8;

/**
 * A moment after `now`: with a zone, on the wall clock of `timezone`, or as a duration from now. A time alone means
 * its next occurrence, a weekday the next such day, a day without a year the next one that exists.
 */
export function readMoment(given: string, now: DateTime, timezone: string): MomentReading {
  const local = now.setZone(timezone);
  const text = given.trim();
  if (text.length > LONGEST) return refused('notUnderstood');
  if (WITH_ZONE.test(text)) {
    const at = DateTime.fromISO(text, { zone: timezone });
    return !at.isValid ? refused('notUnderstood') : at > local ? found(at) : refused('past');
  }
  const words = plain(text);
  const later = laterBy(words, local);
  if (later !== undefined) return later > local ? found(later) : refused('past');
  const tokens = tokensOf(words);
  if (tokens === undefined || tokens.length === 0) return refused('notUnderstood');
  return readTokens(tokens, local);
}

/** The moment that `readMoment` finds; undefined: the text was refused. */
export function momentOf(given: string, now: DateTime, timezone: string): DateTime | undefined {
  const reading = readMoment(given, now, timezone);
  return reading.kind === 'moment' ? reading.at : undefined;
}

const refused = (why: MomentFault): MomentReading => ({ kind: 'refused', why });

const found = (at: DateTime, clockChange?: 'skipped' | 'repeated'): MomentReading => ({
  kind: 'moment',
  at,
  clockChange,
});

/** `2 h`, `in 30 Minuten`; the result is a full minute. */
function laterBy(words: string, local: DateTime): DateTime | undefined {
  const { count = '', unit = '' } = LENGTH.exec(words)?.groups ?? {};
  const of = UNITS.get(unit);
  if (of === undefined) return undefined;
  const number = /^\d/.test(count) ? Number(count) : 1;
  return local.set({ second: 0, millisecond: 0 }).plus({ [of]: number });
}

type Of<Kind extends Token['kind']> = Extract<Token, { kind: Kind }>;
type Day = Of<'date' | 'ahead'>;

/** A weekday may be given with its date. */
interface Parts {
  readonly day: Day | undefined;
  readonly weekday: number | undefined;
  /** Minutes since midnight, up to the whole day; `midnight` is the end of the day. */
  readonly minute: number | 'midnight' | undefined;
  /** Undefined: not given; it matters only once a year. */
  readonly season: Season | undefined;
}

function readTokens(tokens: readonly Token[], local: DateTime): MomentReading {
  const clear = withoutDots(tokens);
  if (typeof clear === 'string') return refused(clear);
  const parts = partsOf(clear);
  if (typeof parts === 'string') return refused(parts);
  const { day, weekday, minute, season } = parts;
  if (minute === undefined) return refused('noTime');
  if (minute === 'midnight') {
    // With a named day, midnight could be its beginning or its end.
    if (weekday !== undefined || (day !== undefined && !isToday(day))) return refused('either');
    return momentOn(local, MINUTES_PER_DAY, local, season) ?? refused('past');
  }
  const days = daysOf(day, weekday, local);
  if (days.length === 0) return refused('noSuchDay');
  const next = days.find((one) => momentOn(one, minute, local, season) !== undefined);
  const reading = next && momentOn(next, minute, local, season);
  if (next === undefined || reading === undefined) return refused('past');
  return weekday === undefined || weekday === next.weekday ? reading : refused('otherWeekday');
}

const isToday = (day: Day): boolean => day.kind === 'ahead' && day.days === 0;

/**
 * Decides for each `8.12` whether it is a day or a time of day, by the rest of the text or by which of the two is
 * possible.
 */
function withoutDots(tokens: readonly Token[]): readonly Token[] | MomentFault {
  const all = tokens.map((token) => (token.kind === 'slashed' ? (dayOfSlash(token) ?? token) : token));
  if (all.some(({ kind }) => kind === 'slashed')) return 'either';
  const dotted = all.filter((token) => token.kind === 'dotted');
  if (dotted.length === 0) return all;
  const possible = waysToRead(dotted, all).filter((way) => way.every((token) => token !== undefined));
  const [only] = possible;
  if (only === undefined) return 'notUnderstood';
  if (possible.length > 1) return 'either';
  return all.map((token) => (token.kind === 'dotted' ? (only[dotted.indexOf(token)] ?? token) : token));
}

function waysToRead(dotted: readonly Of<'dotted'>[], all: readonly Token[]): (Token | undefined)[][] {
  const [one, other, ...more] = dotted;
  if (one === undefined || more.length > 0) return [];
  if (other !== undefined)
    return [
      [dayOfDots(one), timeOfDots(other)],
      [timeOfDots(one), dayOfDots(other)],
    ];
  const hasTime = all.some(({ kind }) => kind === 'time' || kind === 'midnight');
  const hasDay = all.some(({ kind }) => kind === 'date' || kind === 'ahead');
  return [...(hasDay ? [] : [[dayOfDots(one)]]), ...(hasTime ? [] : [[timeOfDots(one)]])];
}

function dayOfDots({ first, second }: Of<'dotted'>): Token | undefined {
  const month = Number(second);
  const isDay = first >= 1 && first <= 31 && month >= 1 && month <= 12;
  return isDay ? { kind: 'date', day: first, month, year: undefined } : undefined;
}

function timeOfDots({ first, second }: Of<'dotted'>): Token | undefined {
  const isTime = second.length === 2 && first <= 23 && Number(second) <= 59;
  return isTime ? { kind: 'time', hour: first, minute: Number(second), half: undefined } : undefined;
}

/** `24/12` and `12/24` mean the same day; `2/3` could mean two days. */
function dayOfSlash({ one, other, year }: Of<'slashed'>): Token | undefined {
  if (one > 12) return { kind: 'date', day: one, month: other, year };
  if (other > 12) return { kind: 'date', day: other, month: one, year };
  return one === other ? { kind: 'date', day: one, month: other, year } : undefined;
}

function partsOf(tokens: readonly Token[]): Parts | MomentFault {
  const days = tokens.filter((token): token is Day => token.kind === 'date' || token.kind === 'ahead');
  const weekdays = tokens.filter((token) => token.kind === 'weekday');
  const times = tokens.filter((token) => token.kind === 'time');
  const halves = tokens.filter((token) => token.kind === 'half');
  const midnights = tokens.filter(({ kind }) => kind === 'midnight');
  const seasons = tokens.filter((token) => token.kind === 'season');
  const counts = [days.length, weekdays.length, times.length + midnights.length, halves.length];
  if (Math.max(...counts, seasons.length) > 1) return 'notUnderstood';
  const common = { day: days[0], weekday: weekdays[0]?.weekday, season: seasons[0]?.season };
  if (midnights.length > 0) return halves.length > 0 ? 'notUnderstood' : { ...common, minute: 'midnight' };
  const [time] = times;
  if (time === undefined) return { ...common, minute: undefined };
  const minute = minuteOf(time, halves[0]?.half);
  return minute === undefined ? 'notUnderstood' : { ...common, minute };
}

/** @param half of a word beside the time, as in "8 Uhr abends". */
function minuteOf({ hour, minute, half: own }: Of<'time'>, half: DayHalf | undefined): number | undefined {
  if (minute > 59) return undefined;
  if (own !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    const full = (hour % 12) + (own === 'pm' ? 12 : 0);
    return half === undefined || half === own ? full * 60 + minute : undefined;
  }
  if (half === 'am' && hour > 11) return undefined;
  if (half === 'pm' && (hour < 1 || hour > 23)) return undefined;
  if (hour === 24) return minute === 0 ? MINUTES_PER_DAY : undefined;
  if (hour > 24) return undefined;
  return (half === 'pm' && hour < 12 ? hour + 12 : hour) * 60 + minute;
}

/** The days that could be meant, the nearest first; empty: there is no such day. */
function daysOf(day: Day | undefined, weekday: number | undefined, local: DateTime): DateTime[] {
  const today = local.startOf('day');
  if (day?.kind === 'ahead') return [today.plus({ days: day.days })];
  if (day !== undefined) {
    const years =
      day.year === undefined
        ? Array.from({ length: YEARS_AHEAD + 1 }, (_, by) => local.year + by)
        : [day.year];
    return years
      .map((year) => DateTime.fromObject({ year, month: day.month, day: day.day }, { zone: local.zone }))
      .filter(({ isValid }) => isValid);
  }
  return [0, 1, 2, 3, 4, 5, 6, 7]
    .map((days) => today.plus({ days }))
    .filter((one) => weekday === undefined || one.weekday === weekday);
}

/**
 * The first future moment at which the clock shows this minute on the day; undefined: it has passed.
 * @param season which of the two, if the time occurs twice; refused if the time occurs only in the other season
 */
function momentOn(
  day: DateTime,
  minute: number,
  local: DateTime,
  season: Season | undefined,
): MomentReading | undefined {
  const shown = shownOn(day, minute, local);
  if (shown === undefined) return undefined;
  const { at, isSkipped } = shown;
  if (isSkipped) return found(at[0], 'skipped');
  if (season === undefined) return found(at[0], at.length > 1 ? 'repeated' : undefined);
  const meant = at.find((one) => seasonOf(one) === season);
  return meant === undefined ? refused('otherSeason') : found(meant);
}

function seasonOf(at: DateTime): Season {
  return seasonOfRepeated(at) ?? (at.isInDST ? 'summer' : 'winter');
}
