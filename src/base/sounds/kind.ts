/** What a file is by its content, whatever its name says, and how long it says it is. Pure. */

export type SoundKind = 'wav' | 'mp3' | 'ogg' | 'flac';

/** Undefined: none of them. */
export function kindOf(bytes: Buffer): SoundKind | undefined {
  const head = bytes.subarray(0, 12).toString('latin1');
  if (head.startsWith('RIFF') && head.slice(8) === 'WAVE') return 'wav';
  if (head.startsWith('fLaC')) return 'flac';
  if (head.startsWith('OggS')) return isOggSound(bytes) ? 'ogg' : undefined;
  return mp3Start(bytes) === undefined ? undefined : 'mp3';
}

/** Vorbis, Opus or FLAC; an Ogg file may hold films, too. */
function isOggSound(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 128).toString('latin1');
  return ['\u0001vorbis', 'OpusHead', '\u007fFLAC', 'Speex   '].some((mark) => head.includes(mark));
}

/** The length in seconds that it declares; undefined: it does not say. Only for kinds that a converter reads. */
export function declaredSec(bytes: Buffer, kind: SoundKind): number | undefined {
  if (kind === 'flac') return flacSec(bytes);
  if (kind === 'mp3') return mp3Sec(bytes);
  return undefined;
}

/** False: the file ends before its end. True: it does not, or does not say. */
export function isWhole(bytes: Buffer, kind: SoundKind): boolean {
  if (kind === 'ogg') return endsOgg(bytes);
  if (kind === 'mp3') return (mp3Bytes(bytes) ?? 0) <= bytes.length;
  return true;
}

/** STREAMINFO: rate of 20 bits, later 36 bits with the number of samples. */
function flacSec(bytes: Buffer): number | undefined {
  if (bytes.length < 26 || ((bytes[4] ?? 0) & 0x7f) !== 0) return undefined;
  const rate = bytes.readUIntBE(18, 3) >> 4;
  const samples = ((bytes[21] ?? 0) & 0x0f) * 2 ** 32 + bytes.readUInt32BE(22);
  return rate === 0 || samples === 0 ? undefined : samples / rate;
}

/** The last page of a stream is marked. */
function endsOgg(bytes: Buffer): boolean {
  const last = bytes.lastIndexOf('OggS');
  const segments = bytes[last + 26];
  if (segments === undefined) return false;
  const table = bytes.subarray(last + 27, last + 27 + segments);
  const size = 27 + segments + table.reduce((sum, length) => sum + length, 0);
  return ((bytes[last + 5] ?? 0) & 4) !== 0 && table.length === segments && bytes.length >= last + size;
}

/** In kbit/s of layer III, of MPEG 1 and of MPEG 2. */
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES = [44_100, 48_000, 32_000];

interface Frame {
  readonly at: number;
  readonly bytes: number;
  readonly rate: number;
  readonly samples: number;
  /** From its beginning to a header with the whole length. */
  readonly tagAt: number;
}

/** A frame of layer III. */
function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at + 4 > bytes.length) return undefined;
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
  const version = (second >> 3) & 3;
  const [rateAt, sampleAt] = [third >> 4, (third >> 2) & 3];
  const isFrame = first === 0xff && (second & 0xe6) === 0xe2 && version !== 1;
  const kilobits = (version === 3 ? RATES_1 : RATES_2)[rateAt];
  const base = SAMPLE_RATES[sampleAt];
  if (!isFrame || kilobits === undefined || kilobits === 0 || base === undefined) return undefined;
  const rate = version === 3 ? base : version === 2 ? base / 2 : base / 4;
  const samples = version === 3 ? 1152 : 576;
  const size = Math.floor((samples * 125 * kilobits) / rate) + ((third >> 1) & 1);
  const isMono = fourth >> 6 === 3;
  const side = version === 3 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  return { at, bytes: size, rate, samples, tagAt: at + 4 + side };
}

const MOST_BEFORE = 4096;

/** The first frame that another one follows; a lone pattern of bits is in every file. */
function mp3Start(bytes: Buffer): Frame | undefined {
  const begin = tagBytes(bytes);
  const most = Math.min(bytes.length, begin + (begin > 0 ? MOST_BEFORE : 1));
  for (let at = begin; at < most; at += 1) {
    const frame = frameAt(bytes, at);
    if (frame !== undefined && frameAt(bytes, at + frame.bytes) !== undefined) return frame;
  }
  return undefined;
}

/** The size of an ID3 tag; each of its four bytes has seven bits. */
function tagBytes(bytes: Buffer): number {
  if (bytes.length < 10 || bytes.subarray(0, 3).toString('latin1') !== 'ID3') return 0;
  return 10 + bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
}

/** What the encoder wrote into the first frame; undefined: nothing. */
function mp3Tag(bytes: Buffer): ({ readonly frames?: number; readonly bytes?: number } & Frame) | undefined {
  const first = mp3Start(bytes);
  if (first === undefined || first.tagAt + 16 > bytes.length) return undefined;
  const word = bytes.subarray(first.tagAt, first.tagAt + 4).toString('latin1');
  if (word !== 'Xing' && word !== 'Info') return undefined;
  const flags = bytes.readUInt32BE(first.tagAt + 4);
  const frames = (flags & 1) === 0 ? 0 : bytes.readUInt32BE(first.tagAt + 8);
  const sizeAt = first.tagAt + 8 + (flags & 1) * 4;
  const size = (flags & 2) === 0 ? 0 : bytes.readUInt32BE(sizeAt);
  return { ...first, frames, bytes: size };
}

function mp3Sec(bytes: Buffer): number | undefined {
  const tag = mp3Tag(bytes);
  return tag?.frames === undefined || tag.frames === 0 ? undefined : (tag.frames * tag.samples) / tag.rate;
}

/** Where its last frame ends. */
function mp3Bytes(bytes: Buffer): number | undefined {
  const tag = mp3Tag(bytes);
  return tag?.bytes === undefined || tag.bytes === 0 ? undefined : tag.at + tag.bytes;
}
