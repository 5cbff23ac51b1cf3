import type { Collection, Db, IndexDescription, IndexDescriptionInfo, MongoClient } from 'mongodb';
import mongoose, { type Connection, type Schema } from 'mongoose';
import { boundedWaits } from './bounded-waits.js';

/** Building an index over a million calls takes minutes; a server that is silent for this long is gone. */
const LONGEST_INDEX_MS = 60 * 60_000;
const WAIT_MS = 10_000;

/** MongoDB's error codes for an index that exists with other options, or with another key under this name. */
const CONFLICTS: ReadonlySet<unknown> = new Set([85, 86]);

interface Indexed {
  readonly schema: Pick<Schema, 'indexes'>;
  readonly collection: Pick<Collection, 'createIndexes' | 'indexes' | 'dropIndex'>;
}

const isConflict = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && CONFLICTS.has(error.code);

/**
 * Builds a collection's indexes as its schema defines them. An index that an earlier version built with other
 * options, such as another time to live, is replaced; indexes that are not in the schema stay.
 */
export async function makeIndexes({ schema, collection }: Indexed): Promise<void> {
  for (const [key, options] of schema.indexes()) {
    const make = (): Promise<string[]> => collection.createIndexes([{ ...options, key } as IndexDescription]);
    try {
      await make();
    } catch (error) {
      if (!isConflict(error)) throw error;
      const text = JSON.stringify(key);
      const [former] = (await collection.indexes()).filter((one) => JSON.stringify(one.key) === text);
      if (former?.name === undefined) throw error;
      await collection.dropIndex(former.name);
      await make();
    }
  }
}

/** The same for all models of a connection, on `db`, which may be another connection with longer timeouts. */
export async function makeAllIndexes(db: Db, connection: Connection): Promise<void> {
  const all = Object.values(connection.models).map(({ schema, collection: { name } }) =>
    makeIndexes({ schema, collection: db.collection(name) }),
  );
  await Promise.all(all);
}

/**
 * A client for what takes long: building an index over a million calls exceeds the timeouts of the usual connection.
 * Close it afterwards.
 */
export function longClient(uri: string, serverSelectionTimeoutMS: number): Promise<MongoClient> {
  return mongoose.mongo.MongoClient.connect(uri, {
    serverSelectionTimeoutMS,
    maxPoolSize: 2,
    ...boundedWaits(WAIT_MS, LONGEST_INDEX_MS),
  });
}

/** An index that `makeAllIndexes` would build. */
export interface IndexChange {
  readonly collection: string;
  /** `{"endedAt":1}` */
  readonly key: string;
  /** `replaced`: there is one with other options. */
  readonly change: 'made' | 'replaced';
}

/** What `makeAllIndexes` would do now. Changes nothing. */
export async function indexChanges(db: Db, connection: Connection): Promise<readonly IndexChange[]> {
  const changes = Object.values(connection.models).map(async ({ schema, collection: { name } }) => {
    const found = await indexesOf(db.collection(name));
    return schema.indexes().flatMap(([key, options]): IndexChange[] => {
      const text = JSON.stringify(key);
      const former = found.find((one) => JSON.stringify(one.key) === text);
      if (former !== undefined && indexText(former) === indexText({ ...options, key })) return [];
      return [{ collection: name, key: text, change: former === undefined ? 'made' : 'replaced' }];
    });
  });
  return (await Promise.all(changes)).flat();
}

/** MongoDB's error code for a collection that does not exist. */
const NO_COLLECTION = 26;

async function indexesOf(collection: Indexed['collection']): Promise<readonly IndexDescriptionInfo[]> {
  try {
    return await collection.indexes();
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError && error.code === NO_COLLECTION) return [];
    throw error;
  }
}

/** The options that make an index another one, with its key, as text: equal for equal indexes. */
export function indexText(index: object): string {
  const { key, unique, sparse, expireAfterSeconds, partialFilterExpression } = index as Record<
    string,
    unknown
  >;
  const options = {
    unique: unique === true,
    sparse: sparse === true,
    expireAfterSeconds,
    partialFilterExpression,
  };
  return JSON.stringify({ key, ...options });
}
