/** What a picture is by its content, whatever its name says, and how large. Pure: nothing is decoded. */
import { crc32 } from 'node:zlib';
import type { LogoFacts } from '../model/logo.js';
import { LEAST_SIDE, MOST_LOGO_BYTES, MOST_SIDE } from './limits.js';
import { LogoRefused } from './refused.js';

type Size = Pick<LogoFacts, 'width' | 'height'>;

/** Errors: LogoRefused for what no page can show safely. */
export function readLogo(bytes: Buffer): LogoFacts {
  if (bytes.length === 0) throw new LogoRefused('empty');
  if (bytes.length > MOST_LOGO_BYTES) throw new LogoRefused('tooLarge', { most: MOST_LOGO_BYTES / 1024 });
  const kind = kindOf(bytes);
  if (kind === undefined) throw new LogoRefused(isSvg(bytes) ? 'svg' : 'noPicture');
  const size = SIZES[kind](bytes);
  if (size === undefined) throw new LogoRefused('cutOff');
  const { width, height } = size;
  if (Math.min(width, height) < LEAST_SIDE || Math.max(width, height) > MOST_SIDE)
    throw new LogoRefused('badSize', { width, height, least: LEAST_SIDE, most: MOST_SIDE });
  return { kind, width, height };
}

const PNG_START = Buffer.from('89504e470d0a1a0a', 'hex');

function kindOf(bytes: Buffer): LogoFacts['kind'] | undefined {
  if (bytes.subarray(0, 8).equals(PNG_START)) return 'png';
  if (bytes.subarray(0, 3).toString('hex') === 'ffd8ff') return 'jpeg';
  const head = bytes.subarray(0, 12).toString('latin1');
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : undefined;
}

function isSvg(bytes: Buffer): boolean {
  return /<svg[\s>]/i.test(bytes.subarray(0, 4096).toString('latin1'));
}

/** Each undefined: cut off or damaged. */
const SIZES: Readonly<Record<LogoFacts['kind'], (bytes: Buffer) => Size | undefined>> = {
  png: pngSize,
  jpeg: jpegSize,
  webp: webpSize,
};

/** Every piece is there and has its own sum, up to the last, IEND. */
function pngSize(bytes: Buffer): Size | undefined {
  let size: Size | undefined;
  for (let at = PNG_START.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return undefined;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR' && length === 13)
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (type === 'IEND') return size;
    at = end + 4;
  }
  return undefined;
}

/** Frame headers begin with SOF0 to SOF15; three of these numbers mean something else. */
const NO_FRAMES: ReadonlySet<number> = new Set([0xc4, 0xc8, 0xcc]);
const SCAN = 0xda;

/** Segments up to the first scan; somewhere behind it the end of the picture. */
function jpegSize(bytes: Buffer): Size | undefined {
  let size: Size | undefined;
  for (let at = 2; at + 10 <= bytes.length;) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return undefined;
    if (marker === SCAN) return bytes.lastIndexOf('ffd9', undefined, 'hex') > at ? size : undefined;
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker))
      size = { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    // Any number of FF may stand before a marker.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** The header says how long the whole is; the first piece, how large the picture. */
function webpSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 30 || bytes.readUInt32LE(4) + 8 > bytes.length) return undefined;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}
