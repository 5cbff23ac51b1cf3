/**
 * Finds one phone number in any text, however it is written: `0170 1234567`, `+49 (0)170/1234567`, `0049…`, `49170…`,
 * as part of a web address, of HTML or of JSON. Pure.
 */
import { callingCodeOf, parsed, trunkPrefixOf } from '../../base/configuration/phone-number.js';

/** Between two digits: blanks and marks, also as HTML, in web addresses, and at the end of a mail's line. */
const GAP =
  '(?:[\\s\\u00ad\\u200b-\\u200f\\u2010-\\u2015\\u202a-\\u202e\\u2060\\u2212()./-]|&nbsp;|&#160;|%20|%C2%A0|=\\r?\\n){0,4}';

const PLUS = '(?:\\+|%2B|&#43;|&#x2B;|&plus;|\\\\u002b|00)';

/** Not in the middle of a longer number; in a web address, `%20` may stand before it. */
const BEGIN = '(?:(?<!\\d)|(?<=%[0-9A-F]{2}))';

const BLANK = '(?:[ \\u00a0\\u2007\\u202f]|&nbsp;|&#160;|%20|%C2%A0)';

/** Joins the parts of one number as people write it: a mark, also between blanks, or one blank. A point ends sentences too. */
const JOINT = `(?:${BLANK}?[/\\u2010-\\u2015\\u2212-]${BLANK}?|\\.|${BLANK})`;

const UNITS = '(?:x|×|%|mal|times?|s|sec|sek|min|h|uhr|am|pm|calls?|anrufe?)(?![\\p{L}\\d])';

/** What may stand behind a number without being part of it: times, dates, amounts, and the next number. */
const APART = [
  '\\d{1,2}[:.]\\d{2}(?!\\d)',
  '\\d{1,2}\\.(?:\\d{1,2}\\.|(?!\\d))',
  '\\d{4}-\\d{2}',
  '\\d{1,2}/\\d{1,2}/',
  '0\\d{2}',
  `\\d{1,4}${BLANK}?${UNITS}`,
].join('|');

/** More digits follow: it is a longer number, as `030 1234-56`. A file's name may go on with letters or a longer time. */
const END = `(?!\\d)(?!${JOINT}(?!${APART})\\d{1,6}(?![\\p{L}\\d:_]))`;

/**
 * More digits come before, and are no time and no date: it is the end of a longer number, as `(555) 171 3920015`. What begins
 * with a plus or with zeros is never the end of another one.
 */
const ALONE = `(?<!(?<![\\d:.])\\d{1,6}\\)?${JOINT})`;

/** Not after another country's code: `+43 1 …` is no number in this country. */
const NO_OTHER_COUNTRY = `(?<!(?:\\+|(?<!\\d)00)\\d{1,3}${GAP})`;

const spaced = (digits: string): string => Array.from(digits).join(GAP);

/** Fewer digits occur by chance, as numbers of other kinds. */
const FEWEST_DIGITS = 5;

export interface Notations {
  /** E.164; a number that is none: its digits. */
  readonly number: string;
  /** All notations; global, so reset `lastIndex` or use `replace` and `match`. */
  readonly pattern: RegExp;
  /** The digits, whatever is around them: most texts are without, and this is found out in a fraction of the time. */
  readonly core: RegExp;
  /** The digits that are in every notation. */
  readonly digits: string;
}

/** Undefined: too few digits to be told from other numbers. */
export function notationsOf(given: string, country: string): Notations | undefined {
  const number = given.startsWith('+') ? parsed(given, country) : undefined;
  if (number === undefined) {
    const digits = given.replaceAll(/\D/g, '');
    if (digits.length < FEWEST_DIGITS) return undefined;
    return { number: digits, ...patterns(ALONE, digits), digits };
  }
  const { countryCallingCode: code, nationalNumber: digits } = number;
  const abroad = `(?:${PLUS}${GAP}|${ALONE})${spaced(code)}${GAP}(?:\\(?0\\)?)?${GAP}`;
  const isHome = code === callingCodeOf(country);
  const trunkPrefix = trunkPrefixOf(country);
  const athome = trunkPrefix === '' ? ALONE : `(?:${spaced(trunkPrefix)}${GAP}|${ALONE})`;
  const before = isHome ? `(?:${abroad}|${NO_OTHER_COUNTRY}${athome})` : abroad;
  return { number: number.number, ...patterns(before, digits), digits };
}

function patterns(before: string, digits: string): Pick<Notations, 'pattern' | 'core'> {
  const core = spaced(digits);
  return { pattern: new RegExp(`${BEGIN}${before}${core}${END}`, 'giu'), core: new RegExp(core, 'iu') };
}

export function occursIn(text: string, { pattern, core }: Notations): boolean {
  pattern.lastIndex = 0;
  return core.test(text) && pattern.test(text);
}
