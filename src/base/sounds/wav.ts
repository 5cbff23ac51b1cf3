/** WAV files that need no converter are read here, and all are written here. Pure. */
import { SoundRefused } from './refused.js';

export interface Samples {
  /** In hertz. */
  readonly rate: number;
  /** One channel. */
  readonly samples: Int16Array;
}

const PCM = 1;
const A_LAW = 6;
const U_LAW = 7;
const EXTENSIBLE = 0xfffe;

/** Rates that telephones have; others are converted. */
const RATES: ReadonlySet<number> = new Set([8_000, 16_000]);

/**
 * The samples of a WAV with one channel of 8 or 16 kHz, 16 bits, A-law or µ-law. Undefined: another WAV, which a converter
 * has to read. Errors: SoundRefused `unreadable`, or `cutOff` when it says that it is longer than it is.
 */
export function readWav(bytes: Buffer): Samples | undefined {
  const { format, data, declared } = chunksOf(bytes);
  if (data.length < declared) throw new SoundRefused('cutOff', { there: data.length, declared });
  const { code, channels, rate, bits } = format;
  if (channels !== 1 || !RATES.has(rate)) return undefined;
  if (code === PCM && bits === 16) return { rate, samples: words(data) };
  const law = bits === 8 ? (code === A_LAW ? fromALaw : code === U_LAW ? fromULaw : undefined) : undefined;
  return law === undefined ? undefined : { rate, samples: Int16Array.from(data, law) };
}

interface Format {
  readonly code: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

/** `declared`: the bytes that the data should have. A recorder that was cut off leaves 0 or all ones: what is there counts. */
function chunksOf(bytes: Buffer): {
  readonly format: Format;
  readonly data: Buffer;
  readonly declared: number;
} {
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.subarray(at, at + 4).toString('latin1');
    const size = bytes.readUInt32LE(at + 4);
    const body = bytes.subarray(at + 8, at + 8 + size);
    if (name === 'fmt ' && body.length >= 16) format = formatOf(body);
    if (name === 'data') {
      if (format === undefined) throw new SoundRefused('unreadable', { reason: 'no fmt' });
      const isOpen = size === 0xffffffff || size === 0;
      return isOpen
        ? { format, data: bytes.subarray(at + 8), declared: 0 }
        : { format, data: body, declared: size };
    }
    at += 8 + size + (size % 2);
  }
  throw new SoundRefused('unreadable', { reason: 'no data' });
}

function formatOf(body: Buffer): Format {
  const code = body.readUInt16LE(0);
  return {
    code: code === EXTENSIBLE && body.length >= 26 ? body.readUInt16LE(24) : code,
    channels: body.readUInt16LE(2),
    rate: body.readUInt32LE(4),
    bits: body.readUInt16LE(14),
  };
}

/** Little-endian 16 bits, as all processors have it on which Node runs; an odd byte at the end is none. */
export function words(data: Buffer): Int16Array {
  const whole = data.subarray(0, data.length - (data.length % 2));
  return new Int16Array(new Uint8Array(whole).buffer);
}

/** ITU-T G.711. */
function fromALaw(code: number): number {
  const byte = code ^ 0x55;
  const [exponent, mantissa] = [(byte >> 4) & 7, byte & 0x0f];
  const size = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (byte & 0x80) === 0 ? -size : size;
}

/** ITU-T G.711. */
function fromULaw(code: number): number {
  const byte = ~code & 0xff;
  const size = ((((byte & 0x0f) << 3) + 0x84) << ((byte >> 4) & 7)) - 0x84;
  return (byte & 0x80) === 0 ? size : -size;
}

/** A plain WAV file, 16 bits, one channel. */
export function writeWav({ rate, samples }: Samples): Buffer {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(PCM, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
