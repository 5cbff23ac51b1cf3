/** The words for days and times in all languages at once, because it is not known which language is typed. Pure. */
import { LANGUAGES } from '../../base/model/language.js';
import type { Season } from '../../base/model/repeated-hour.js';
import { typedTexts } from '../words/words.js';

type Names = readonly (readonly string[])[];

const WORDS = LANGUAGES.map((lang) => typedTexts[lang]);

function numbered(names: readonly Names[], first: number): ReadonlyMap<string, number> {
  return new Map(
    names.flatMap((of) => of.flatMap((same, index) => same.map((name) => [name, index + first] as const))),
  );
}

/** Parts of a day that are written as one word with the weekday: "Montagmorgen". */
export const PARTS_OF_DAY: readonly string[] = WORDS.flatMap(({ partsOfDay }) => partsOfDay);

/** 1 is January. Dots after names and abbreviated names are handled by the tokens. */
export const MONTHS = numbered(
  WORDS.map(({ months }) => months),
  1,
);

/** 1 is Monday, as in ISO 8601. */
export const WEEKDAYS = numbered(
  WORDS.map(({ weekdays }) => weekdays),
  1,
);

/** Days counted from today. */
export const DAYS_AHEAD = numbered(
  WORDS.map(({ ahead }) => ahead),
  0,
);

export type DayHalf = 'am' | 'pm';

/** Which half of the day an hour on a twelve-hour clock is in. */
export const DAY_HALVES: ReadonlyMap<string, DayHalf> = new Map(
  WORDS.flatMap(({ am, pm }) => [
    ...am.map((word) => [word, 'am'] as const),
    ...pm.map((word) => [word, 'pm'] as const),
  ]),
);

/** Which of two equal times is meant, when the clocks change. */
export const SEASONS: ReadonlyMap<string, Season> = new Map(
  WORDS.flatMap(({ summerTime, winterTime }) => [
    ...summerTime.map((word) => [word, 'summer'] as const),
    ...winterTime.map((word) => [word, 'winter'] as const),
  ]),
);

export const NOON: readonly string[] = WORDS.flatMap(({ noon }) => noon);
export const MIDNIGHT: readonly string[] = WORDS.flatMap(({ midnight }) => midnight);

/** Words that change nothing: "bis zum 24.12. um 8 Uhr", "until Monday at 8 am". */
export const FILLERS: readonly string[] = WORDS.flatMap(({ fillers }) => fillers);

/** Units of a duration. */
export const UNITS: ReadonlyMap<string, 'minutes' | 'hours' | 'days'> = new Map(
  WORDS.flatMap(({ minutes, hours, days }) => [
    ...minutes.map((word) => [word, 'minutes'] as const),
    ...hours.map((word) => [word, 'hours'] as const),
    ...days.map((word) => [word, 'days'] as const),
  ]),
);
