/** Texts in Greek letters, so that whatever stays in Latin ones is data or was not taken from a table. */

const LATIN = 'abcdefghijklmnopqrstuvwxyz';
const GREEK = 'αβψδεφγηιξκλμνοπκρστθωςχυζ';

/** Letter by letter; `{places}` and `$1` stay, and so do `kept` texts. */
export function greek(text: string, kept: readonly string[] = []): string {
  const stays = kept.filter((one) => one !== '').map(literal);
  const pieces = text.split(new RegExp(`(${['\\{\\w+\\}', '\\$\\d', ...stays].join('|')})`));
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : inGreek(piece))).join('');
}

/** A pattern that fits this text only. */
export const literal = (text: string): string => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&');

function inGreek(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const other = GREEK[LATIN.indexOf(letter.toLowerCase())] ?? letter;
    return letter === letter.toLowerCase() ? other : other.toUpperCase();
  });
}

/** A table of words in Greek letters. What a function is given to tell stays as it is. */
export function inGreekLetters<T>(words: T): T {
  if (typeof words === 'string') return greek(words.replace('$0', 'as the check says')) as T;
  if (Array.isArray(words)) return words.map(inGreekLetters) as T;
  if (typeof words === 'function') {
    return ((...given: unknown[]) =>
      greek((words as (...of: unknown[]) => string)(...given), given.flatMap(textsIn))) as T;
  }
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([key, one]) => [key, inGreekLetters(one)])) as T;
}

/** What is given to a function of words to be told; which of several things happened (`kind`, `by`, …) is not. */
function textsIn(given: unknown): string[] {
  if (typeof given === 'string') return [given];
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([key, one]) =>
    ['kind', 'by', 'to', 'what'].includes(key) && typeof one === 'string' ? [] : textsIn(one),
  );
}
