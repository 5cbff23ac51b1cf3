import type { Collection } from '../collection.js';
import { encodeBatch } from '../cursors.js';
import { fail } from '../errors.js';
import { compileFilter } from '../matcher.js';
import { statSync } from 'node:fs';
import { encode, isDocument, type Document } from '../values.js';
import { arrayOption, collectionName, type Call, type Command, type Reply } from './command.js';
import { documentOption } from '../query.js';

function existing(call: Call): Collection {
  const name = collectionName(call);
  return (
    call.engine.find(call.database, name) ??
    fail('NamespaceNotFound', `ns not found ${call.database}.${name}`)
  );
}

function batch(call: Call, namespace: string, documents: readonly Document[]): Reply {
  const cursor = call.body['cursor'];
  const batchSize =
    isDocument(cursor) && cursor['batchSize'] !== undefined ? Number(cursor['batchSize']) : undefined;
  const opened = call.engine.cursors.open(
    namespace,
    documents.map(encode),
    { batchSize },
    call.now.getTime(),
  );
  return encodeBatch(opened, 'firstBatch');
}

function create(call: Call): Reply {
  const name = collectionName(call);
  if (call.engine.find(call.database, name) !== undefined) {
    fail('NamespaceExists', `Collection ${call.database}.${name} already exists.`);
  }
  call.engine.findOrCreate(call.database, name, call.now);
  return {};
}

function createIndexes(call: Call): Reply {
  const name = collectionName(call);
  const specs = arrayOption(call.body['indexes'], 'createIndexes.indexes');
  if (specs.length === 0) fail('BadValue', 'Must specify at least one index to create');
  const isNew = call.engine.find(call.database, name) === undefined;
  const before = call.engine.findOrCreate(call.database, name, call.now).indexes.length;
  for (const spec of specs) {
    if (!isDocument(spec)) fail('TypeMismatch', 'The elements of the indexes array must be objects');
    const collection = call.engine.findOrCreate(call.database, name, call.now);
    if (collection.createIndex(spec)) call.engine.forget(collection);
  }
  const after = existing(call).indexes.length;
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    createdCollectionAutomatically: isNew,
    ...(after === before ? { note: 'all indexes already exist' } : {}),
  };
}

function listIndexes(call: Call): Reply {
  const collection = existing(call);
  return batch(
    call,
    collection.namespace,
    collection.indexes.map((index) => index.spec),
  );
}

function dropIndexes(call: Call): Reply {
  const collection = existing(call);
  const wanted = call.body['index'];
  const secondary = collection.indexes.slice(1);
  const names = (Array.isArray(wanted) ? (wanted as unknown[]) : [wanted]).map(String);
  if (names.includes('_id_')) fail('InvalidOptions', 'cannot drop _id index');
  const byKey = isDocument(wanted) ? compileFilter({ key: { $eq: wanted } }) : undefined;
  const found = secondary.filter(
    ({ name, spec }) => wanted === '*' || names.includes(name) || byKey?.(spec) === true,
  );
  if (wanted !== '*' && found.length === 0)
    fail('IndexNotFound', `index not found with name [${names.join(', ')}]`);
  for (const index of found) collection.dropIndex(index);
  call.engine.forget(collection);
  return { nIndexesWas: collection.indexes.length };
}

function listCollections(call: Call): Reply {
  const matches = compileFilter(documentOption(call.body['filter'], 'filter'));
  const described = call.engine
    .list(call.database)
    .map(({ record, idIndex }) => ({
      name: record.name,
      type: 'collection',
      options: {},
      info: { readOnly: false },
      idIndex: idIndex.spec,
    }))
    .filter((document) => matches(document))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const namesOnly = call.body['nameOnly'] === true;
  const shown = namesOnly ? described.map(({ name, type }) => ({ name, type })) : described;
  return batch(call, `${call.database}.$cmd.listCollections`, shown);
}

function drop(call: Call): Reply {
  const collection = call.engine.find(call.database, collectionName(call));
  // MongoDB 7 reports success for a collection that is not there, so that dropping twice is no error.
  if (collection === undefined) return {};
  const nIndexesWas = collection.indexes.length;
  call.engine.storage.dropCollection(collection.record);
  return { nIndexesWas, ns: collection.namespace };
}

function dropDatabase(call: Call): Reply {
  const collections = call.engine.list(call.database);
  for (const { record } of collections) call.engine.storage.dropCollection(record);
  return collections.length > 0 ? { dropped: call.database } : {};
}

function listDatabases(call: Call): Reply {
  const names = [...new Set(call.engine.list().map(({ record }) => record.database))].sort();
  const databases = names.map((name) => ({ name, empty: false }));
  return { databases };
}

function sizeOf(collection: Collection): number {
  let bytes = 0;
  for (const entry of collection.entries()) bytes += entry.bytes.length;
  return bytes;
}

function collStats(call: Call): Reply {
  const collection = existing(call);
  const count = collection.count();
  const size = sizeOf(collection);
  return {
    ns: collection.namespace,
    count,
    size,
    avgObjSize: count === 0 ? 0 : Math.round(size / count),
    nindexes: collection.indexes.length,
  };
}

function dbStats(call: Call): Reply {
  const collections = call.engine.list(call.database);
  const { size: fileBytes } = statSync(call.engine.storage.file);
  return {
    db: call.database,
    collections: collections.length,
    objects: collections.reduce((sum, collection) => sum + collection.count(), 0),
    dataSize: collections.reduce((sum, collection) => sum + sizeOf(collection), 0),
    indexes: collections.reduce((sum, collection) => sum + collection.indexes.length, 0),
    // One file holds all databases.
    storageSize: fileBytes,
    fsUsedSize: fileBytes,
  };
}

/** Like MongoDB's compact, except that one file holds all collections, so all of them become compact. */
async function compact(call: Call): Promise<Reply> {
  existing(call);
  const before = statSync(call.engine.storage.file).size;
  await call.engine.compact();
  return { bytesFreed: before - statSync(call.engine.storage.file).size };
}

export const admin: Record<string, Command> = {
  create: { kind: 'write', options: [], run: create },
  createIndexes: { kind: 'write', options: ['indexes'], run: createIndexes },
  listIndexes: { kind: 'read', options: ['cursor'], run: listIndexes },
  dropIndexes: { kind: 'write', options: ['index'], run: dropIndexes },
  listCollections: {
    kind: 'read',
    options: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
    run: listCollections,
  },
  drop: { kind: 'write', options: [], run: drop },
  dropDatabase: { kind: 'write', options: [], run: dropDatabase },
  listDatabases: { kind: 'read', options: ['nameOnly'], run: listDatabases },
  collStats: { kind: 'read', options: [], run: collStats },
  dbStats: { kind: 'read', options: [], run: dbStats },
  compact: { kind: 'alone', options: ['force'], run: compact },
};
