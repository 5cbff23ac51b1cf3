import { Long } from 'bson';
import { wholeOption } from '../arithmetic.js';
import { encodeBatch } from '../cursors.js';
import { fail, unsupported } from '../errors.js';
import { distinct } from '../group.js';
import { compileFilter } from '../matcher.js';
import { visitPath } from '../paths.js';
import { compilePipeline, stageOf } from '../pipeline.js';
import { compileProjection } from '../projection.js';
import {
  countItems,
  countOption,
  documentOption,
  explainQuery,
  findDocuments,
  type Query,
} from '../query.js';
import { fieldsRead, onlyFields, wholeFields } from '../some-fields.js';
import { encode, isDocument, numberOf, rank, rankOf, type Document } from '../values.js';
import {
  arrayOption,
  checkFields,
  collectionName,
  deadlineOf,
  type Call,
  type Command,
  type Reply,
} from './command.js';

function batchSizeOf(value: unknown): number | undefined {
  return value === undefined ? undefined : countOption(value, 'batchSize');
}

function queryOf(call: Call): Query {
  const { filter, query, sort, skip, limit, hint } = call.body;
  return {
    filter: documentOption(filter ?? query, 'filter'),
    sort: sort ?? {},
    skip: countOption(skip, 'skip'),
    // The count command takes a negative limit for its absolute value.
    limit:
      limit === undefined
        ? 0
        : call.name === 'count'
          ? Math.abs(wholeOption(limit, 'limit'))
          : countOption(limit, 'limit'),
    hint,
    deadlineMs: deadlineOf(call),
  };
}

function* projected(call: Call, query: Query): Generator<Buffer> {
  const collection = call.engine.find(call.database, collectionName(call));
  const spec = documentOption(call.body['projection'], 'projection');
  const project = Object.keys(spec).length === 0 ? undefined : compileProjection(spec);
  compileFilter(query.filter);
  if (collection === undefined) return;
  const whole = wholeFields(spec);
  if (whole !== undefined) {
    const reads = fieldsRead(query.filter, documentOption(query.sort, 'sort'));
    for (const { bytes } of findDocuments(collection, { ...query, reads })) yield onlyFields(bytes, whole);
    return;
  }
  for (const { bytes, document } of findDocuments(collection, query)) {
    yield project === undefined ? bytes : encode(project(document));
  }
}

function find(call: Call): Reply {
  const { body, engine, now } = call;
  const options = {
    batchSize: batchSizeOf(body['batchSize']),
    isSingleBatch: body['singleBatch'] === true,
    neverExpires: body['noCursorTimeout'] === true,
  };
  const namespace = `${call.database}.${collectionName(call)}`;
  return encodeBatch(
    engine.cursors.open(namespace, projected(call, queryOf(call)), options, now.getTime()),
    'firstBatch',
  );
}

function cursorId(value: unknown): bigint {
  if (rankOf(value) !== rank.number) fail('TypeMismatch', 'a cursor id must be a long');
  const id = numberOf(value);
  return typeof id === 'object' ? 0n : BigInt(id);
}

function getMore(call: Call): Reply {
  const namespace = `${call.database}.${collectionName(call, 'collection')}`;
  const id = cursorId(call.body['getMore']);
  return encodeBatch(
    call.engine.cursors.more(id, namespace, batchSizeOf(call.body['batchSize']), call.now.getTime()),
    'nextBatch',
  );
}

function killCursors(call: Call): Reply {
  const ids = arrayOption(call.body['cursors'], 'killCursors.cursors').map(cursorId);
  const killed = ids.filter((id) => call.engine.cursors.kill(id));
  const missing = ids.filter((id) => !killed.includes(id));
  const longs = (list: bigint[]): Long[] => list.map((id) => Long.fromBigInt(id));
  return {
    cursorsKilled: longs(killed),
    cursorsNotFound: longs(missing),
    cursorsAlive: [],
    cursorsUnknown: [],
  };
}

function count(call: Call): Reply {
  const query = queryOf(call);
  const collection = call.engine.find(call.database, collectionName(call));
  compileFilter(query.filter);
  if (collection === undefined) return { n: 0 };
  if (Object.keys(query.filter).length === 0 && query.limit === 0 && query.skip === 0)
    return { n: collection.count() };
  return { n: countItems(findDocuments(collection, query)) };
}

function distinctValues(call: Call): Reply {
  const path = call.body['key'];
  if (typeof path !== 'string')
    fail('TypeMismatch', `BSON field 'distinct.key' is the wrong type, expected type 'string'`);
  const query = queryOf(call);
  compileFilter(query.filter);
  const collection = call.engine.find(call.database, collectionName(call));
  if (collection === undefined) return { values: [] };
  const values = function* (): Iterable<unknown> {
    for (const { document } of findDocuments(collection, query)) {
      const found: unknown[] = [];
      visitPath(document, path.split('.'), (value) => {
        found.push(...(Array.isArray(value) ? (value as unknown[]) : [value]));
        return false;
      });
      yield* found.filter((value) => value !== undefined);
    }
  };
  return { values: distinct(values()) };
}

/** The stages at the front that a query answers better: $match, then $sort, $skip and $limit in this order. */
function splitPipeline(pipeline: readonly unknown[]): { query: Query; rest: unknown[] } {
  const filters: Document[] = [];
  const query: { sort?: unknown; skip?: number; limit?: number } = {};
  let at = 0;
  for (; at < pipeline.length; at += 1) {
    const [name, spec] = stageOf(pipeline[at]);
    if (name === '$match' && isDocument(spec) && Object.keys(query).length === 0) filters.push(spec);
    else if (name === '$sort' && Object.keys(query).length === 0) query.sort = spec;
    else if (name === '$skip' && query.skip === undefined && query.limit === undefined)
      query.skip = countOption(spec, '$skip');
    else if (name === '$limit' && query.limit === undefined && wholeOption(spec, '$limit') > 0)
      query.limit = wholeOption(spec, '$limit');
    else break;
  }
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  return { query: { filter, ...query }, rest: pipeline.slice(at) };
}

function* aggregated(call: Call, query: Query, rest: unknown[]): Generator<Buffer> {
  const collection = call.engine.find(call.database, collectionName(call));
  const run = compilePipeline(rest);
  const input = function* (): Generator<Document> {
    if (collection === undefined) return;
    for (const { document } of findDocuments(collection, query)) yield document;
  };
  for (const document of run(input())) yield encode(document);
}

function aggregate(call: Call): Reply {
  const { body, engine, now } = call;
  if (body['explain'] === true) unsupported('IDLUnknownField', `BSON field 'aggregate.explain'`);
  const pipeline = arrayOption(body['pipeline'], 'aggregate.pipeline');
  const { query, rest } = splitPipeline(pipeline);
  compilePipeline(pipeline);
  const { batchSize } = checkFields('aggregate.cursor', body['cursor'], ['batchSize']);
  const namespace = `${call.database}.${collectionName(call)}`;
  const documents = aggregated(call, { ...query, hint: body['hint'], deadlineMs: deadlineOf(call) }, rest);
  return encodeBatch(
    engine.cursors.open(namespace, documents, { batchSize: batchSizeOf(batchSize) }, now.getTime()),
    'firstBatch',
  );
}

const explained = new Set(['find', 'count', 'aggregate']);

function explain(call: Call): Reply {
  const inner = call.body['explain'];
  const name = isDocument(inner) ? (Object.keys(inner)[0] ?? '') : '';
  if (!isDocument(inner) || !explained.has(name)) unsupported('NotImplemented', `explain of '${name}'`);
  const asked = { ...call, name, body: inner };
  const collection = call.engine.find(call.database, collectionName(asked));
  if (collection === undefined) return { queryPlanner: { winningPlan: { stage: 'EOF' } } };
  if (name !== 'aggregate') return explainQuery(collection, queryOf(asked));
  return explainQuery(collection, splitPipeline(arrayOption(inner['pipeline'], 'pipeline')).query);
}

const findOptions = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'noCursorTimeout',
  'allowDiskUse',
];

export const reads: Record<string, Command> = {
  find: { kind: 'read', options: findOptions, run: find },
  getMore: { kind: 'read', options: ['collection', 'batchSize'], run: getMore },
  killCursors: { kind: 'read', options: ['cursors'], run: killCursors },
  count: { kind: 'read', options: ['query', 'limit', 'skip', 'hint', 'fields'], run: count },
  distinct: { kind: 'read', options: ['key', 'query', 'hint'], run: distinctValues },
  aggregate: {
    kind: 'read',
    options: ['pipeline', 'cursor', 'hint', 'allowDiskUse', 'explain', 'bypassDocumentValidation'],
    run: aggregate,
  },
  explain: { kind: 'read', options: ['verbosity'], run: explain },
};
