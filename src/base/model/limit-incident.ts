/** A limit that is being met, from the first call or phone that was left out until none has been for a while. */

export type LimitIncident = Readonly<{
  most: number;
  /** Calls that were refused, or phones that were left out, up to now. */
  count: number;
  sinceMs: number;
  /** The newest of them. */
  lastMs: number;
}> &
  LimitMet;

/** Which limit, and by whom. Numbers are E.164 where they can be. */
export type LimitMet =
  /** Calls of one number within a minute. */
  | { readonly kind: 'callerFloods'; readonly number: string }
  /** The same of a group's callers without a number, who count as one. */
  | { readonly kind: 'withheldFlood'; readonly group: string }
  /** Numbers outside that rang for one caller within an hour. */
  | { readonly kind: 'callerRings'; readonly number: string }
  | { readonly kind: 'withheldRings'; readonly group: string }
  | { readonly kind: 'groupRings'; readonly group: string }
  /** Numbers outside that ring at the same time. */
  | { readonly kind: 'ringAtOnce' };
