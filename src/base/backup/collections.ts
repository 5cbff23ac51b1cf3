import { deserialize, type Document } from 'bson';
import type { Collection, Db, IndexDescription } from 'mongodb';
import type { CollectionInfo } from './archive.js';
import { Crc64 } from './crc64.js';
import { differs } from './errors.js';

/** Documents per insert. Together with the size below, this limits memory use. */
const batchDocuments = 500;
const batchBytes = 8 * 1024 * 1024;

/** The collections of a database with their indexes, by name; views and system collections have no documents of their own. */
export async function readCollections(db: Db): Promise<CollectionInfo[]> {
  const listed = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  const names = listed.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  return Promise.all(
    names.sort().map(async (name) => ({ name, indexes: await db.collection(name).listIndexes().toArray() })),
  );
}

/** Waits between pieces of a large work, so that others get their turn. */
export type Pace = () => Promise<void>;

/** After so many bytes, or documents, a paced reading pauses. */
const PACED_BYTES = 256 * 1024;
const PACED_DOCUMENTS = 200;

/** Every document's bytes in the order of _id, which is the same on every server. */
export async function* rawDocuments(collection: Collection, pace?: Pace): AsyncGenerator<Buffer> {
  const batchSize = pace === undefined ? 500 : PACED_DOCUMENTS;
  const cursor = collection.find({}, { raw: true, sort: { _id: 1 }, batchSize });
  let [documents, bytes] = [0, 0];
  for await (const document of cursor) {
    const buffer = document as unknown as Buffer;
    yield buffer;
    documents += 1;
    bytes += buffer.length;
    if (pace === undefined || (documents < PACED_DOCUMENTS && bytes < PACED_BYTES)) continue;
    await pace();
    [documents, bytes] = [0, 0];
  }
}

export interface Fingerprint {
  readonly count: number;
  readonly crc: bigint;
}

/** Count and checksum over all documents in the order of _id: equal for equal contents. */
export async function fingerprint(collection: Collection): Promise<Fingerprint> {
  const crc = new Crc64();
  let count = 0;
  for await (const bytes of rawDocuments(collection)) {
    crc.update(bytes);
    count += 1;
  }
  return { count, crc: crc.value() };
}

/** Inserts documents in batches and keeps their BSON types. */
export class BatchInserter {
  readonly #collection: Collection;
  #batch: Document[] = [];
  #heldBytes = 0;

  constructor(collection: Collection) {
    this.#collection = collection;
  }

  async add(bytes: Buffer): Promise<void> {
    this.#batch.push(deserialize(bytes, { promoteValues: false, promoteBuffers: false, bsonRegExp: true }));
    this.#heldBytes += bytes.length;
    if (this.#batch.length >= batchDocuments || this.#heldBytes >= batchBytes) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#batch.length > 0) await this.#collection.insertMany(this.#batch);
    this.#batch = [];
    this.#heldBytes = 0;
  }
}

/** Creates the collection and its indexes; called after inserting the documents, because that is faster. */
export async function createIndexes(db: Db, { name, indexes }: CollectionInfo): Promise<void> {
  const wanted = indexes
    .filter((index) => index['name'] !== '_id_')
    .map((index) =>
      Object.fromEntries(
        Object.entries(index).filter(([option]) => !['v', 'ns', 'background'].includes(option)),
      ),
    );
  if (wanted.length > 0) await db.collection(name).createIndexes(wanted as IndexDescription[]);
}

/** The named collections that hold documents. */
export async function nonEmpty(db: Db, names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (name) => ((await db.collection(name).findOne({})) === null ? [] : [name])),
  );
  return found.flat();
}

/** Drops and recreates the collection: afterwards it exists and is empty. */
export async function recreate(db: Db, name: string): Promise<void> {
  await db.dropCollection(name).catch(() => false);
  await db.createCollection(name);
}

/** Errors: `COPY_DIFFERS` unless the collection has the expected count and checksum. */
export async function verify(collection: Collection, expected: Fingerprint): Promise<void> {
  const found = await fingerprint(collection);
  if (found.count === expected.count && found.crc === expected.crc) return;
  throw differs({
    collection: collection.collectionName,
    count: found.count,
    crc: String(found.crc),
    expected: expected.count,
    expectedCrc: String(expected.crc),
  });
}
