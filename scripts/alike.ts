/** Whether a word is another one with a typing error. Pure. */

/** Equal but for one letter that is missing, too much, another one, or two that changed places. */
export function isAlike(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let begin = 0;
  while (begin < one.length && one[begin] === other[begin]) begin += 1;
  const [rest, otherRest] = [one.slice(begin), other.slice(begin)];
  return (
    rest === otherRest ||
    rest.slice(1) === otherRest.slice(1) ||
    rest.slice(1) === otherRest ||
    rest === otherRest.slice(1) ||
    swapped(rest) === otherRest
  );
}

/** With the first two letters in the other order. */
const swapped = (word: string): string => `${word[1] ?? ''}${word[0] ?? ''}${word.slice(2)}`;
