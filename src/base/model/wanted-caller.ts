/** A caller that somebody searches for. */
export type WantedCaller = { readonly kind: 'withheld' } | WantedNumber;

export interface WantedNumber {
  /** `beginning`: every number with this prefix. */
  readonly kind: 'whole' | 'beginning';
  /** As typed, without separators; as a trunk may have sent it. */
  readonly number: string;
  /** The number, or its prefix, with plus and country code; undefined: it cannot be determined. */
  readonly e164: string | undefined;
}

/**
 * A part of a name or of a number, as somebody typed it. Who fits is found out when the search runs: people/operations/typed-callers.ts.
 */
export interface TypedCaller {
  readonly kind: 'typed';
  readonly text: string;
  /** False: digits are no reason to find somebody, for a reader who may see no number. */
  readonly byNumber: boolean;
  /** False: the reader may not read the address book, and finds callers by the names and numbers that calls show. */
  readonly byBook: boolean;
}

/** Callers one by one, or a user who answered. */
export interface WantedPeople {
  readonly kind: 'people';
  /** With `e164` undefined, a number is found as it was received. */
  readonly callers: readonly Pick<WantedNumber, 'number' | 'e164'>[];
  /** Ids of users. */
  readonly answeredBy: readonly string[];
}
