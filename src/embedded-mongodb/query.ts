import { wholeOption } from './arithmetic.js';
import type { Collection } from './collection.js';
import { fail } from './errors.js';
import { compileFilter, type Predicate } from './matcher.js';
import { explainPlan, planQuery, type Plan } from './planner.js';
import { onlyFields } from './some-fields.js';
import { scanIndex, type Examined, type IndexScan } from './scan.js';
import { compareSortKeys, parseSort, sortItems, sortKey, type SortField } from './sort.js';
import { decode, isDocument, type Document } from './values.js';

/** A document that a query found. */
export interface Found {
  readonly key: Buffer;
  readonly bytes: Buffer;
  readonly document: Document;
}

export interface Query {
  readonly filter: Document;
  readonly sort?: unknown;
  readonly skip?: number;
  /** 0 or Infinity: no limit. */
  readonly limit?: number;
  readonly hint?: unknown;
  /** The only fields that filter and sort look at; the found `document` has no others. Default: all of them. */
  readonly reads?: ReadonlySet<string> | undefined;
  /** Milliseconds since 1970 after which the query ends with MaxTimeMSExpired. */
  readonly deadlineMs?: number;
}

/** Checks that an option is a document; a missing one is empty. */
export function documentOption(value: unknown, name: string): Document {
  if (value === undefined || value === null) return {};
  if (!isDocument(value))
    fail('TypeMismatch', `BSON field '${name}' is the wrong type, expected type 'object'`);
  return value;
}

export function countOption(value: unknown, name: string): number {
  const number = value === undefined ? 0 : wholeOption(value, name);
  if (number < 0) fail('BadValue', `BSON field '${name}' value must be >= 0, actual value '${number}'`);
  return number;
}

function* fetch(
  collection: Collection,
  scan: IndexScan,
  matches: Predicate,
  examined: Examined,
  deadlineMs: number,
  reads: ReadonlySet<string> | undefined,
): Generator<Found> {
  for (const key of scanIndex(collection, scan, examined)) {
    if (Date.now() > deadlineMs) fail('MaxTimeMSExpired', 'operation exceeded time limit');
    const bytes = collection.storage.document(key);
    if (bytes === undefined) continue;
    examined.documents += 1;
    const document = decode(reads === undefined ? bytes : onlyFields(bytes, reads));
    if (matches(document)) yield { key, bytes, document };
  }
}

/** A multikey index and the clauses of a $or may give a document twice. */
function* once(found: Iterable<Found>): Generator<Found> {
  const seen = new Set<string>();
  for (const item of found) {
    const key = item.key.toString('latin1');
    if (seen.has(key)) continue;
    seen.add(key);
    yield item;
  }
}

/** Merges streams that are each in sort order. */
function* merge(streams: readonly Generator<Found>[], sort: readonly SortField[]): Generator<Found> {
  const heads = streams.map((stream) => ({ stream, next: stream.next() }));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      const other = first?.next.value as Found | undefined;
      if (
        other === undefined ||
        compareSortKeys(sortKey(head.next.value.document, sort), sortKey(other.document, sort), sort) < 0
      )
        first = head;
    }
    if (first === undefined || first.next.done === true) return;
    yield first.next.value;
    first.next = first.stream.next();
  }
}

function* concatenate(streams: readonly Generator<Found>[]): Generator<Found> {
  for (const stream of streams) yield* stream;
}

function run(
  collection: Collection,
  plan: Plan,
  query: Query,
  sort: readonly SortField[],
  examined: Examined,
): Iterable<Found> {
  const matches = compileFilter(query.filter);
  const deadlineMs = query.deadlineMs ?? Infinity;
  const stream = (scan: IndexScan): Generator<Found> =>
    fetch(collection, scan, matches, examined, deadlineMs, query.reads);
  if (plan.kind === 'scan') {
    const found = stream(plan.scan);
    return plan.scan.index.record.isMultikey ? once(found) : found;
  }
  const streams = plan.branches.map(stream);
  return once(sort.length > 0 && plan.providesSort ? merge(streams, sort) : concatenate(streams));
}

function* slice<T>(items: Iterable<T>, skip: number, limit: number): Generator<T> {
  let place = 0;
  for (const item of items) {
    place += 1;
    if (place > skip) yield item;
    if (place >= skip + limit) return;
  }
}

/** Finds documents in the wanted order. Streams, except that a sort without an index holds up to 100 MB. */
export function findDocuments(
  collection: Collection,
  query: Query,
  examined: Examined = { keys: 0, documents: 0 },
): Iterable<Found> {
  const natural = isDocument(query.sort) && '$natural' in query.sort;
  const sort = natural ? parseSort({ _id: query.sort['$natural'] }) : parseSort(query.sort ?? {});
  const plan = planQuery(collection, query.filter, sort, query.hint);
  const skip = query.skip ?? 0;
  const limit = query.limit === undefined || query.limit === 0 ? Infinity : query.limit;
  const found = run(collection, plan, query, sort, examined);
  const sorted =
    sort.length === 0 || plan.providesSort
      ? found
      : sortItems(
          found,
          sort,
          (item) => item.document,
          (item) => item.bytes.length,
          skip + limit,
        );
  return skip === 0 && limit === Infinity ? sorted : slice(sorted, skip, limit);
}

/** Counts without holding what it counts. */
export function countItems(items: Iterable<unknown>): number {
  const iterator = items[Symbol.iterator]();
  let count = 0;
  while (iterator.next().done !== true) count += 1;
  return count;
}

/** How the query is answered, in the form of MongoDB's explain with 'executionStats'. */
export function explainQuery(collection: Collection, query: Query): Document {
  const examined = { keys: 0, documents: 0 };
  const sort = parseSort(query.sort ?? {});
  const plan = planQuery(collection, query.filter, sort, query.hint);
  const returned = countItems(findDocuments(collection, query, examined));
  return {
    queryPlanner: { namespace: collection.namespace, winningPlan: explainPlan(plan, sort.length > 0) },
    executionStats: {
      executionSuccess: true,
      nReturned: returned,
      totalKeysExamined: examined.keys,
      totalDocsExamined: examined.documents,
    },
  };
}
