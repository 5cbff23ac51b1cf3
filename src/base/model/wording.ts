/**
 * How user-visible texts are stored. Each part of the program has a table for each language. An entry is a text, a text
 * with `{placeholders}`, or a function where the grammar depends on the values. The compiler ensures that no language
 * lacks an entry.
 */
import type { ByLanguage } from './language.js';

interface Kinded {
  readonly kind: string;
}

/** The members of a union that have this kind; one member may have several kinds. */
type Of<T, Kind> = T extends { readonly kind: infer Own } ? (Kind extends Own ? T : never) : never;

/** A sentence for each kind. */
export type Wording<T extends Kinded> = { readonly [Kind in T['kind']]: (one: Of<T, Kind>) => string };

/** The sentence for `one`. Throws for an unknown kind, which a newer version may have stored. */
export function worded<T extends Kinded>(table: Wording<T>, one: T): string {
  return (table[one.kind as T['kind']] as (given: T) => string)(one);
}

/** What another language must have: every entry of the reference language, with a text of its own. */
export type SameWords<T> = T extends string
  ? string
  : T extends readonly string[]
    ? readonly string[]
    : T extends (...given: infer Given) => string
      ? (...given: Given) => string
      : { readonly [Key in keyof T]: SameWords<T[Key]> };

/** Fills a text's `{placeholders}`. One without a value stays in the text, so that tests notice it. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  );
}

/** One table of the texts, in each language: `table(WORDS, 'login')[lang].signIn`. */
export function table<W, Key extends keyof W>(words: ByLanguage<W>, key: Key): ByLanguage<W[Key]> {
  const entries = Object.entries<W>(words).map(([lang, of]) => [lang, of[key]] as const);
  return Object.fromEntries(entries) as ByLanguage<W[Key]>;
}

/** The part of a language's definition (base/words) that chooses the plural form for a count. */
interface Plurals<Form extends Intl.LDMLPluralRule> {
  readonly locale: string;
  readonly plurals: readonly Form[];
}

/**
 * Chooses the plural form for a count: `pluralOf(english)(2, { one: 'call', other: 'calls' })` is `calls`. A language
 * writes all its forms: Polish, with one, few, many and other, does not compile with two.
 */
export function pluralOf<Form extends Intl.LDMLPluralRule>({
  locale,
}: Plurals<Form>): (count: number, forms: Readonly<Record<Form, string>>) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => forms[rules.select(count) as Form];
}

/** A text that depends on a count, which fills `{count}`; `values` fill the other placeholders. */
export type Counted = (count: number, values?: Readonly<Record<string, string>>) => string;

/** Creates such texts for one language: `countedOf(english)({ one: '1 call waits', other: '{count} calls wait' })`. */
export function countedOf<Form extends Intl.LDMLPluralRule>(
  words: Plurals<Form>,
): (forms: Readonly<Record<Form, string>>) => Counted {
  const choose = pluralOf(words);
  return (forms) => (count, values) => fill(choose(count, forms), { ...values, count });
}
