/** Sentences of data with a kind: one table a language, which the compiler keeps complete. */

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
