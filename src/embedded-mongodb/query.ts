import { judge } from './bounds.js';
import type { Collection } from './collection.js';
import { fail } from './errors.js';
import { compileFilter, type Predicate } from './matcher.js';
import type { SortField } from './paths.js';
import { countItems, slice } from './pipeline.js';
import { explainPlan, planQuery, type IndexScan } from './planner.js';
import { parseSort, sortItems, sortKey } from './sort.js';
import { onlyFields, type Fields } from './some-fields.js';
import { endOf } from './storage.js';
import { decode, type Document } from './values.js';

/** A document that a query found. */
export interface Found {
  readonly key: Buffer;
  readonly bytes: Buffer;
  readonly document: Document;
}

export interface Query {
  readonly filter: Document;
  readonly sort?: Document | undefined;
  readonly skip?: number | undefined;
  /** 0: no limit. */
  readonly limit?: number | undefined;
  readonly hint?: unknown;
  /** The only fields that filter and sort look at; the found `document` has no others. Default: all of them. */
  readonly reads?: Fields | undefined;
}

/** How much a query has looked at so far, for explain. */
interface Examined {
  keys: number;
  documents: number;
}

/** Keys are read in slices, first few, then many: a cursor that waits for its client holds no snapshot of the file. */
const firstSlice = 4;
const largestSlice = 256;

const nothing = Buffer.alloc(0);

/**
 * The keys of the documents that an index scan meets, in the order of the index. A document may come again
 * if the index is multikey. Documents changed during the scan may be met or not, as in MongoDB.
 */
function* scanIndex(
  { storage: { tree } }: Collection,
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
  // Forwards the scan goes on with `position`, backwards with what comes before it.
  let position = isReverse ? high : low;
  let limit = firstSlice;
  for (;;) {
    const range = isReverse
      ? { start: position, end: low, reverse: true, exclusiveStart: true, inclusiveEnd: true, limit }
      : { start: position, end: high, limit };
    const entries =
      index.number === 0
        ? Array.from(tree.getKeys(range), (key) => ({ key, value: key }))
        : [...tree.getRange(range)];
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
    // A jump beyond the slice starts small again; keys that lie close together are cheaper to read through.
    limit = target === undefined ? Math.min(limit * 4, largestSlice) : firstSlice;
    position = target ?? (isReverse ? last : Buffer.concat([last, Buffer.from([0])]));
  }
}

function* fetch(
  collection: Collection,
  scan: IndexScan,
  matches: Predicate,
  deadlineMs: number,
  examined: Examined,
  reads: Fields | undefined,
): Generator<Found> {
  for (const key of scanIndex(collection, scan, examined)) {
    if (deadlineMs < Infinity && Date.now() > deadlineMs)
      fail('MaxTimeMSExpired', 'operation exceeded time limit');
    const bytes = collection.get(key);
    if (bytes === undefined) continue;
    examined.documents += 1;
    const document = decode(reads === undefined ? bytes : (onlyFields(bytes, reads) ?? bytes));
    if (matches(document)) yield { key, bytes, document };
  }
}

/** A multikey index and the clauses of a $or may give a document twice. */
function* once(found: Iterable<Found>): Generator<Found> {
  const seen = new Set<string>();
  for (const item of found) {
    const key = item.key.toString('latin1');
    if (!seen.has(key)) yield item;
    seen.add(key);
  }
}

/** All streams as one, in sort order if each of them is. */
function* merge(streams: readonly Generator<Found>[], sort: readonly SortField[]): Generator<Found> {
  if (streams.length === 1 && streams[0] !== undefined) {
    yield* streams[0];
    return;
  }
  const advance = (stream: Generator<Found>) => {
    const next = stream.next();
    return next.done === true ? [] : [{ stream, found: next.value, key: sortKey(next.value.document, sort) }];
  };
  let heads = streams.flatMap(advance);
  for (;;) {
    const [first, ...others] = heads;
    if (first === undefined) return;
    const least = others.reduce(
      (best, head) => (Buffer.compare(head.key, best.key) < 0 ? head : best),
      first,
    );
    yield least.found;
    heads = heads.flatMap((head) => (head === least ? advance(head.stream) : [head]));
  }
}

/**
 * Finds documents in the wanted order. Streams, except that a sort without an index holds up to 100 MB.
 * `deadlineMs`, since 1970, ends it with MaxTimeMSExpired.
 */
export function findDocuments(
  collection: Collection,
  query: Query,
  deadlineMs = Infinity,
  examined: Examined = { keys: 0, documents: 0 },
): Iterable<Found> {
  const { filter, hint, skip = 0, reads } = query;
  const limit = query.limit === undefined || query.limit === 0 ? Infinity : query.limit;
  const sort = parseSort(query.sort ?? {});
  const plan = planQuery(collection, filter, sort, hint);
  const matches = compileFilter(filter);
  const streams = plan.scans.map((scan) => fetch(collection, scan, matches, deadlineMs, examined, reads));
  const merged = merge(streams, plan.providesSort ? sort : []);
  const mayRepeat = plan.scans.length > 1 || plan.scans.some(({ index }) => index.isMultikey);
  const found = mayRepeat ? once(merged) : merged;
  if (sort.length === 0 || plan.providesSort) return slice(found, skip, limit);
  return slice(sorted(found, sort, skip + limit), skip, limit);
}

function* sorted(found: Iterable<Found>, sort: readonly SortField[], keep: number): Generator<Found> {
  const items = function* () {
    for (const item of found) yield { item, key: sortKey(item.document, sort), sizeBytes: item.bytes.length };
  };
  for (const { item } of sortItems(items(), keep)) yield item;
}

/** How the query is answered, in the form of MongoDB's explain with 'executionStats'. */
export function explainQuery(collection: Collection, query: Query): Document {
  const examined = { keys: 0, documents: 0 };
  const sort = parseSort(query.sort ?? {});
  const plan = planQuery(collection, query.filter, sort, query.hint);
  const nReturned = countItems(findDocuments(collection, query, Infinity, examined));
  return {
    queryPlanner: { namespace: collection.namespace, winningPlan: explainPlan(plan, sort.length > 0) },
    executionStats: {
      executionSuccess: true,
      nReturned,
      totalKeysExamined: examined.keys,
      totalDocsExamined: examined.documents,
    },
  };
}
