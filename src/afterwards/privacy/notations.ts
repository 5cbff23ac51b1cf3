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
const END = '(?!\\d)';

/** Not after another country's code: `+43 1 …` is no number in this country. */
const NO_OTHER_COUNTRY = `(?<!(?:\\+|00)\\d{1,3}${GAP})`;

const spaced = (digits: string): string => Array.from(digits).join(GAP);

/** Fewer digits occur by chance, as numbers of other kinds. */
const FEWEST_DIGITS = 5;

export interface Notations {
  /** E.164; a number that is none: its digits. */
  readonly number: string;
  /** All notations; global, so reset `lastIndex` or use `replace` and `match`. */
  readonly pattern: RegExp;
  /** The digits that are in every notation. */
  readonly digits: string;
}

/** Undefined: too few digits to be told from other numbers. */
export function notationsOf(given: string, country: string): Notations | undefined {
  const number = given.startsWith('+') ? parsed(given, country) : undefined;
  if (number === undefined) {
    const digits = given.replaceAll(/\D/g, '');
    if (digits.length < FEWEST_DIGITS) return undefined;
    return { number: digits, pattern: new RegExp(`${BEGIN}${spaced(digits)}${END}`, 'gi'), digits };
  }
  const { countryCallingCode: code, nationalNumber: digits } = number;
  const abroad = `(?:${PLUS}${GAP})?${spaced(code)}${GAP}(?:\\(?0\\)?)?${GAP}`;
  const isHome = code === callingCodeOf(country);
  const trunkPrefix = trunkPrefixOf(country);
  const athome = trunkPrefix === '' ? '' : `(?:${spaced(trunkPrefix)}${GAP})?`;
  const before = isHome ? `(?:${abroad}|${NO_OTHER_COUNTRY}${athome})` : abroad;
  return {
    number: number.number,
    pattern: new RegExp(`${BEGIN}${before}${spaced(digits)}${END}`, 'gi'),
    digits,
  };
}

export function occursIn(text: string, { pattern }: Notations): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}
