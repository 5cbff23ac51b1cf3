/** Text of a file or of a person, as it may reach a terminal. Pure. */

/** Control characters, halves of characters, and what turns the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** With a question mark for each character that a terminal would act on. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '?');
}
