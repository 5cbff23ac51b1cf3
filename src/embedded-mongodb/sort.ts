import { compare } from './compare.js';
import { fail, unsupported } from './errors.js';
import { valuesAtPath } from './paths.js';
import { approximate, isDocument, rank, rankOf, type Document } from './values.js';

/** One sort field; 1 ascending, -1 descending. */
export type SortField = readonly [path: string, direction: 1 | -1];

/** MongoDB's own limit for a sort in memory. */
export const memoryLimitBytes = 100 * 1024 * 1024;

/** Parses `{a: 1, b: -1}`; throws CommandError for anything else. */
export function parseSort(spec: unknown): SortField[] {
  if (!isDocument(spec)) fail('TypeMismatch', 'Expected field sort to be of type object');
  return Object.entries(spec).map(([path, direction]) => {
    if (isDocument(direction)) unsupported('BadValue', `$meta in the sort of '${path}'`);
    const number = rankOf(direction) === rank.number ? approximate(direction) : 0;
    if (number !== 1 && number !== -1)
      fail('BadValue', `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
    return [path, number];
  });
}

/** What a document sorts by: of an array its smallest element going up, its largest going down. */
export function sortKey(document: Document, fields: readonly SortField[]): unknown[] {
  return fields.map(([path, direction]) => {
    const { values } = valuesAtPath(document, path);
    return values.reduce((best, value) => (compare(value, best) * direction < 0 ? value : best));
  });
}

export function compareSortKeys(
  left: readonly unknown[],
  right: readonly unknown[],
  fields: readonly SortField[],
): number {
  for (const [at, [, direction]] of fields.entries()) {
    const order = compare(left[at], right[at]) * direction;
    if (order !== 0) return order;
  }
  return 0;
}

interface Entry<T> {
  readonly key: readonly unknown[];
  readonly item: T;
  readonly place: number;
  readonly sizeBytes: number;
}

/**
 * Sorts in memory, stable. With `keep` (skip + limit) only the first `keep` items are held. Throws
 * QueryExceededMemoryLimitNoDiskUseAllowed beyond 100 MB, as MongoDB does.
 */
export function* sortItems<T>(
  items: Iterable<T>,
  fields: readonly SortField[],
  documentOf: (item: T) => Document,
  sizeOf: (item: T) => number,
  keep = Infinity,
): Generator<T> {
  const order = (a: Entry<T>, b: Entry<T>): number =>
    compareSortKeys(a.key, b.key, fields) || a.place - b.place;
  let held: Entry<T>[] = [];
  let heldBytes = 0;
  let place = 0;
  for (const item of items) {
    const sizeBytes = sizeOf(item);
    held.push({ key: sortKey(documentOf(item), fields), item, place, sizeBytes });
    heldBytes += sizeBytes;
    place += 1;
    if (held.length >= keep + 1000 || heldBytes > memoryLimitBytes) {
      held = held.sort(order).slice(0, keep);
      heldBytes = held.reduce((sum, entry) => sum + entry.sizeBytes, 0);
    }
    if (heldBytes > memoryLimitBytes) {
      fail(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Sort exceeded memory limit of ${memoryLimitBytes} bytes: add an index for it`,
      );
    }
  }
  for (const entry of held.sort(order).slice(0, keep)) yield entry.item;
}
