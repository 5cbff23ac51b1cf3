/** Sentences of data with a kind: one table a language, which the compiler keeps complete. */

interface Kinded {
  readonly kind: string;
}

/** The member of a union that has this kind, among others perhaps. */
type Of<T, Kind> = T extends { readonly kind: infer Own } ? (Kind extends Own ? T : never) : never;

/** For each kind the words of what is of that kind. */
export type Wording<T extends Kinded> = { readonly [Kind in T['kind']]: (one: Of<T, Kind>) => string };

/** What the table says of `one`. Throws for a kind that it does not know, as a newer version may have stored it. */
export function worded<T extends Kinded>(table: Wording<T>, one: T): string {
  return (table[one.kind as T['kind']] as (given: T) => string)(one);
}
