/** A file that somebody gave becomes a sound that every FreeSWITCH plays: WAV, 16 bits, one channel, 8 or 16 kHz. */
import { inSlices } from '../in-slices.js';
import type { SoundFacts } from '../model/sound.js';
import { convert, type ConvertOptions } from './convert.js';
import { declaredSec, isWhole, kindOf, type SoundKind } from './kind.js';
import { levelSteps } from './level.js';
import { MOST_SEC, MOST_UPLOADED } from './limits.js';
import { SoundRefused } from './refused.js';
import { sha256Of } from './sha256.js';
import { readWav, writeWav, type Samples } from './wav.js';

export interface MadeSound extends SoundFacts {
  /** The WAV file. */
  readonly content: Buffer;
  readonly sha256: string;
  /** What was given. */
  readonly kind: SoundKind;
}

/** A decoder may leave out the silence at both ends. */
const MOST_LOST_SEC = 0.5;

/** Errors: SoundRefused. */
export async function makeSound(bytes: Buffer, options: ConvertOptions = {}): Promise<MadeSound> {
  if (bytes.length === 0) throw new SoundRefused('empty');
  if (bytes.length > MOST_UPLOADED) throw new SoundRefused('tooLarge', { most: megabytes(MOST_UPLOADED) });
  const kind = kindOf(bytes);
  if (kind === undefined) throw new SoundRefused('noSound');
  if (!isWhole(bytes, kind)) throw new SoundRefused('cutOff');
  const plain = kind === 'wav' ? readWav(bytes) : undefined;
  const sound = plain ?? (await converted(bytes, kind, options));
  if (sound.samples.length === 0) throw new SoundRefused('noSamples');
  if (sound.samples.length > MOST_SEC * sound.rate) throw new SoundRefused('tooLong', { min: MOST_SEC / 60 });
  const content = writeWav(sound);
  return {
    ...(await inSlices(levelSteps(sound))),
    lengthMs: Math.round((sound.samples.length / sound.rate) * 1000),
    rate: sound.rate,
    bytes: content.length,
    content,
    sha256: await sha256Of(content),
    kind,
  };
}

async function converted(bytes: Buffer, kind: SoundKind, options: ConvertOptions): Promise<Samples> {
  const sound = await convert(bytes, kind, options);
  const declared = declaredSec(bytes, kind);
  const sec = sound.samples.length / sound.rate;
  if (declared !== undefined && sec < Math.min(declared, MOST_SEC) - MOST_LOST_SEC)
    throw new SoundRefused('cutOff', { there: Math.round(sec), declared: Math.round(declared) });
  return sound;
}

/** Facts of a WAV file that was not uploaded; undefined: it cannot be read without a converter. */
export async function factsOf(bytes: Buffer): Promise<SoundFacts | undefined> {
  const sound = wavOf(bytes);
  if (sound === undefined || sound.samples.length === 0) return undefined;
  return {
    ...(await inSlices(levelSteps(sound))),
    lengthMs: Math.round((sound.samples.length / sound.rate) * 1000),
    rate: sound.rate,
    bytes: bytes.length,
  };
}

function wavOf(bytes: Buffer): Samples | undefined {
  try {
    return kindOf(bytes) === 'wav' ? readWav(bytes) : undefined;
  } catch (error) {
    if (error instanceof SoundRefused) return undefined;
    throw error;
  }
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}
