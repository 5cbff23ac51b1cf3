/** From where a revision of the configuration came. */

export const ORIGINS = [
  /** The forms of the pages. */
  'page',
  /** The REST interface. */
  'interface',
  /** A file that was imported. */
  'file',
  /** Text that a command was given without a file. */
  'commandLine',
  /** The example of the first start, which anybody's first import may replace. */
  'example',
  /** An earlier revision, or a part of one. */
  'takenBack',
  /** It was saved before revisions said it. */
  'unknown',
] as const;

export type Origin = (typeof ORIGINS)[number];

/** What a stored revision says; anything else is `unknown`. */
export function originOf(stored: unknown): Origin {
  return ORIGINS.find((origin) => origin === stored) ?? 'unknown';
}
