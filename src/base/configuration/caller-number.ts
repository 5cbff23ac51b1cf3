/**
 * Callers' numbers as trunks write them. Whether a number arrives as `4917…` or `17…` depends on the trunk and not
 * on the number, so it is a setting. Without the setting, a number is interpreted only if there is one possible
 * reading. Pure.
 */
import { assertNever } from '../errors.js';
import type { CallerNumbers } from '../model/settings.js';
import { cleanedNumber } from './number-text.js';
import { callingCodeOf, isShort, parsed, trunkPrefixOf, typedNumber } from './phone-number.js';

/**
 * Most German numbers have at most 11 digits without the leading zero (Bundesnetzagentur, Nummernplan
 * Ortsnetzrufnummern); a few old ones with a long extension have 12 or 13, and the library's numbering plan allows
 * 15. For countries that are not listed here, the lengths in the plan apply.
 */
const MOST_USUAL_DIGITS: Readonly<Record<string, number>> = { DE: 11 };

/**
 * Towns whose area code, without the leading zero, begins with the home country's own code: in Germany those of
 * East Frisia (04921 Emden to 04977 Blomberg; Bundesnetzagentur, Vorwahlverzeichnis). For other countries the
 * library knows them.
 */
const TOWNS_LIKE_HOME_CODE: Readonly<Record<string, RegExp>> = {
  DE: /^49(?:0[23]|2\d|3[1-689]|4[1-8]|5\d|6[1-8]|7[1-7])/,
};

/** A number with this many digits that begins with the home country's own code cannot belong to such a town. */
const SURELY_HOME_CODE = 11;

/**
 * E.164 of a caller's number; undefined for extensions, short numbers, anything that cannot be a phone number, and
 * numbers with two possible readings. Such a number is shown as received and never dialled.
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
 * E.164 of a number that somebody in the house dialled, or typed to find a call: national with its trunk prefix, or
 * with the home country's code, with or without a plus. A number without an area code belongs to the dialler's own
 * town, which is not known here: undefined.
 */
export function dialledE164(given: string, country: string): string | undefined {
  const text = cleanedNumber(given).replace(/[ ()/.-]/g, '');
  if (/^(?:\+|00)/.test(text)) return callerE164(text, country);
  const typed = typedNumber(text, country);
  if (typed !== undefined) return typed.isValid() ? typed.number : undefined;
  const withCode = text.startsWith(callingCodeOf(country)) ? reading(`+${text}`, country) : undefined;
  return withCode?.isHome === true && text.length >= SURELY_HOME_CODE ? withCode.e164 : undefined;
}

/**
 * Accepts numbers that no plan knows yet: callers cannot choose their number. North American numbers must have an
 * area code.
 */
function possible(text: string, country: string): string | undefined {
  const number = parsed(text, country);
  if (number?.isPossible() !== true) return undefined;
  return /^\+1\d{0,9}$/.test(number.number) ? undefined : number.number;
}

/** Trunks write 00 even in countries where people dial 011 or 0011. */
function withInternationalPrefix(text: string, country: string): string | undefined {
  const asWritten = possible(`+${text.slice(2)}`, country);
  const asDialled = possible(text, country);
  return asWritten === undefined || asDialled === undefined || asWritten === asDialled
    ? (asWritten ?? asDialled)
    : undefined;
}

/** A number that begins with the trunk prefix (0) is national; for any other number both readings are compared. */
function concluded(text: string, country: string): string | undefined {
  const trunkPrefix = trunkPrefixOf(country);
  if (trunkPrefix !== '' && text.startsWith(trunkPrefix)) return possible(text, country);
  const national = nationalReading(text, country);
  const international = text.startsWith('0') ? undefined : reading(`+${text}`, country);
  if (national === undefined || international === undefined) return (national ?? international)?.e164;
  if (national.e164 === international.e164) return national.e164;
  if (international.isHome) return isTowns(text, country) ? undefined : international.e164;
  // Hardly any national number is that long, and numbering plans define exactly which numbers are mobile.
  const isLong = text.length > (MOST_USUAL_DIGITS[country] ?? Infinity);
  return isLong && international.isExact ? international.e164 : undefined;
}

/**
 * Reads it as a national number. North America gets new area codes every year, before the library knows them, so
 * the number's form is enough there (North American Numbering Plan).
 */
function nationalReading(text: string, country: string): Reading | undefined {
  const read = reading(`${trunkPrefixOf(country)}${text}`, country) ?? reading(text, country);
  if (read !== undefined || callingCodeOf(country) !== '1' || !/^[2-9]\d\d[2-9]\d{6}$/.test(text))
    return read;
  return { e164: `+1${text}`, isHome: true, isExact: false };
}

/**
 * Many trunks write national numbers as `4930…`. Only a short number could also be one of these few towns without
 * its zero.
 */
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
