/** Phone numbers as people read them. Pure. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** `+49 30 23125001`; an extension, or any other caller's number, unchanged. */
export function numberText(number: string): string {
  if (!number.startsWith('+')) return number;
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}

/**
 * The number for a `tel:` link; null: it must not be dialled as it is. A number is unambiguous with its country
 * code, or with the zero of its area code; without either (`4312345678`) it could be a stranger's. A short number
 * may be dialled if it is an extension, because anybody outside can send 112 as their number.
 */
export function dialledText(number: string, extensions: ReadonlySet<string> | undefined): string | null {
  // In another domain the number alone is somebody else's.
  if (extensions?.has(number) === true) return number.includes('@') ? null : number;
  return /^(?:\+[1-9]\d{6,14}|0[1-9]\d{5,17}|00[1-9]\d{6,14})$/.test(number) ? number : null;
}
