/** A-law and µ-law (ITU-T G.711), a tone to say, and a way to find it again. */

/** Samples a second. */
const RATE = 8000;

function fromALaw(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value >> 4) & 7;
  const mantissa = ((value & 0x0f) << 4) | 8;
  const size = exponent === 0 ? mantissa : (mantissa | 0x100) << (exponent - 1);
  return (value & 0x80) === 0 ? -size : size;
}

function fromMuLaw(byte: number): number {
  const value = ~byte & 0xff;
  const size = ((((value & 0x0f) << 3) | 0x84) << ((value >> 4) & 7)) - 0x84;
  return (value & 0x80) === 0 ? size : -size;
}

/** The byte whose value is nearest: slow, and right by definition. */
function nearest(decode: (byte: number) => number): (sample: number) => number {
  const values = Array.from({ length: 256 }, (_, byte) => decode(byte));
  return (sample) => {
    let best = 0;
    for (const [byte, value] of values.entries())
      if (Math.abs(value - sample) < Math.abs((values[best] ?? 0) - sample)) best = byte;
    return best;
  };
}

export const G711 = {
  PCMA: { decode: fromALaw, encode: nearest(fromALaw) },
  PCMU: { decode: fromMuLaw, encode: nearest(fromMuLaw) },
} as const;

/** 20 ms of a tone of 1000 Hz, of whose period 160 samples have exactly 20: said again and again, it has no seam. */
export function toneFrame(law: keyof typeof G711): Buffer {
  const { encode } = G711[law];
  return Buffer.from(
    Array.from({ length: 160 }, (_, index) => encode(8000 * Math.sin((2 * Math.PI * 1000 * index) / RATE))),
  );
}

/** Share of a frequency in the sound, 0 to 1 (Goertzel); silence has none. */
export function shareOf(hertz: number, samples: readonly number[]): number {
  let [real, imaginary, energy] = [0, 0, 0];
  for (const [index, sample] of samples.entries()) {
    const angle = (2 * Math.PI * hertz * index) / RATE;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
    energy += sample * sample;
  }
  // A pure sine of n samples has real² + imaginary² = n · energy / 2.
  const most = (samples.length * energy) / 2;
  return energy / samples.length < 100 ? 0 : (real * real + imaginary * imaginary) / most;
}
