/** What a stereo WAV file of 16 bits and 8 kHz holds. */
import { readFileSync } from 'node:fs';
import { shareOf } from './sip/g711.js';

const RATE = 8_000;
const SLICE = RATE / 10;
/** A packet: on a busy machine some come late, and the tone jumps between them. */
const FRAME = RATE / 50;

/** For each tenth of a second of one side: the tone of `sayTone`, zeros only, or anything else. */
export function slicesOf(file: string, side: 'caller' | 'member'): readonly ('tone' | 'zeros' | 'else')[] {
  const bytes = readFileSync(file);
  const begin = bytes.indexOf('data', 12, 'latin1') + 8;
  const samples = Array.from({ length: Math.floor((bytes.length - begin) / 4) }, (_, index) =>
    bytes.readInt16LE(begin + index * 4 + (side === 'caller' ? 0 : 2)),
  );
  return Array.from({ length: Math.floor(samples.length / SLICE) }, (_, slice) => {
    const heard = samples.slice(slice * SLICE, (slice + 1) * SLICE);
    if (heard.every((sample) => sample === 0)) return 'zeros';
    const frames = Array.from({ length: SLICE / FRAME }, (_frame, at) =>
      heard.slice(at * FRAME, (at + 1) * FRAME),
    );
    return frames.some((frame) => shareOf(1000, frame) > 0.6) ? 'tone' : 'else';
  });
}
