/** Numbers outside: read, brought to E.164 and matched with the allow-list. Pure. */
import {
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumberType,
  type PhoneNumber,
} from 'libphonenumber-js/max';
import type { ExternalNumber } from '../model/snapshot.js';

export type AllowedType = 'geographic' | 'mobile' | 'tollFree' | 'voip' | 'personal' | 'company';

/** Which numbers may be rung. Prefixes are E.164 beginnings such as +49180; `neverPrefixes` wins. */
export interface AllowList {
  /** ISO 3166 countries, `home` and `EU`. */
  readonly countries: readonly string[];
  readonly types: readonly AllowedType[];
  readonly alsoPrefixes: readonly string[];
  readonly neverPrefixes: readonly string[];
}

// AX (Aland) is a part of Finland's numbering plan; overseas regions with a code of their own (GP, RE) cost more
// and are not meant.
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

export function knownCountries(): readonly string[] {
  return getCountries();
}

function parse(given: string, country: string): PhoneNumber | undefined {
  // Letters are out: an extension behind the number (";ext=5", "x5") cannot be dialled on a gateway.
  if (!isCountry(country) || !/^[+0-9][0-9 ()/.-]{2,39}$/.test(given)) return undefined;
  // `extract: false`: the whole text is the number, not a number somewhere in it.
  return parsePhoneNumberFromString(given, { defaultCountry: country, extract: false });
}

/** Emergency and short numbers (110, 112, 116117, 118…) exist on one network only and have no E.164 form. */
function isShort(given: string): boolean {
  return /^(?!00)\d[\d ()/.-]*$/.test(given) && given.replace(/\D/g, '').length <= 6;
}

/**
 * Why `given` is no phone number at all, whatever the allow-list says; undefined when it may be one. A number
 * that no numbering plan knows is accepted when `alsoPrefixes` names it: plans change faster than libraries.
 */
export function whyNoNumber(given: string, country: string, allow: AllowList): string | undefined {
  const number = parse(given, country);
  if (number?.isValid() === true) return undefined;
  if (isShort(given)) return 'emergency and short numbers cannot be called';
  if (number === undefined) return `is no phone number (read in ${country})`;
  return number.isPossible() && begins(number.number, allow.alsoPrefixes)
    ? undefined
    : `is no valid phone number (read in ${country} as ${number.number})`;
}

/** E.164 of a valid number, allow-list or not: for a number that is shown and never dialled. */
export function e164Of(given: string, country: string): string | undefined {
  const number = parse(given, country);
  return number?.isValid() === true ? number.number : undefined;
}

/**
 * `given` as people write it, read in `country`. Never throws: a number that the allow-list refuses is part of
 * a working configuration, its leg is skipped with the reason.
 */
export function normalise(given: string, country: string, allow: AllowList): ExternalNumber {
  const fault = whyNoNumber(given, country, allow);
  const number = parse(given, country);
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

/**
 * A caller's number as E.164, read in `country`; undefined for extensions, short numbers and everything that
 * cannot be a phone number. Numbers that no plan knows yet count: callers cannot help their number.
 */
export function toE164(given: string, country: string): string | undefined {
  const number = isShort(given) ? undefined : parse(given, country);
  return number?.isPossible() === true ? number.number : undefined;
}
