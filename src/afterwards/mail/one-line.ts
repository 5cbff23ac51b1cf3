/**
 * Text from callers and administrators as one harmless line, for subjects, plain text and file names.
 *
 * Line breaks would add headers or lines, and other control characters or bidirectional overrides would make a line
 * look different from what it is.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}
