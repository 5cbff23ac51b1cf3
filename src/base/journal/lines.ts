/** The lines of a journal's files. Each carries a checksum, so that a damaged line is noticed. Pure. */
import { crc32 } from 'node:zlib';

export type JournalLine =
  | { readonly kind: 'begin'; readonly version: number }
  /** The newest state of the entry with this id. */
  | { readonly kind: 'put'; readonly id: string; readonly value: string }
  /** The entry is stored elsewhere and no longer needed here. */
  | { readonly kind: 'done'; readonly id: string };

/** `5f1c9a02 put 3b9e… {"_id":…}`: checksum of the rest, kind, id in percent-encoding, JSON. */
export function lineOf(line: JournalLine): string {
  const text =
    line.kind === 'begin'
      ? `begin ${line.version}`
      : line.kind === 'put'
        ? `put ${encodeURIComponent(line.id)} ${line.value}`
        : `done ${encodeURIComponent(line.id)}`;
  return `${checksum(text)} ${text}\n`;
}

/** Undefined: the line is cut off, damaged, or not a journal's. */
export function readLine(text: string): JournalLine | undefined {
  const rest = text.slice(9);
  if (text[8] !== ' ' || checksum(rest) !== text.slice(0, 8)) return undefined;
  const [, kind = '', word = '', value = ''] = /^(\w+) (\S+)(?: (.*))?$/s.exec(rest) ?? [];
  if (kind === 'begin') return /^\d+$/.test(word) ? { kind, version: Number(word) } : undefined;
  const id = decoded(word);
  if (id === undefined) return undefined;
  if (kind === 'put') return { kind, id, value };
  if (kind === 'done') return { kind, id };
  return undefined;
}

/** Undefined: the percent-encoding is invalid. */
function decoded(word: string): string | undefined {
  try {
    return decodeURIComponent(word);
  } catch {
    return undefined;
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** The newest state, as JSON, of every entry that is not done by the end of the file. */
export function newestOf(lines: readonly JournalLine[]): Map<string, string> {
  const newest = new Map<string, string>();
  for (const line of lines) {
    if (line.kind !== 'begin') newest.delete(line.id);
    if (line.kind === 'put') newest.set(line.id, line.value);
  }
  return newest;
}
