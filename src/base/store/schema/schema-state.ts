/** The one document that says which version the data has, and who changes it now. */
import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../duplicate-key.js';

export const SCHEMA_COLLECTION = 'schema';
const ID = 'schema';

/** One program that migrates. */
export interface Claim {
  /** Random, so that a program knows its own claim. */
  readonly by: string;
  /** In words: machine and process. */
  readonly who: string;
  /** Counts up while the program lives. Clocks of machines differ, so only whether it changes is looked at. */
  readonly beat: number;
  /** The version that the data is to have. */
  readonly to: number;
}

export interface SchemaState {
  readonly version: number;
  /** The oldest version whose programs may use the data. */
  readonly readableFrom: number;
  /** The release that brought the data to this version, and when. */
  readonly program: string;
  readonly at: Date;
  readonly claim?: Claim;
}

type SchemaDocument = SchemaState & { readonly _id: string };

/** Rejects like every operation when the database cannot be reached. */
export class SchemaStates {
  readonly #collection: Collection<SchemaDocument>;

  constructor(db: Db) {
    this.#collection = db.collection(SCHEMA_COLLECTION);
  }

  async read(): Promise<SchemaState | undefined> {
    return (await this.#collection.findOne({ _id: ID })) ?? undefined;
  }

  /** Writes the first state, unless somebody else has written one at the same moment. */
  async begin(state: SchemaState): Promise<void> {
    try {
      await this.#collection.insertOne({ _id: ID, ...state });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** @returns false: it is not as it was read any more. */
  async claim(read: SchemaState, claim: Claim): Promise<boolean> {
    const { version, claim: former } = read;
    const asRead =
      former === undefined
        ? { claim: { $exists: false } }
        : { 'claim.by': former.by, 'claim.beat': former.beat };
    const { matchedCount } = await this.#collection.updateOne(
      { _id: ID, version, ...asRead },
      { $set: { claim } },
    );
    return matchedCount === 1;
  }

  /** @returns false: somebody else has taken it over. */
  async beat(by: string): Promise<boolean> {
    const { matchedCount } = await this.#collection.updateOne(
      { _id: ID, 'claim.by': by },
      { $inc: { 'claim.beat': 1 } },
    );
    return matchedCount === 1;
  }

  /** @returns false: somebody else has taken it over. */
  async set(by: string, changes: Partial<Omit<SchemaState, 'claim'>>): Promise<boolean> {
    const { matchedCount } = await this.#collection.updateOne({ _id: ID, 'claim.by': by }, { $set: changes });
    return matchedCount === 1;
  }

  async release(by: string): Promise<void> {
    await this.#collection.updateOne({ _id: ID, 'claim.by': by }, { $unset: { claim: 1 } });
  }
}

/** The state in the documents of an archive's collection. */
export function stateIn(documents: readonly object[]): SchemaState | undefined {
  return documents.find((one): one is SchemaDocument => '_id' in one && one._id === ID);
}

/**
 * After data was put into a database from elsewhere: nobody migrates it there, and where it came without a version, that of the
 * data before it must not stay.
 */
export async function versionAsIn(db: Db, hasVersion: boolean): Promise<void> {
  if (hasVersion)
    await db.collection<SchemaDocument>(SCHEMA_COLLECTION).updateOne({ _id: ID }, { $unset: { claim: 1 } });
  else await db.dropCollection(SCHEMA_COLLECTION).catch(() => false);
}
