/** Phone numbers as people read them. Pure. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** `+49 30 23125001`; an extension, or whatever else a caller's number is, unchanged. */
export function numberText(number: string): string {
  if (!number.startsWith('+')) return number;
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/**
 * The number for a `tel:` link; null: a phone must not dial it as it stands. With its country code, or with the area code's
 * zero, it says where it is; a number that came without any of them (`4312345678`) could be a stranger's. A short one is
 * dialled when it is an extension: from outside anybody can call as 112.
 */
export function dialledText(number: string, extensions: ReadonlySet<string> | undefined): string | null {
  if (extensions?.has(number) === true) return number;
  return /^(?:\+[1-9]\d{6,14}|0[1-9]\d{5,17}|00[1-9]\d{6,14})$/.test(number) ? number : null;
}
