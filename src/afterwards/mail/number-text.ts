/** Phone numbers as people read them. Pure. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** `+49 30 23125001`; an extension, or whatever else a caller's number is, as it stands. */
export function numberText(number: string): string {
  if (!number.startsWith('+')) return number;
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/**
 * The number for a `tel:` link; null: a phone must not dial it as it stands. With its country code, with the area code's
 * zero, or short enough for an extension it says where it is; a number that came without any of them (`4312345678`)
 * could be a stranger's.
 */
export function dialledText(number: string): string | null {
  return /^(?:\+\d{4,19}|0\d{4,19}|\d{2,6})$/.test(number) ? number : null;
}
