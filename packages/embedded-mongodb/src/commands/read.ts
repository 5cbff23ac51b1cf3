import { Long } from 'bson';
import { checkPipeline, runPipeline } from '../aggregation.js';
import { fail, unsupported } from '../errors.js';
import { identity } from '../key-encoding.js';
import { compileFilter } from '../matcher.js';
import { readOptions, wholeNumber, type Options } from '../options.js';
import { visitPath } from '../paths.js';
import { compileProjection, project, type Projection } from '../projection.js';
import { countItems, explainQuery, findDocuments, type Query } from '../query.js';
import { parseSort, type Found } from '../sort.js';
import { decode, encode, isDocument, typeOf, type Document } from '../values.js';
import { collectionName, collectionOf, read, type Call, type Command } from './command.js';

const namespaceOf = (call: Call): string => `${call.database}.${collectionName(call)}`;

/** Checks the query even if there is nothing to find. */
function documentsOf(call: Call, query: Query): Generator<Found> {
  const collection = collectionOf(call);
  if (collection !== undefined) return findDocuments(collection, query, call.deadlineMs);
  compileFilter(query.filter);
  parseSort(query.sort ?? {});
  return none();
}

function* none(): Generator<Found> {}

/** A generator defined inside another function would get a hidden class of its own at each call. */
function* projected(found: Iterable<Found>, projection?: Projection): Generator<Buffer> {
  for (const { bytes } of found) yield projection === undefined ? bytes : project(bytes, projection);
}

const findTable = {
  filter: 'object',
  sort: 'object',
  projection: 'object',
  skip: 'count',
  limit: 'count',
  batchSize: 'count',
  singleBatch: 'bool',
} as const;

function find(options: Options<typeof findTable>, call: Call): Buffer {
  const { filter = {}, projection = {}, sort, skip, limit } = options;
  const fields = Object.keys(projection).length === 0 ? undefined : compileProjection(projection);
  const documents = projected(documentsOf(call, { filter, sort, skip, limit }), fields);
  return call.engine.cursors.open(namespaceOf(call), documents, options, call.now.getTime());
}

function cursorId(value: unknown): bigint {
  const text = ['Long', 'Int32', 'Double'].includes(typeOf(value)) ? String(value) : '';
  // A double may be no whole number, and none at all.
  if (!/^-?\d+$/.test(text)) fail('TypeMismatch', 'a cursor id must be a long');
  return BigInt(text);
}

const moreTable = { collection: 'string', batchSize: 'count' } as const;

const getMore = read(moreTable, ({ collection = '', batchSize = 0 }, { engine, database, target, now }) =>
  engine.cursors.more(cursorId(target), `${database}.${collection}`, batchSize, now.getTime()),
);

const killCursors = read({ cursors: 'array' }, ({ cursors = [] }, { engine }) => {
  const ids = cursors.map(cursorId);
  const killed = new Set(ids.filter((id) => engine.cursors.kill(id)));
  const longs = (wanted: boolean): Long[] =>
    ids.filter((id) => killed.has(id) === wanted).map((id) => Long.fromBigInt(id));
  return { cursorsKilled: longs(true), cursorsNotFound: longs(false), cursorsAlive: [], cursorsUnknown: [] };
});

const countTable = { query: 'object', limit: 'whole', skip: 'count' } as const;

const count = read(countTable, ({ query: filter = {}, limit = 0, skip }, call) => {
  const isOfAll = Object.keys(filter).length === 0 && limit === 0 && skip === undefined;
  if (isOfAll) return { n: collectionOf(call)?.count() ?? 0 };
  // A negative limit counts by its absolute value.
  return { n: countItems(documentsOf(call, { filter, limit: Math.abs(limit), skip })) };
});

const distinct = read({ key: 'string', query: 'object' }, ({ key, query: filter = {} }, call) => {
  if (key === undefined) return fail('TypeMismatch', `BSON field 'distinct.key' is missing`);
  const seen = new Map<string, unknown>();
  for (const { bytes } of documentsOf(call, { filter }))
    visitPath(decode(bytes), key.split('.'), (found) => {
      for (const value of Array.isArray(found) ? (found as unknown[]) : [found])
        if (value !== undefined && !seen.has(identity(value))) seen.set(identity(value), value);
      return false;
    });
  return { values: [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) };
});

/** The argument of $skip (at least 0) or $limit (at least 1). */
function stageCount(stage: '$skip' | '$limit', spec: unknown): number {
  const number = wholeNumber(stage, spec);
  return number < (stage === '$limit' ? 1 : 0)
    ? fail('BadValue', `invalid argument to ${stage}: ${number}`)
    : number;
}

/** The leading stages that a query answers better: $match, then $sort, $skip and $limit in this order. */
function splitPipeline(pipeline: readonly Document[]): { query: Query; rest: Document[] } {
  const filters: Document[] = [];
  const query: { sort?: Document; skip?: number; limit?: number } = {};
  const end = pipeline.findIndex(({ $match, $sort, $skip, $limit }) => {
    const isFirst = Object.keys(query).length === 0;
    if (isDocument($match) && isFirst) filters.push($match);
    else if (isDocument($sort) && isFirst) query.sort = $sort;
    else if ($skip !== undefined && !('skip' in query) && !('limit' in query))
      query.skip = stageCount('$skip', $skip);
    else if ($limit !== undefined && !('limit' in query)) query.limit = stageCount('$limit', $limit);
    else return true;
    return false;
  });
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  return { query: { filter, ...query }, rest: end < 0 ? [] : pipeline.slice(end) };
}

/** The count that drivers send: `{$group: {_id: 1, n: {$sum: 1}}}`. It needs no documents. */
const isCount = (stages: readonly Document[]): boolean =>
  stages.length === 1 && identity(stages[0]) === identity({ $group: { _id: 1, n: { $sum: 1 } } });

const aggregate = read({ pipeline: 'array', cursor: 'object' }, ({ pipeline = [], cursor = {} }, call) => {
  if (!pipeline.every(isDocument))
    return fail('TypeMismatch', 'Each element of the pipeline must be an object');
  checkPipeline(pipeline);
  const { query, rest } = splitPipeline(pipeline);
  const { storage, cursors } = call.engine;
  const options = readOptions('aggregate.cursor', cursor, { batchSize: 'count' });
  const found = documentsOf(call, query);
  const answer = (documents: Iterable<Buffer>): Buffer =>
    cursors.open(namespaceOf(call), documents, options, call.now.getTime());
  if (rest.length === 0) return answer(projected(found));
  if (!isCount(rest)) return answer(runPipeline(rest, projected(found), storage.folder));
  const n = countItems(found);
  return answer(n === 0 ? [] : [encode({ _id: 1, n })]);
});

const explain = read({ verbosity: 'string' }, (_options, call) => {
  const [[name, target] = ['', null], ...others] = isDocument(call.target) ? Object.entries(call.target) : [];
  if (name !== 'find') return unsupported('NotImplemented', `explain of '${name}'`);
  const { filter = {}, ...options } = readOptions('find', Object.fromEntries(others), {
    ...findTable,
    $db: 'any',
  });
  const collection = collectionOf({ ...call, target });
  if (collection === undefined) return { queryPlanner: { winningPlan: { stage: 'EOF' } } };
  return explainQuery(collection, { filter, ...options });
});

export const reads: Readonly<Record<string, Command>> = {
  find: read(findTable, find),
  getMore,
  killCursors,
  count,
  distinct,
  aggregate,
  explain,
};
