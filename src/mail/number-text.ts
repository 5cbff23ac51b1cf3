/** Phone numbers as people read them. Pure. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** `+49 30 23125001`; an extension, or whatever else a caller's number is, as it stands. */
export function numberText(number: string): string {
  if (!number.startsWith('+')) return number;
  return parsePhoneNumberFromString(number)?.formatInternational() ?? number;
}
