/** The words of days and times in German and English, as people write them. Pure. */

/** From January on; a dot after a name and a name cut short are the tokens' matter. */
const MONTH_NAMES: readonly (readonly string[])[] = [
  ['january', 'januar', 'jänner', 'jaenner', 'jan', 'jän'],
  ['february', 'februar', 'feber', 'feb'],
  ['march', 'märz', 'maerz', 'mär', 'mrz', 'mar'],
  ['april', 'apr'],
  ['may', 'mai'],
  ['june', 'juni', 'jun'],
  ['july', 'juli', 'jul'],
  ['august', 'aug'],
  ['september', 'sept', 'sep'],
  ['october', 'oktober', 'oct', 'okt'],
  ['november', 'nov'],
  ['december', 'dezember', 'dec', 'dez'],
];

/** From Monday on. */
const WEEKDAY_NAMES: readonly (readonly string[])[] = [
  ['monday', 'montag', 'mon', 'mo'],
  ['tuesday', 'dienstag', 'tues', 'tue', 'tu', 'di'],
  ['wednesday', 'mittwoch', 'wed', 'we', 'mi'],
  ['thursday', 'donnerstag', 'thurs', 'thur', 'thu', 'th', 'do'],
  ['friday', 'freitag', 'fri', 'fr'],
  ['saturday', 'samstag', 'sonnabend', 'sat', 'sa'],
  ['sunday', 'sonntag', 'sun', 'su', 'so'],
];

function numbered(names: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  return new Map(names.flatMap((of, index) => of.map((name) => [name, index + 1] as const)));
}

/** Parts of a day that German writes together with the weekday: "Montagmorgen". */
export const PARTS_OF_DAY: readonly string[] = [
  'morgen',
  'früh',
  'vormittag',
  'mittag',
  'nachmittag',
  'abend',
];

/** 1 is January. */
export const MONTHS = numbered(MONTH_NAMES);

/** 1 is Monday, as in ISO 8601. */
export const WEEKDAYS = numbered(WEEKDAY_NAMES);

/** Days from today on. */
export const DAYS_AHEAD: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['heute', 0],
  ['tomorrow', 1],
  ['morgen', 1],
  ['day after tomorrow', 2],
  ['übermorgen', 2],
  ['uebermorgen', 2],
]);

export type DayHalf = 'am' | 'pm';

/** Which half of the day an hour of the clock face is in. */
export const DAY_HALVES: ReadonlyMap<string, DayHalf> = new Map<string, DayHalf>([
  // "morgen" alone is tomorrow.
  ['am morgen', 'am'],
  ['in der früh', 'am'],
  ['in der frueh', 'am'],
  ['früh', 'am'],
  ['frueh', 'am'],
  ['morgens', 'am'],
  ['vormittag', 'am'],
  ['vormittags', 'am'],
  ['morning', 'am'],
  ['in the morning', 'am'],
  ['nachmittag', 'pm'],
  ['nachmittags', 'pm'],
  ['abend', 'pm'],
  ['abends', 'pm'],
  ['afternoon', 'pm'],
  ['in the afternoon', 'pm'],
  ['evening', 'pm'],
  ['in the evening', 'pm'],
]);

export const NOON: readonly string[] = ['12 noon', 'noon', 'midday', 'mittags', 'mittag'];
export const MIDNIGHT: readonly string[] = ['midnight', 'mitternachts', 'mitternacht'];

/** Words that change nothing: "bis zum 24.12. um 8 Uhr", "until Monday at 8 am". */
export const FILLERS: readonly string[] = [
  'bis',
  'zum',
  'am',
  'um',
  'den',
  'dem',
  'der',
  'des',
  'kommenden',
  'kommender',
  'until',
  'till',
  'til',
  'on',
  'at',
  'the',
  'of',
  'coming',
];

/** What a length of time is counted in. */
export const UNITS: ReadonlyMap<string, 'minutes' | 'hours' | 'days'> = new Map([
  ...['min', 'mins', 'minute', 'minuten', 'minutes'].map((word) => [word, 'minutes'] as const),
  ...['h', 'hr', 'hrs', 'std', 'stunde', 'stunden', 'hour', 'hours'].map((word) => [word, 'hours'] as const),
  ...['tag', 'tage', 'tagen', 'day', 'days'].map((word) => [word, 'days'] as const),
]);
