/**
 * The one mechanism of words. A wing has a table for each language. A word is a text, a text with `{places}`, or a function
 * where its grammar depends on what it says. The compiler keeps each language complete.
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

/** What another language must have: the words of the language of reference, each with a text of its own. */
export type SameWords<T> = T extends string
  ? string
  : T extends readonly string[]
    ? readonly string[]
    : T extends (...given: infer Given) => string
      ? (...given: Given) => string
      : { readonly [Key in keyof T]: SameWords<T[Key]> };

/** Puts values into a text's `{places}`. A place without a value stays, so that a test sees it. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  );
}

/** One table of a wing's words, in each language: `table(WORDS, 'login')[lang].signIn`. */
export function table<W, Key extends keyof W>(words: ByLanguage<W>, key: Key): ByLanguage<W[Key]> {
  const entries = Object.entries<W>(words).map(([lang, of]) => [lang, of[key]] as const);
  return Object.fromEntries(entries) as ByLanguage<W[Key]>;
}

/** The part of a language's own words (base/words) that chooses the form of a word after a count. */
interface Plurals<Form extends Intl.LDMLPluralRule> {
  readonly locale: string;
  readonly plurals: readonly Form[];
}

/**
 * Chooses the form that goes with a count: `pluralOf(english)(2, { one: 'call', other: 'calls' })` is `calls`. A language
 * writes all its forms: Polish, with one, few, many and other, does not compile with two.
 */
export function pluralOf<Form extends Intl.LDMLPluralRule>({
  locale,
}: Plurals<Form>): (count: number, forms: Readonly<Record<Form, string>>) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => forms[rules.select(count) as Form];
}

/** A text that depends on a count, which fills its place `{count}`; `values` fill the others. */
export type Counted = (count: number, values?: Readonly<Record<string, string>>) => string;

/** Makes such texts of one language: `countedOf(english)({ one: '1 call waits', other: '{count} calls wait' })`. */
export function countedOf<Form extends Intl.LDMLPluralRule>(
  words: Plurals<Form>,
): (forms: Readonly<Record<Form, string>>) => Counted {
  const choose = pluralOf(words);
  return (forms) => (count, values) => fill(choose(count, forms), { ...values, count });
}
