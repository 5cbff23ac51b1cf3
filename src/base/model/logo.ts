/** The house's own logo, as pages show it. Plain values. */

export const LOGO_KINDS = ['png', 'jpeg', 'webp'] as const;

export type LogoKind = (typeof LOGO_KINDS)[number];

/** What its content says of a picture. Pixels. */
export interface LogoFacts {
  readonly kind: LogoKind;
  readonly width: number;
  readonly height: number;
}

export interface StoredLogo extends LogoFacts {
  /** Another for each content; part of its address, so browsers may keep it forever. */
  readonly version: string;
  readonly bytes: number;
  readonly addedAt: Date;
  readonly addedBy: string;
}
