/** Why a file does not become a sound. Pages and commands have words for each. */
import { AppError } from '../errors.js';

export const SOUND_REFUSALS = [
  /** Zero bytes. */
  'empty',
  /** By its content neither WAV, MP3, OGG nor FLAC. */
  'noSound',
  /** Says of itself that it is longer than it is. */
  'cutOff',
  /** Can be opened, but holds nothing that can be played. */
  'unreadable',
  /** No sample. */
  'noSamples',
  'tooLong',
  'tooLarge',
  /** Neither ffmpeg nor sox is installed, or sox without this kind. */
  'noConverter',
  'converterHangs',
  'converterFailed',
  /** Others are being converted. */
  'busy',
  'badName',
  /** There is one of this name. */
  'exists',
  /** The database has no room for more. */
  'full',
  /** The database did not take it. */
  'notStored',
] as const;

export type SoundRefusal = (typeof SOUND_REFUSALS)[number];

export class SoundRefused extends AppError {
  constructor(
    readonly why: SoundRefusal,
    readonly values: Readonly<Record<string, string | number>> = {},
    options: { cause?: unknown } = {},
  ) {
    super('SOUND_REFUSED', `this does not become a sound: ${why}`, { facts: values, ...options });
  }
}
