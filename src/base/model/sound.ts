/** Sounds that were uploaded: what is known of each, and how a configuration names it. Pure. */

/** The folder below FreeSWITCH's `sound_prefix` in which uploaded sounds are found. */
export const SOUND_FOLDER = 'rufgruppe';

/** A file's name: small letters, digits, `.`, `_` and `-`; no folder, no dot at its beginning, always a WAV. */
const NAME = /^[a-z0-9_-][a-z0-9._-]{0,59}\.wav$/;

export function isSoundName(name: string): boolean {
  return NAME.test(name) && !name.includes('..');
}

/** As groups and settings name it: `rufgruppe/closed.wav`. */
export function configuredName(name: string): string {
  return `${SOUND_FOLDER}/${name}`;
}

const LETTERS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o' };

/** A name that is allowed, made of what somebody typed or of a file's name; empty when nothing of it is left. */
export function soundNameOf(given: string): string {
  const plain = given
    .normalize('NFC')
    .toLowerCase()
    .replace(/\.(?:wave?|mp3|ogg|oga|opus|flac)$/, '')
    .replace(/[äöüßæø]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFD')
    .replace(/[^a-z0-9._-]+/g, (text) => (/^\p{M}+$/u.test(text) ? '' : '-'))
    .replace(/\.{2,}/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 56)
    .replace(/[.-]+$/, '');
  return plain === '' ? '' : `${plain}.wav`;
}

/** How loud a sound is. */
export interface SoundLevel {
  /** Of the loudest sample, in dB below the loudest that can be written; -Infinity never: silence is -96. */
  readonly peakDb: number;
  /** Of what is spoken or played, pauses left out; the same scale. */
  readonly loudnessDb: number;
  /** Places in which at least four samples in a row are as loud as can be. */
  readonly clips: number;
}

/** What is worth a warning. */
export type SoundRemark = 'silent' | 'quiet' | 'clipped' | 'long';

export interface SoundFacts extends SoundLevel {
  readonly lengthMs: number;
  /** In hertz. */
  readonly rate: number;
  /** Of the WAV file. */
  readonly bytes: number;
}

/** A sound of the database. */
export interface StoredSound extends SoundFacts {
  /** Unique: `closed.wav`. */
  readonly name: string;
  /** Another one for each upload. */
  readonly version: string;
  /** Of the WAV file, hexadecimal. */
  readonly sha256: string;
  readonly addedAt: Date;
  /** The account's name, as the audit log has it. */
  readonly addedBy: string;
}

const QUIET_DB = -35;
const SILENT_DB = -60;
const LONG_MS = 3 * 60_000;

export function remarksOf({ peakDb, loudnessDb, clips, lengthMs }: SoundFacts): readonly SoundRemark[] {
  const remarks: SoundRemark[] = [];
  if (peakDb < SILENT_DB) remarks.push('silent');
  else if (loudnessDb < QUIET_DB) remarks.push('quiet');
  if (clips > 0) remarks.push('clipped');
  if (lengthMs > LONG_MS) remarks.push('long');
  return remarks;
}
