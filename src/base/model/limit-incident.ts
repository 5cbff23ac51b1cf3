/** A limit being hit: from the first refused call or skipped phone until there has been none for a while. */

export type LimitIncident = Readonly<{
  most: number;
  /** Calls refused or phones skipped so far. */
  count: number;
  sinceMs: number;
  /** The newest of them. */
  lastMs: number;
}> &
  LimitMet;

/** Which limit, and who hit it. Numbers are E.164 where possible. */
export type LimitMet =
  /** Calls of one number within a minute. */
  | { readonly kind: 'callerFloods'; readonly number: string }
  /** The same for a group's callers without a number, who are counted together. */
  | { readonly kind: 'withheldFlood'; readonly group: string }
  /** External numbers that rang for one caller within an hour. */
  | { readonly kind: 'callerRings'; readonly number: string }
  | { readonly kind: 'withheldRings'; readonly group: string }
  | { readonly kind: 'groupRings'; readonly group: string }
  /** External numbers that ring at the same time. */
  | { readonly kind: 'ringAtOnce' };
