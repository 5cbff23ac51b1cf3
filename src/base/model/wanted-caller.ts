/** A caller whom somebody looks for. */
export type WantedCaller = { readonly kind: 'withheld' } | WantedNumber;

export interface WantedNumber {
  /** `beginning`: every number that begins so. */
  readonly kind: 'whole' | 'beginning';
  /** As it was typed, without what stands between the digits; as a trunk may have sent it. */
  readonly number: string;
  /** The number, or its beginning, with plus and country code; undefined: that cannot be told. */
  readonly e164: string | undefined;
}
