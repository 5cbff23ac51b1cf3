/** Phone numbers as people read them. Pure. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** `+49 30 23125001`; an extension, or whatever else a caller's number is, unchanged. */
export function numberText(number: string): string {
  if (!number.startsWith('+')) return number;
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/**
 * The number for a `tel:` link; null if a phone must not dial it as it is. A number is complete with its country
 * code, with the 0 of an area code, or when it is short enough to be an extension. One that came without any of
 * these (`4312345678`) could be a stranger's.
 */
export function dialledText(number: string): string | null {
  return /^(?:\+\d{4,19}|0\d{4,19}|\d{2,6})$/.test(number) ? number : null;
}
