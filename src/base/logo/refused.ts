/** Why a file does not become the logo. Pages and interface have words for each. */
import { AppError } from '../errors.js';

export const LOGO_REFUSALS = [
  /** Zero bytes. */
  'empty',
  'tooLarge',
  /** A drawing that could hold scripts and links. */
  'svg',
  /** By its content neither PNG, JPEG nor WebP. */
  'noPicture',
  /** Ends before its end, or is damaged. */
  'cutOff',
  'badSize',
  /** The database did not take it. */
  'notStored',
] as const;

export type LogoRefusal = (typeof LOGO_REFUSALS)[number];

export class LogoRefused extends AppError {
  constructor(
    readonly why: LogoRefusal,
    readonly values: Readonly<Record<string, string | number>> = {},
    options: { cause?: unknown } = {},
  ) {
    super('LOGO_REFUSED', `this does not become the logo: ${why}`, { facts: values, ...options });
  }
}
