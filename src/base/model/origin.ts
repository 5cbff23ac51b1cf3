/** Where a revision of the configuration came from. */

export const ORIGINS = [
  /** The forms of the pages. */
  'page',
  /** The REST interface. */
  'interface',
  /** A file that was imported. */
  'file',
  /** Given to a command as an argument, without a file. */
  'commandLine',
  /** The example from the first start; the first import may replace it. */
  'example',
  /** An earlier revision, or a part of one. */
  'takenBack',
  /** Saved by a version that did not record it. */
  'unknown',
] as const;

export type Origin = (typeof ORIGINS)[number];

/** Reads what a stored revision says; anything else is `unknown`. */
export function originOf(stored: unknown): Origin {
  return ORIGINS.find((origin) => origin === stored) ?? 'unknown';
}
