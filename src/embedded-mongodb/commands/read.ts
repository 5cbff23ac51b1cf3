import { Long } from 'bson';
import { promote } from '../expressions.js';
import { fail, unsupported } from '../errors.js';
import { identity } from '../key-encoding.js';
import { compileFilter } from '../matcher.js';
import { readOptions, type Options } from '../options.js';
import { visitPath } from '../paths.js';
import { compilePipeline, countItems, stageCount, stageOf } from '../pipeline.js';
import { compileProjection } from '../projection.js';
import { explainQuery, findDocuments, type Found, type Query } from '../query.js';
import { fieldsRead, onlyFields, wantedFields, type Fields } from '../some-fields.js';
import { parseSort } from '../sort.js';
import { decode, encode, isDocument, typeOf, type Document } from '../values.js';
import { collectionName, collectionOf, read, type Call, type Command, type Reply } from './command.js';

const namespaceOf = (call: Call): string => `${call.database}.${collectionName(call)}`;

/** Checks the query also when there is nothing to find. */
function documentsOf(call: Call, query: Query): Iterable<Found> {
  const collection = collectionOf(call);
  if (collection !== undefined) return findDocuments(collection, query, call.deadlineMs);
  compileFilter(query.filter);
  parseSort(query.sort ?? {});
  return [];
}

const findTable = {
  filter: 'object',
  sort: 'object',
  projection: 'object',
  hint: 'any',
  skip: 'count',
  limit: 'count',
  batchSize: 'count',
  singleBatch: 'bool',
} as const;

/** A generator made within another function would cost each call a hidden class of its own. */
function* projected(
  found: Iterable<Found>,
  project: ((document: Document) => Document) | undefined,
): Generator<Buffer> {
  for (const { bytes, document } of found) yield project === undefined ? bytes : encode(project(document));
}

/** As `projected`, without decoding what is not looked at. */
function* cut(
  found: Iterable<Found>,
  fields: Fields,
  project: (document: Document) => Document,
): Generator<Buffer> {
  for (const { bytes } of found) yield onlyFields(bytes, fields) ?? encode(project(decode(bytes)));
}

function find(options: Options<typeof findTable>, call: Call): Reply {
  const { filter = {}, projection = {}, sort, skip, limit, hint } = options;
  const project = Object.keys(projection).length === 0 ? undefined : compileProjection(projection);
  const fields = wantedFields(projection);
  const reads = fields && fieldsRead(filter, sort ?? {});
  const found = documentsOf(call, { filter, sort, skip, limit, hint, reads });
  const documents =
    fields === undefined || project === undefined ? projected(found, project) : cut(found, fields, project);
  return call.engine.cursors.open(namespaceOf(call), documents, options, call.now.getTime());
}

function cursorId(value: unknown): bigint {
  if (!['Long', 'Int32', 'Double'].includes(typeOf(value)))
    fail('TypeMismatch', 'a cursor id must be a long');
  return BigInt(String(value));
}

const getMore = read(
  { collection: 'string', batchSize: 'count' },
  ({ collection = '', batchSize = 0 }, call) => {
    const namespace = `${call.database}.${collection}`;
    return call.engine.cursors.more(cursorId(call.target), namespace, batchSize, call.now.getTime());
  },
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
  for (const { document } of documentsOf(call, { filter })) {
    visitPath(document, key.split('.'), (found) => {
      for (const value of Array.isArray(found) ? (found as unknown[]) : [found])
        if (value !== undefined && !seen.has(identity(value))) seen.set(identity(value), value);
      return false;
    });
  }
  return { values: [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) };
});

/** The stages at the front that a query answers better: $match, then $sort, $skip and $limit in this order. */
function splitPipeline(pipeline: readonly unknown[]): { query: Query; rest: unknown[] } {
  const filters: Document[] = [];
  const query: { sort?: Document; skip?: number; limit?: number } = {};
  let at = 0;
  for (; at < pipeline.length; at += 1) {
    const [name, spec] = stageOf(pipeline[at]);
    const isFirst = Object.keys(query).length === 0;
    if (name === '$match' && isDocument(spec) && isFirst) filters.push(spec);
    else if (name === '$sort' && isDocument(spec) && isFirst) query.sort = spec;
    else if (name === '$skip' && query.skip === undefined && query.limit === undefined)
      query.skip = stageCount(name, spec);
    else if (name === '$limit' && query.limit === undefined) query.limit = stageCount(name, spec);
    else break;
  }
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  return { query: { filter, ...query }, rest: pipeline.slice(at) };
}

const aggregate = read({ pipeline: 'array', cursor: 'object' }, ({ pipeline = [], cursor = {} }, call) => {
  const { query, rest } = splitPipeline(pipeline);
  compilePipeline(pipeline);
  const run = compilePipeline(rest);
  const options = readOptions('aggregate.cursor', cursor, { batchSize: 'count' });
  const found = documentsOf(call, query);
  const plain = function* () {
    for (const { document } of found) yield promote(document) as Document;
  };
  const documents = function* () {
    if (rest.length === 0) for (const { bytes } of found) yield bytes;
    else for (const document of run(plain())) yield encode(document);
  };
  return call.engine.cursors.open(namespaceOf(call), documents(), options, call.now.getTime());
});

const explain = read({ verbosity: 'string' }, (_options, call) => {
  const [[name, target] = ['', null], ...others] = isDocument(call.target) ? Object.entries(call.target) : [];
  if (name !== 'find') return unsupported('NotImplemented', `explain of '${name}'`);
  const given = Object.fromEntries(others.filter(([option]) => option !== '$db'));
  const { filter = {}, ...options } = readOptions('find', given, findTable);
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
