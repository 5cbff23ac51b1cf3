/** Bytes of a file as text: UTF-8 or UTF-16 with a mark, UTF-8, or what Windows programs wrote before. Pure. */
import { UnreadableSource } from './source.js';

/** Windows-1252 in 0x80 to 0x9f; elsewhere it is Latin-1. Node's own decoder had this range wrong in some versions. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** How much is decoded at a time. */
const CHUNK = 64 * 1024;

/** Two bytes that begin every .xlsx and .ods (zip), and the beginning of .xls. */
const SPREADSHEETS = ['PK\u0003\u0004', '\u00d0\u00cf\u0011\u00e0'];

/**
 * In steps, one for each 64 kB. Errors: UnreadableSource (`empty`, `spreadsheet`, `binary`).
 */
export function* textSteps(bytes: Uint8Array): Generator<undefined, string> {
  const begin = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (SPREADSHEETS.includes(begin)) throw new UnreadableSource('spreadsheet');
  const text = begin.startsWith('\u00ff\u00fe')
    ? yield* decodedSteps(bytes, 'utf-16le')
    : begin.startsWith('\u00fe\u00ff')
      ? yield* decodedSteps(bytes, 'utf-16be')
      : ((yield* decodedSteps(bytes, 'utf-8')) ?? (yield* windowsSteps(bytes)));
  if (text === undefined || text.includes('\u0000')) throw new UnreadableSource('binary');
  if (text.trim() === '') throw new UnreadableSource('empty');
  return text;
}

/** Undefined: it is not in this encoding. A mark at its begin is left out. */
function* decodedSteps(bytes: Uint8Array, encoding: string): Generator<undefined, string | undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const parts: string[] = [];
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      parts.push(decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true }));
      yield;
    }
    parts.push(decoder.decode());
  } catch {
    return undefined;
  }
  return parts.join('');
}

function* windowsSteps(bytes: Uint8Array): Generator<undefined, string> {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const latin = Buffer.from(bytes.subarray(at, at + CHUNK)).toString('latin1');
    parts.push(latin.replace(/[\u0080-\u009f]/g, (one) => WINDOWS[one.charCodeAt(0) - 0x80] ?? one));
    yield;
  }
  return parts.join('');
}
