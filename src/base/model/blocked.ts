/** Numbers that are refused. Plain values. */

/** A caller's number that is refused, or the beginning of such numbers. */
export interface BlockedNumber {
  /** As typed, digits only. */
  readonly number: string;
  readonly e164: string | undefined;
  readonly isBeginning: boolean;
  /** For those who look at the call; may be empty. */
  readonly reason: string;
}

export interface BlockList {
  /** By E.164 and as typed. */
  readonly whole: ReadonlyMap<string, BlockedNumber>;
  readonly beginnings: readonly BlockedNumber[];
}
