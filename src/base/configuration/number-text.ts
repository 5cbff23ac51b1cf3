/** Cleans pasted phone numbers so that they can be checked against a numbering plan. Pure. */

/** No-break and other wide spaces, and the hyphens of word processors. */
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]/g;
const HYPHENS = /[\u2010-\u2015\u2212\u00ad]/g;
/** Zero-width and directional characters, which web pages and address books put around numbers. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/**
 * Removes what comes with pasting: `tel:`, invisible characters, and the "(0)" of "+49 (0)30 …", which is dialled
 * only without the country code. Digits, blanks, ( ) / . - and a leading + stay unchanged. Anything else stays too,
 * so that the check can report it.
 */
export function cleanedNumber(given: string): string {
  return given
    .replace(INVISIBLE, '')
    .replace(HYPHENS, '-')
    .replace(SPACES, ' ')
    .trim()
    .replace(/^tel:\s*/i, '')
    .replace(/^((?:\+|00)[\d ]{1,5})\(0\)\s*/, '$1');
}
