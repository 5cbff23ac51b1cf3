/** How loud samples are. Pure. */
import type { SoundLevel } from '../model/sound.js';
import type { Samples } from './wav.js';

const FULL = 32_768;
/** What 16 bits can tell from silence. */
const FLOOR_DB = -96;
/** Length of the pieces that are weighed one by one. */
const BLOCK_MS = 100;
/** Pieces that are quieter than the loudest by more than this are pauses. */
const PAUSE_DB = 20;
/** So many samples in a row at the limit are heard as a crackle. */
const CLIP_SAMPLES = 4;

/** In steps of a second of sound: ten minutes have ten million samples. */
export function* levelSteps({ rate, samples }: Samples): Generator<undefined, SoundLevel> {
  let [peak, clips, run] = [0, 0, 0];
  const blocks: number[] = [];
  const blockLength = Math.max(1, Math.round((rate * BLOCK_MS) / 1000));
  for (let at = 0; at < samples.length; at += blockLength) {
    let sum = 0;
    const block = samples.subarray(at, at + blockLength);
    for (const sample of block) {
      const size = Math.abs(sample);
      sum += sample * sample;
      if (size > peak) peak = size;
      run = size >= FULL - 2 ? run + 1 : 0;
      if (run === CLIP_SAMPLES) clips += 1;
    }
    blocks.push(sum / block.length);
    if (blocks.length % 10 === 0) yield;
  }
  return { peakDb: decibel(peak / FULL), loudnessDb: loudness(blocks), clips };
}

/** The mean power of what is no pause. */
function loudness(blocks: readonly number[]): number {
  const loudest = blocks.reduce((most, one) => Math.max(most, one), 0);
  const spoken = blocks.filter((power) => power > 0 && power >= loudest / 10 ** (PAUSE_DB / 10));
  if (spoken.length === 0) return FLOOR_DB;
  return decibel(Math.sqrt(spoken.reduce((sum, one) => sum + one, 0) / spoken.length) / FULL);
}

/** One decimal. */
function decibel(ratio: number): number {
  return ratio <= 0 ? FLOOR_DB : Math.max(FLOOR_DB, Math.round(200 * Math.log10(ratio)) / 10);
}
