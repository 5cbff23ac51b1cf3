/** Makes text from files and users safe to print on a terminal. Pure. */

/** Control characters, lone surrogates, and characters that change the text direction. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Replaces each character that a terminal would interpret with a question mark. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '?');
}
