/** External numbers: reads them, brings them to E.164 and matches them with the allow-list. Pure. */
import {
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumberType,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import type { ExternalNumber } from '../model/snapshot.js';
import { cleanedNumber } from './number-text.js';

export type AllowedType = 'geographic' | 'mobile' | 'tollFree' | 'voip' | 'personal' | 'company';

/** Which numbers may be rung. Prefixes are E.164 beginnings such as +49180; `neverPrefixes` wins. */
export interface AllowList {
  /** ISO 3166 countries, `home` and `EU`. */
  readonly countries: readonly string[];
  readonly types: readonly AllowedType[];
  readonly alsoPrefixes: readonly string[];
  readonly neverPrefixes: readonly string[];
}

// AX (Aland) is part of Finland's numbering plan. Overseas regions with a code of their own (GP, RE) cost more and
// are not included.
const EU = new Set(
  'AT AX BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

const TYPES: Readonly<Record<PhoneNumberType, readonly AllowedType[]>> = {
  FIXED_LINE: ['geographic'],
  MOBILE: ['mobile'],
  FIXED_LINE_OR_MOBILE: ['geographic', 'mobile'],
  TOLL_FREE: ['tollFree'],
  VOIP: ['voip'],
  PERSONAL_NUMBER: ['personal'],
  UAN: ['company'],
  PREMIUM_RATE: [],
  SHARED_COST: [],
  PAGER: [],
  VOICEMAIL: [],
};

const TYPE_NAMES: Readonly<Record<PhoneNumberType, string>> = {
  FIXED_LINE: 'geographic',
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'geographic or mobile',
  TOLL_FREE: 'toll-free',
  VOIP: 'voip',
  PERSONAL_NUMBER: 'personal',
  UAN: 'company',
  PREMIUM_RATE: 'premium rate',
  SHARED_COST: 'shared cost',
  PAGER: 'pager',
  VOICEMAIL: 'voicemail',
};

export function isCountry(country: string): country is CountryCode {
  return isSupportedCountry(country);
}

/** `49` for Germany; empty where there is no such country. */
export function callingCodeOf(country: string): string {
  return isCountry(country) ? getCountryCallingCode(country) : '';
}

/** The number that the whole text is; undefined: it is not a number. */
export function parsed(given: string, country: string): PhoneNumber | undefined {
  const text = cleanedNumber(given);
  // Letters are refused: an extension after the number (";ext=5", "x5") cannot be dialled on a gateway.
  if (!isCountry(country) || !/^[+0-9(][0-9 ()/.-]{2,39}$/.test(text)) return undefined;
  // `extract: false`: the whole text is the number, not a number somewhere in it.
  return parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
}

const trunkPrefixes = new Map<string, string>();

/**
 * What people in the country dial before an area code: 0 in Germany, 06 in Hungary; empty where they dial nothing
 * (Italy, Spain) or may omit it (the 1 of North America).
 */
export function trunkPrefixOf(country: string): string {
  const known = trunkPrefixes.get(country);
  if (known !== undefined) return known;
  const example = isCountry(country) ? getExampleNumber(country, examples) : undefined;
  const digits = example?.formatNational().replace(/\D/g, '') ?? '';
  const prefix = digits.slice(0, Math.max(0, digits.length - (example?.nationalNumber.length ?? 0)));
  trunkPrefixes.set(country, prefix);
  return prefix;
}

/** In North America local calls can be dialled with seven digits, and Canada's plan knows some such numbers. */
const LOCAL_DIGITS_OF_NORTH_AMERICA = 7;

/**
 * Whether the area code is missing: the plan is lenient and would read it as a stranger's number in some other
 * town.
 */
function lacksAreaCode(text: string, country: string): boolean {
  const prefix = trunkPrefixOf(country);
  const digits = text.replace(/[^\d+]/g, '');
  if (/^(?:\+|00)/.test(digits)) return false;
  if (callingCodeOf(country) === '1') return digits.length === LOCAL_DIGITS_OF_NORTH_AMERICA;
  return prefix !== '' && !digits.startsWith(prefix);
}

/** A typed number; undefined: it is not a number, or its area code is missing. */
export function typedNumber(given: string, country: string): PhoneNumber | undefined {
  return lacksAreaCode(cleanedNumber(given), country) ? undefined : parsed(given, country);
}

/** Emergency and short numbers (110, 112, 116117, 118…) exist on one network only and have no E.164 form. */
export function isShort(given: string): boolean {
  return /^(?!00)\d[\d ()/.-]*$/.test(given) && given.replace(/\D/g, '').length <= 6;
}

/**
 * Why `given` is no phone number at all, whatever the allow-list says; undefined when it may be one. A number
 * that no numbering plan knows is accepted when `alsoPrefixes` names it: plans change faster than libraries.
 */
export function whyNoNumber(given: string, country: string, allow: AllowList): string | undefined {
  const number = typedNumber(given, country);
  if (number?.isValid() === true) return undefined;
  if (isShort(cleanedNumber(given))) return 'emergency and short numbers cannot be called';
  if (number === undefined && parsed(given, country) !== undefined) {
    const prefix = trunkPrefixOf(country);
    const how = prefix === '' ? 'its area code' : `${prefix} in front`;
    return `has no area code; write it with ${how}, or with + and the country code (read in ${country})`;
  }
  if (number === undefined) return `is no phone number (read in ${country})`;
  return number.isPossible() && begins(number.number, allow.alsoPrefixes)
    ? undefined
    : `is no valid phone number (read in ${country} as ${number.number})`;
}

/** E.164 of a valid number, allow-list or not: for a number that is shown and never dialled. */
export function e164Of(given: string, country: string): string | undefined {
  const number = typedNumber(given, country);
  return number?.isValid() === true ? number.number : undefined;
}

/**
 * `given` as people write it, read as a number of `country`. Never throws: a configuration may contain a number
 * that the allow-list refuses; its leg is skipped, and the reason is recorded.
 */
export function normalise(given: string, country: string, allow: AllowList): ExternalNumber {
  const fault = whyNoNumber(given, country, allow);
  const number = typedNumber(given, country);
  if (fault !== undefined || number === undefined) {
    return { kind: 'refused', given, reason: fault ?? 'is no phone number' };
  }
  const reason = whyRefused(number, country, allow);
  return reason === undefined ? { kind: 'allowed', e164: number.number } : { kind: 'refused', given, reason };
}

function whyRefused(number: PhoneNumber, home: string, allow: AllowList): string | undefined {
  const never = allow.neverPrefixes.find((prefix) => number.number.startsWith(prefix));
  if (never !== undefined) return `numbers with ${never} are never called (neverPrefixes)`;
  if (begins(number.number, allow.alsoPrefixes)) return undefined;
  const country = number.country;
  // Satellite and international networks have a code, but no country: +870, +881, +882, +883, +979.
  if (country === undefined) {
    return `satellite and international networks are not allowed (+${number.countryCallingCode})`;
  }
  if (!allowsCountry(country, home, allow)) return `country ${country} is not allowed`;
  const type = number.getType();
  if (type === undefined) return 'numbers of an unknown kind are not allowed';
  return TYPES[type].some((kind) => allow.types.includes(kind))
    ? undefined
    : `${TYPE_NAMES[type]} numbers are not allowed`;
}

function allowsCountry(country: string, home: string, allow: AllowList): boolean {
  return allow.countries.some(
    (entry) =>
      entry === country || (entry === 'home' && country === home) || (entry === 'EU' && EU.has(country)),
  );
}

function begins(e164: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => e164.startsWith(prefix));
}
