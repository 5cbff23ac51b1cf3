/** Sentences of the checks, put into other words by pattern. Pure. */

/** The first that fits counts; `$1` is the first group. */
export type Rule = readonly [pattern: RegExp, words: string | ((...found: string[]) => string)];

/** The sentence in the words of the first rule that fits; without one as it is. */
export function reworded(message: string, rules: readonly Rule[]): string {
  for (const [pattern, words] of rules) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const parts = found.slice(1).map((part) => (part as string | undefined) ?? '');
    return typeof words === 'function'
      ? words(...parts)
      : words.replace(/\$(\d)/g, (_all, index: string) => parts[Number(index) - 1] ?? '');
  }
  return message;
}
