import { Long } from 'bson';
import { fail, unsupported } from '../errors.js';
import { identity } from '../key-encoding.js';
import { compileFilter } from '../matcher.js';
import { readOptions, type Options } from '../options.js';
import { compileProjection, project, type Projection } from '../projection.js';
import { countItems, findDocuments, type Query } from '../query.js';
import { parseSort, type Found } from '../sort.js';
import { encode, isDocument, typeOf, type Document } from '../values.js';
import { collectionName, collectionOf, read, type Call, type Command } from './command.js';

const namespaceOf = (call: Call): string => `${call.database}.${collectionName(call)}`;

/** Validates the query even if the collection does not exist. */
function documentsOf(call: Call, query: Query): Generator<Found> {
  const collection = collectionOf(call);
  if (collection !== undefined) return findDocuments(collection, query);
  compileFilter(query.filter);
  parseSort(query.sort ?? {});
  return none();
}

function* none(): Generator<Found> {}

/** Defined at top level: a generator inside another function would get a new hidden class at each call. */
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
  // A double may be fractional, infinite or NaN.
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

const stagesOfCount = { $match: 'object', $skip: 'count', $limit: 'count', $group: 'object' } as const;

/**
 * The query behind a driver's countDocuments: `$match`, `$skip`, `$limit` and the counting `$group`, each at most once and
 * in this order. Throws CommandError for any other pipeline.
 */
function countQuery(pipeline: readonly unknown[]): Query {
  const names = pipeline.flatMap((stage) =>
    isDocument(stage)
      ? Object.keys(stage)
      : fail('TypeMismatch', 'Each element of the pipeline must be an object'),
  );
  const stages = readOptions(
    'aggregate.pipeline',
    Object.assign({}, ...pipeline) as Document,
    stagesOfCount,
    'Location40324',
  );
  const inOrder = Object.keys(stagesOfCount).filter((name) => name in stages);
  const isCount = identity(stages.$group) === identity({ _id: 1, n: { $sum: 1 } });
  if (!isCount || names.join() !== inOrder.join())
    return unsupported(
      'Location40324',
      `A pipeline that does more than countDocuments (${names.join(', ')})`,
    );
  if (stages.$limit === 0) fail('BadValue', 'the limit must be positive');
  return { filter: stages.$match ?? {}, skip: stages.$skip, limit: stages.$limit };
}

const aggregate = read({ pipeline: 'array', cursor: 'object' }, ({ pipeline = [], cursor = {} }, call) => {
  const options = readOptions('aggregate.cursor', cursor, { batchSize: 'count' });
  const n = countItems(documentsOf(call, countQuery(pipeline)));
  const counted = n === 0 ? [] : [encode({ _id: 1, n })];
  return call.engine.cursors.open(namespaceOf(call), counted, options, call.now.getTime());
});

export const reads: Readonly<Record<string, Command>> = {
  find: read(findTable, find),
  getMore,
  killCursors,
  aggregate,
};
