import type { IndexDescription } from 'mongodb';
import mongoose, { type Model } from 'mongoose';

/** MongoDB's codes for an index that is there with other options, or under this name with another key. */
const CONFLICTS: ReadonlySet<unknown> = new Set([85, 86]);

type AnyModel = Pick<Model<unknown>, 'schema' | 'collection'>;

const isConflict = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && CONFLICTS.has(error.code);

/**
 * Makes a model's indexes. One that an earlier version made with other options, such as another time to live, gives way
 * to the one of this version; indexes that are not the model's stay.
 */
export async function makeIndexes({ schema, collection }: AnyModel): Promise<void> {
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
