import type { Collection, IndexDescription } from 'mongodb';
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

/**
 * The same for all models of a connection. Uses a separate connection, because building an index over a million calls
 * takes longer than the timeouts of the usual one allow.
 */
export async function makeAllIndexes(
  uri: string,
  connection: Connection,
  serverSelectionTimeoutMS: number,
): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(uri, {
    serverSelectionTimeoutMS,
    maxPoolSize: 2,
    ...boundedWaits(WAIT_MS, LONGEST_INDEX_MS),
  });
  try {
    const db = client.db(connection.name);
    const all = Object.values(connection.models).map(({ schema, collection: { name } }) =>
      makeIndexes({ schema, collection: db.collection(name) }),
    );
    await Promise.all(all);
  } finally {
    await client.close();
  }
}
