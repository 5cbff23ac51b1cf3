/**
 * Callers' numbers as trunks write them. A form such as `4917…` or `17…` is a fact of the trunk and not of the number, so
 * it is a setting; where nobody has set it, it is concluded only where there is one reading. Pure.
 */
import { assertNever } from '../errors.js';
import type { CallerNumbers } from '../model/snapshot.js';
import { cleanedNumber } from './number-text.js';
import { callingCodeOf, isShort, parsed, trunkPrefixOf, typedNumber } from './phone-number.js';

/**
 * A German number has 11 digits without its zero (Bundesnetzagentur, Nummernplan Ortsnetzrufnummern); a few old ones with a
 * long extension have 12 or 13, and the numbering plan of the library allows 15. Where nothing is named, the plan's own
 * lengths are the usual ones.
 */
const MOST_USUAL_DIGITS: Readonly<Record<string, number>> = { DE: 11 };

/**
 * Towns whose area code, without its zero, begins like the home country's own code: of Germany those of East Frisia (04921
 * Emden to 04977 Blomberg; Bundesnetzagentur, Vorwahlverzeichnis). Elsewhere the library knows them.
 */
const TOWNS_LIKE_HOME_CODE: Readonly<Record<string, RegExp>> = {
  DE: /^49(?:0[23]|2\d|3[1-689]|4[1-8]|5\d|6[1-8]|7[1-7])/,
};

/** With so many digits, a number that begins with the home country's own code is no number of such a town. */
const SURELY_HOME_CODE = 11;

/**
 * E.164 of a caller's number; undefined for extensions, short numbers, what cannot be a phone number, and what could be
 * two different ones. Such a number is shown as it came and never dialled.
 */
export function callerE164(
  given: string,
  country: string,
  style: CallerNumbers = 'automatic',
): string | undefined {
  const text = cleanedNumber(given).replace(/[ ()/.-]/g, '');
  if (isShort(text) || !/^\+?\d+$/.test(text)) return undefined;
  if (text.startsWith('+')) return possible(text, country);
  if (/^00[1-9]/.test(text)) return withInternationalPrefix(text, country);
  switch (style) {
    case 'national':
      return possible(text, country);
    case 'withCountryCode':
      return possible(text.startsWith('0') ? text : `+${text}`, country);
    case 'automatic':
      return concluded(text, country);
    default:
      return assertNever(style);
  }
}

/**
 * E.164 of a number that somebody of the house dialled, or typed to find a call: national with its trunk prefix, or with
 * the home country's code, plus or not. Digits without area code are a number of the dialler's own town, which nobody
 * here knows: undefined.
 */
export function dialledE164(given: string, country: string): string | undefined {
  const text = cleanedNumber(given).replace(/[ ()/.-]/g, '');
  if (/^(?:\+|00)/.test(text)) return callerE164(text, country);
  const typed = typedNumber(text, country);
  if (typed !== undefined) return typed.isValid() ? typed.number : undefined;
  const withCode = text.startsWith(callingCodeOf(country)) ? reading(`+${text}`, country) : undefined;
  return withCode?.isHome === true && text.length >= SURELY_HOME_CODE ? withCode.e164 : undefined;
}

/** Numbers that no plan knows yet count: callers cannot help their number. North America's have their area code. */
function possible(text: string, country: string): string | undefined {
  const number = parsed(text, country);
  if (number?.isPossible() !== true) return undefined;
  return /^\+1\d{0,9}$/.test(number.number) ? undefined : number.number;
}

/** Trunks write 00 where people of the country dial 011 or 0011, too. */
function withInternationalPrefix(text: string, country: string): string | undefined {
  const asWritten = possible(`+${text.slice(2)}`, country);
  const asDialled = possible(text, country);
  return asWritten === undefined || asDialled === undefined || asWritten === asDialled
    ? (asWritten ?? asDialled)
    : undefined;
}

/** A number that begins with the trunk prefix (0) is national; of any other, both readings are compared. */
function concluded(text: string, country: string): string | undefined {
  const trunkPrefix = trunkPrefixOf(country);
  if (trunkPrefix !== '' && text.startsWith(trunkPrefix)) return possible(text, country);
  const national = nationalReading(text, country);
  const international = text.startsWith('0') ? undefined : reading(`+${text}`, country);
  if (national === undefined || international === undefined) return (national ?? international)?.e164;
  if (national.e164 === international.e164) return national.e164;
  if (international.isHome) return isTowns(text, country) ? undefined : international.e164;
  // Almost no national number is that long, and numbering plans say exactly which numbers are mobile.
  const isLong = text.length > (MOST_USUAL_DIGITS[country] ?? Infinity);
  return isLong && international.isExact ? international.e164 : undefined;
}

/**
 * Reads it as a national number. North America gets new area codes every year, before the library has them; for its numbers
 * the shape is enough (North American Numbering Plan).
 */
function nationalReading(text: string, country: string): Reading | undefined {
  const read = reading(`${trunkPrefixOf(country)}${text}`, country) ?? reading(text, country);
  if (read !== undefined || callingCodeOf(country) !== '1' || !/^[2-9]\d\d[2-9]\d{6}$/.test(text))
    return read;
  return { e164: `+1${text}`, isHome: true, isExact: false };
}

/** Very many trunks write national numbers as `4930…`; only a short number of a few towns can be meant without its zero. */
function isTowns(text: string, country: string): boolean {
  return text.length < SURELY_HOME_CODE && TOWNS_LIKE_HOME_CODE[country]?.test(text) !== false;
}

interface Reading {
  readonly e164: string;
  readonly isHome: boolean;
  readonly isExact: boolean;
}

/** Undefined: the numbering plans know no such number. */
function reading(text: string, country: string): Reading | undefined {
  const number = parsed(text, country);
  if (number?.isValid() !== true) return undefined;
  const isExact = ['MOBILE', 'FIXED_LINE_OR_MOBILE', 'TOLL_FREE'].includes(number.getType() ?? '');
  return { e164: number.number, isHome: number.countryCallingCode === callingCodeOf(country), isExact };
}
