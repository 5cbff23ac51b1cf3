import { judge } from './bounds.js';
import type { Collection } from './collection.js';
import { compileFilter, type Predicate } from './matcher.js';
import type { SortField } from './paths.js';
import { isMultikey } from './indexes.js';
import { planQuery, type IndexScan } from './planner.js';
import { fieldsOf, project, type Projection } from './projection.js';
import { parseSort, sorted, sortKey, type Found } from './sort.js';
import { endOf } from './storage.js';
import { decode, type Document } from './values.js';

export interface Query {
  readonly filter: Document;
  readonly sort?: Document | undefined;
  readonly skip?: number | undefined;
  /** 0: no limit. */
  readonly limit?: number | undefined;
}

/** How much a query has examined so far; read by tests of the indexes. */
interface Examined {
  keys: number;
  documents: number;
}

/** Keys are read in slices, small ones first, so that a cursor waiting for its client holds no snapshot of the file. */
const firstSlice = 4;
const largestSlice = 256;

const nothing = Buffer.alloc(0);

/**
 * The keys of the documents in an index scan, in the order of the index. A document may occur more than once
 * if the index is multikey. Documents changed during the scan may or may not be included, as in MongoDB.
 */
function* scanIndex(
  { storage }: Collection,
  { index, bounds, isReverse }: IndexScan,
  examined: Examined,
): Generator<Buffer> {
  const { prefix } = index;
  const bounded = bounds.findLastIndex((one) => one !== undefined) + 1;
  const fields = index.fields
    .slice(0, bounded)
    .map(([, direction], at) => ({ bounds: bounds[at], flip: direction === -1 ? 0xff : 0 }));
  const first = bounds[0];
  if (first?.length === 0) return;
  const low = Buffer.concat([prefix, first?.[0]?.low ?? nothing]);
  const high = endOf(Buffer.concat([prefix, first?.at(-1)?.high ?? nothing]));
  // Forwards the scan continues at `position`, backwards at the key before it.
  let position = isReverse ? high : low;
  let limit = firstSlice;
  for (;;) {
    const range = isReverse
      ? { start: position, end: low, reverse: true, exclusiveStart: true, inclusiveEnd: true, limit }
      : { start: position, end: high, limit };
    const entries =
      index.number === 0
        ? Array.from(storage.tree.getKeys(range), (key) => ({ key, value: key }))
        : [...storage.tree.getRange(range)];
    let target: Buffer | undefined;
    for (const { key, value } of entries) {
      const order = target === undefined ? 0 : Buffer.compare(key, target);
      if (target !== undefined && (isReverse ? order >= 0 : order < 0)) continue;
      target = undefined;
      examined.keys += 1;
      const verdict = judge(key, prefix.length, fields, isReverse);
      if (verdict === 'take') yield value;
      else target = verdict;
    }
    const last = entries.at(-1)?.key;
    if (last === undefined || entries.length < limit) return;
    // After a jump beyond the slice, start small again; it is cheaper to read through keys that are close together.
    limit = target === undefined ? Math.min(limit * 4, largestSlice) : firstSlice;
    position = target ?? (isReverse ? last : Buffer.concat([last, Buffer.of(0)]));
  }
}

/** A document that was found, with the sort key that the query wants. */
interface Sortable {
  readonly key: Buffer;
  readonly found: Found;
}

/** Which documents a query takes, and which fields must be decoded to tell; undefined: all. */
interface Wanted {
  readonly matches: Predicate;
  readonly looksAt: Projection | undefined;
}

/**
 * The documents that a scan finds and the filter accepts. `seen`: documents found before, if a document can occur
 * twice.
 */
function* fetch(
  collection: Collection,
  scan: IndexScan,
  { matches, looksAt }: Wanted,
  sort: readonly SortField[],
  examined: Examined,
  seen: Set<string> | undefined,
): Generator<Sortable> {
  for (const key of scanIndex(collection, scan, examined)) {
    const text = seen === undefined ? '' : key.toString('latin1');
    const bytes = seen?.has(text) === true ? undefined : collection.get(key);
    seen?.add(text);
    if (bytes === undefined) continue;
    examined.documents += 1;
    const document = decode(looksAt === undefined ? bytes : project(bytes, looksAt));
    if (!matches(document)) continue;
    yield { key: sort.length === 0 ? nothing : sortKey(document, sort), found: { key, bytes } };
  }
}

/** Merges sorted streams into one. */
function* merge(streams: readonly Generator<Sortable>[]): Generator<Sortable> {
  const [only] = streams;
  if (streams.length === 1 && only !== undefined) {
    yield* only;
    return;
  }
  const advance = (stream: Generator<Sortable>): { stream: Generator<Sortable>; item: Sortable }[] => {
    const next = stream.next();
    return next.done === true ? [] : [{ stream, item: next.value }];
  };
  let heads = streams.flatMap(advance);
  while (heads.length > 0) {
    const [first, ...others] = heads.sort((a, b) => Buffer.compare(a.item.key, b.item.key));
    if (first === undefined) return;
    yield first.item;
    heads = [...advance(first.stream), ...others];
  }
}

/** Skips and limits items; reads no more than it needs. */
function* slice(items: Iterable<Found>, skip: number, limit: number): Generator<Found> {
  let place = 0;
  for (const item of items) {
    place += 1;
    if (place > skip) yield item;
    if (place >= skip + limit) return;
  }
}

function* plain(items: Iterable<Sortable>): Generator<Found> {
  for (const { found } of items) yield found;
}

/**
 * Finds documents in the wanted order, as a stream. A sort without an index uses up to 32 MB of memory, beyond that a file.
 */
export function findDocuments(
  collection: Collection,
  query: Query,
  examined: Examined = { keys: 0, documents: 0 },
): Generator<Found> {
  const { filter, skip = 0, limit: given = 0 } = query;
  const limit = given === 0 ? Infinity : given;
  const sort = parseSort(query.sort ?? {});
  // Compiled first, because the planner assumes a valid filter.
  const matches = compileFilter(filter);
  const { scans, providesSort } = planQuery(collection.indexes, filter, sort);
  // A multikey index or the clauses of a $or may return a document twice.
  const mayRepeat = scans.length > 1 || scans.some(({ index }) => isMultikey(index));
  const seen = mayRepeat ? new Set<string>() : undefined;
  const isSorted = sort.length === 0 || providesSort;
  const keyFields = isSorted && scans.length === 1 ? [] : sort;
  const looksAt = fieldsOf([...Object.keys(filter), ...keyFields.map(([path]) => path)]);
  const wanted = { matches, looksAt };
  const streams = scans.map((scan) => fetch(collection, scan, wanted, keyFields, examined, seen));
  const items = merge(streams);
  const ordered = isSorted ? plain(items) : sorted(items, skip + limit, collection.storage.folder);
  return slice(ordered, skip, limit);
}

/** Counts items without storing them. */
export function countItems(items: Iterator<unknown>): number {
  let count = 0;
  while (items.next().done !== true) count += 1;
  return count;
}
