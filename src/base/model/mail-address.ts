/** What counts as one plain mail address, safe to use in headers and SMTP commands. Pure. */

/** In its plain form (RFC 5321 without quoted names, comments and address literals). */
export const MAIL_ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/** Longest address that SMTP allows (RFC 5321, 4.5.3.1.3, without the angle brackets). */
export const LONGEST_MAIL_ADDRESS = 254;

export function isMailAddress(text: string): boolean {
  return text.length <= LONGEST_MAIL_ADDRESS && MAIL_ADDRESS.test(text);
}
