import { statSync } from 'node:fs';
import { Int32 } from 'bson';
import { maxDocumentBytes, type Collection } from '../collection.js';
import { fail, unsupported } from '../errors.js';
import { compileFilter } from '../matcher.js';
import { readOptions } from '../options.js';
import { encode, type Document } from '../values.js';
import { maxMessageBytes } from '../wire.js';
import {
  collectionName,
  collectionOf,
  openCollection,
  read,
  write,
  type Call,
  type Command,
} from './command.js';

/** What drivers send with hello: their name and capabilities. None of it is needed here. */
const helloTable = { helloOk: 'any', client: 'any', compression: 'any', backpressure: 'any' } as const;

const plain = (command: Command): Command => ({ ...command, isPlain: true });

const helloOf = read(helloTable, (_options, { name, now }) => ({
  helloOk: true,
  [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
  maxBsonObjectSize: maxDocumentBytes,
  maxMessageSizeBytes: maxMessageBytes,
  maxWriteBatchSize: 100_000,
  localTime: now,
  logicalSessionTimeoutMinutes: 30,
  connectionId: 1,
  minWireVersion: 0,
  // MongoDB 7.0, the last without the bulkWrite command.
  maxWireVersion: 21,
  readOnly: false,
}));

const hello = plain(helloOf);

const buildInfo = read({}, () => {
  const versionArray = [7, 0, 0, 0].map((part) => new Int32(part));
  return { version: '7.0.0', versionArray, modules: ['embedded'], maxBsonObjectSize: maxDocumentBytes };
});

const existing = (call: Call): Collection =>
  collectionOf(call) ?? fail('NamespaceNotFound', `ns not found ${call.database}.${collectionName(call)}`);

function firstBatch(
  call: Call,
  namespace: string,
  documents: readonly Document[],
  cursor: Document = {},
): Buffer {
  const options = readOptions(`${call.name}.cursor`, cursor, { batchSize: 'count' });
  return call.engine.cursors.open(namespace, documents.map(encode), options, call.now.getTime());
}

/** As in MongoDB 7, an existing collection is not an error: no options are accepted here, so it cannot differ. */
const create = write({}, (_options, call) => {
  openCollection(call);
  return {};
});

const createIndexes = write({ indexes: 'array' }, ({ indexes = [] }, call) => {
  if (indexes.length === 0) fail('BadValue', 'Must specify at least one index to create');
  const createdCollectionAutomatically = collectionOf(call) === undefined;
  const collection = openCollection(call);
  const numIndexesBefore = collection.indexes.length;
  for (const spec of indexes) collection.createIndex(spec, call.engine.nextNumber);
  return { numIndexesBefore, numIndexesAfter: collection.indexes.length, createdCollectionAutomatically };
});

const listIndexes = read({ cursor: 'object' }, ({ cursor }, call) => {
  const { namespace, indexes } = existing(call);
  const specs = indexes.map(({ spec }) => spec);
  return firstBatch(call, namespace, specs, cursor);
});

/** By name, several names, or '*' for all. */
const dropIndexes = write({ index: 'any' }, ({ index: wanted }, call) => {
  const collection = existing(call);
  const nIndexesWas = collection.indexes.length;
  const names: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  if (names.some((name) => typeof name !== 'string'))
    unsupported('InvalidOptions', 'Dropping an index by its key');
  if (names.includes('_id_')) fail('InvalidOptions', 'cannot drop _id index');
  const found = collection.secondary.filter(({ name }) => wanted === '*' || names.includes(name));
  if (wanted !== '*' && found.length < names.length)
    fail('IndexNotFound', `index not found with name [${names.join(', ')}]`);
  for (const index of found) collection.dropIndex(index);
  return { nIndexesWas };
});

const listTable = {
  filter: 'object',
  nameOnly: 'bool',
  authorizedCollections: 'bool',
  cursor: 'object',
} as const;

const listCollections = read(listTable, ({ filter = {}, nameOnly, cursor }, call) => {
  const matches = compileFilter(filter);
  const described = call.engine.list(call.database).map(({ name, idIndex }) => ({
    name,
    type: 'collection',
    ...(nameOnly !== true && { options: {}, info: { readOnly: false }, idIndex: idIndex.spec }),
  }));
  const shown = described.filter((one) => matches(one)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return firstBatch(call, `${call.database}.$cmd.listCollections`, shown, cursor);
});

/** Like MongoDB 7, reports success for a missing collection, so that dropping twice is not an error. */
const drop = write({}, (_options, call) => {
  const collection = collectionOf(call);
  if (collection === undefined) return {};
  call.engine.drop(collection);
  return { nIndexesWas: collection.indexes.length, ns: collection.namespace };
});

const dropDatabase = write({}, (_options, { engine, database }) => {
  const collections = engine.list(database);
  for (const collection of collections) engine.drop(collection);
  return collections.length > 0 ? { dropped: database } : {};
});

const collStats = read({}, (_options, call) => {
  const collection = existing(call);
  let size = 0;
  for (const { bytes } of collection.entries()) size += bytes.length;
  return { ns: collection.namespace, count: collection.count(), size, nindexes: collection.indexes.length };
});

/** `storageSize` is the size of the one file that contains all databases. */
const dbStats = read({}, (_options, { engine, database: db }) => {
  const collections = engine.list(db);
  const objects = collections.reduce((sum, collection) => sum + collection.count(), 0);
  return { db, collections: collections.length, objects, storageSize: statSync(engine.storage.file).size };
});

/** All collections are in one file, so it compacts all of them. */
const compact: Command = {
  ...read({ force: 'bool' }, async (_options, call) => {
    existing(call);
    return { bytesFreed: await call.engine.storage.compact(call.shut) };
  }),
  isAlone: true,
};

export const admin: Readonly<Record<string, Command>> = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: plain(read({}, () => ({}))),
  endSessions: plain(read({}, () => ({}))),
  buildInfo: plain(buildInfo),
  create,
  createIndexes,
  listIndexes,
  dropIndexes,
  listCollections,
  drop,
  dropDatabase,
  compact,
  collStats,
  dbStats,
};
