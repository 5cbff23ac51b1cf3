/** Reads what people type to find a caller, a call-back or a user's phone; the same for all searches. Pure. */
import type { WantedCaller, WantedNumber } from '../model/wanted-caller.js';
import { callerE164, dialledE164 } from './caller-number.js';
import { cleanedNumber } from './number-text.js';
import { callingCodeOf, trunkPrefixOf } from './phone-number.js';

const WITHHELD = ['anonymous', 'anonym', 'withheld', 'unbekannt', 'unterdrückt'];

/** `anonymous`, or what `wantedNumber` reads; undefined: neither. */
export function typedCaller(given: string, country: string): WantedCaller | undefined {
  const word = given.trim().toLowerCase();
  // A phone in another domain than the house's; such a caller is stored so.
  if (/^\d{1,15}@[a-z0-9.-]{1,253}$/.test(word)) return { kind: 'whole', number: word, e164: undefined };
  return WITHHELD.includes(word) ? { kind: 'withheld' } : wantedNumber(given, country);
}

/**
 * A number as people write or paste it (`030 231…`, `+49…`, `0049…`, `4930…`, a `tel:` link, with blanks of any
 * kind), or the beginning of one followed by `*`. Undefined: it is not a number.
 */
export function wantedNumber(given: string, country: string): WantedNumber | undefined {
  // A link's parameters say nothing about the number: tel:+49-30-23125001;ext=5
  const text = cleanedNumber(given.trim().replace(/^(tel:[^;]*);.*$/i, '$1'));
  const plain = text.replaceAll(/[ ()/.-]/g, '');
  if (/^\+?\d{1,20}\*$/.test(plain)) {
    const number = plain.slice(0, -1);
    return { kind: 'beginning', number, e164: beginningOf(number, country) };
  }
  if (!/^\+?[0-9*#]{1,32}$/.test(plain) || !/\d/.test(plain)) return undefined;
  return { kind: 'whole', number: plain, e164: dialledE164(plain, country) ?? callerE164(plain, country) };
}

/** `030231` is `+4930231` in Germany. */
export function beginningOf(digits: string, country: string): string | undefined {
  if (digits.startsWith('+')) return digits;
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  const trunkPrefix = trunkPrefixOf(country);
  if (trunkPrefix === '' || !digits.startsWith(trunkPrefix)) return undefined;
  return `+${callingCodeOf(country)}${digits.slice(trunkPrefix.length)}`;
}
