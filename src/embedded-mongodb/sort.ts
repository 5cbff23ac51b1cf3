import { fail, unsupported } from './errors.js';
import { encodeValue, invert } from './key-encoding.js';
import { valuesAtPath, type SortField } from './paths.js';
import { isDocument, isNumber, type Document } from './values.js';

/** MongoDB's own limit for a sort in memory. */
const memoryLimitBytes = 100 * 1024 * 1024;

/** Throws QueryExceededMemoryLimitNoDiskUseAllowed if a stage holds more than 100 MB, as MongoDB does. */
export function checkMemory(stage: string, heldBytes: number): void {
  if (heldBytes <= memoryLimitBytes) return;
  const text = `${stage} exceeded its memory limit of ${memoryLimitBytes} bytes: an index may help`;
  fail('QueryExceededMemoryLimitNoDiskUseAllowed', text);
}

/** Parses `{a: 1, b: -1}`; throws CommandError for anything else. */
export function parseSort(spec: Document): SortField[] {
  return Object.entries(spec).map(([path, direction]) => {
    if (isDocument(direction) || path.startsWith('$'))
      unsupported('BadValue', `The sort {${path}: ${JSON.stringify(direction)}}`);
    const number = isNumber(direction) ? Number(direction) : 0;
    if (number !== 1 && number !== -1)
      return fail('BadValue', `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
    return [path, number];
  });
}

/** Bytes whose order is the wanted one: of an array its smallest element going up, its largest going down. */
export const sortKey = (document: Document, fields: readonly SortField[]): Buffer =>
  Buffer.concat(
    fields.map(([path, direction]) => {
      const encoded = valuesAtPath(document, path).values.map(encodeValue);
      const keys = direction === 1 ? encoded : encoded.map(invert);
      return keys.reduce((best, key) => (Buffer.compare(key, best) < 0 ? key : best));
    }),
  );

/** What to sort, by the bytes of its key. */
interface Sortable {
  readonly key: Buffer;
  readonly sizeBytes: number;
}

/** Sorts in memory, stable, holding not more than the first `keep` items and 100 MB. */
export function sortItems<T extends Sortable>(items: Iterable<T>, keep: number): T[] {
  let held: T[] = [];
  let heldBytes = 0;
  const shrink = (): void => {
    held = held.sort((a, b) => Buffer.compare(a.key, b.key)).slice(0, keep);
    heldBytes = held.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  };
  for (const item of items) {
    held.push(item);
    heldBytes += item.sizeBytes;
    if (held.length >= keep + 1000 || heldBytes > memoryLimitBytes) shrink();
    checkMemory('Sort', heldBytes);
  }
  shrink();
  return held;
}
