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
