import { existsSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { deserialize } from 'bson';
import { open, type Database, type RootDatabase } from 'lmdb';
import { checkDataFile, damaged } from './data-file.js';
import { CommandError, fail } from './errors.js';
import type { IndexRecord } from './indexes.js';
import { decode, encode } from './values.js';

/** The one file that holds everything, below the data folder. */
export const dataFileName = 'mongodb.mdb';

/** Address space, not disk space: the data file grows only as it is used. */
const mapBytes = 64 * 2 ** 30;

/** A collection as the catalog stores it. */
export interface CollectionRecord {
  readonly database: string;
  readonly name: string;
  /** Begins every key of the collection; never used again after a drop. */
  readonly number: number;
  readonly createdAt: Date;
  nextIndexNumber: number;
  readonly indexes: IndexRecord[];
}

export type Tree = Database<Buffer, Buffer>;

const formatVersion = 1;

/** A value with its checksum in front, so that a damaged one is never taken for truth. */
export function seal(bytes: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(crc32(bytes));
  return Buffer.concat([head, bytes]);
}

export function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/**
 * The LMDB file: three sorted trees (catalog, documents, index keys) and one writer.
 *
 * A transaction is on disk (fsync) when `transaction` returns. Reads outside of one see the last committed state.
 */
export class Storage {
  readonly documents: Tree;
  readonly keys: Tree;
  readonly file: string;
  collections = new Map<string, CollectionRecord>();
  readonly #root: RootDatabase<Buffer, Buffer>;
  readonly #catalog: Tree;
  #nextNumber = 1;

  /** Opens or creates the file in `folder`. Throws an error naming the file if it is damaged or of another format. */
  constructor(folder: string) {
    this.file = join(folder, dataFileName);
    const isNew = !existsSync(this.file);
    const short = isNew ? undefined : checkDataFile(this.file);
    // Pages of zeros in the place of missing ones make LMDB report an error instead of ending the process.
    if (short !== undefined) truncateSync(this.file, short.neededBytes);
    const binary = { encoding: 'binary', keyEncoding: 'binary' } as const;
    try {
      // Without overlapping sync a commit returns after its fsync, which is what "acknowledged" promises.
      this.#root = open({
        path: this.file,
        noSubdir: true,
        overlappingSync: false,
        mapSize: mapBytes,
        ...binary,
      });
      this.#catalog = this.#root.openDB('catalog', binary);
      this.documents = this.#root.openDB('documents', binary);
      this.keys = this.#root.openDB('keys', binary);
      this.#readCatalog();
      if (short !== undefined) this.#readEverything();
    } catch (error) {
      if (short !== undefined) truncateSync(this.file, short.sizeBytes);
      throw error instanceof CommandError ? error : damaged(this.file, (error as Error).message);
    }
  }

  /** The stored document's bytes, or undefined. Throws DataCorruption if they do not match their checksum. */
  document(key: Buffer): Buffer | undefined {
    return this.#unseal(this.documents.get(key), 'document');
  }

  /** Throws if a document, a key or a page of either tree cannot be read. */
  #readEverything(): void {
    for (const tree of [this.documents, this.keys]) {
      let count = 0;
      for (const { key } of tree.getRange({ start: Buffer.from([0]) })) {
        if (tree === this.documents) this.document(key);
        count += 1;
      }
      const { entryCount } = tree.getStats() as { entryCount: number };
      if (count !== entryCount) throw new Error(`it holds ${count} of ${entryCount} entries`);
    }
  }

  #unseal(stored: Buffer | undefined, what: string): Buffer | undefined {
    if (stored === undefined) return undefined;
    const bytes = stored.subarray(4);
    if (stored.length < 4 || stored.readUInt32BE() !== crc32(bytes)) {
      fail(
        'DataCorruption',
        `A ${what} in ${this.file} is damaged: its checksum does not match. Restore a backup.`,
      );
    }
    return bytes;
  }

  /** Runs `action` as one transaction: all of it on disk at return, or none of it when it throws. */
  transaction<T>(action: () => T): T {
    try {
      return this.#root.transactionSync(action);
    } catch (error) {
      this.#readCatalog();
      throw toCommandError(error);
    }
  }

  createCollection(database: string, name: string, createdAt: Date): CollectionRecord {
    const idIndex: IndexRecord = {
      number: 0,
      spec: { v: 2, key: { _id: 1 }, name: '_id_' },
      isMultikey: false,
    };
    const record = {
      database,
      name,
      number: this.#nextNumber,
      createdAt,
      nextIndexNumber: 1,
      indexes: [idIndex],
    };
    this.#nextNumber += 1;
    this.saveCollection(record);
    this.#catalog.putSync(Buffer.from('!'), this.#header());
    return record;
  }

  saveCollection(record: CollectionRecord): void {
    this.collections.set(`${record.database}.${record.name}`, record);
    this.#catalog.putSync(Buffer.from(`c${record.number}`), seal(encode({ ...record })));
  }

  dropCollection(record: CollectionRecord): void {
    this.removeRange(this.documents, number32(record.number));
    this.removeRange(this.keys, number32(record.number));
    this.#catalog.removeSync(Buffer.from(`c${record.number}`));
    this.collections.delete(`${record.database}.${record.name}`);
  }

  /** Removes all keys that begin with `prefix`. */
  removeRange(tree: Tree, prefix: Buffer): void {
    const range = { start: prefix, end: Buffer.concat([prefix, Buffer.alloc(8, 0xff)]), limit: 1000 };
    for (let found = [...tree.getKeys(range)]; found.length > 0; found = [...tree.getKeys(range)]) {
      for (const key of found) tree.removeSync(key);
    }
  }

  #header(): Buffer {
    return seal(encode({ formatVersion, nextNumber: this.#nextNumber }));
  }

  #readCatalog(): void {
    this.collections = new Map();
    const header = this.#unseal(this.#catalog.get(Buffer.from('!')), 'catalog entry');
    if (header === undefined) return;
    const { formatVersion: found, nextNumber } = deserialize(header) as {
      formatVersion: number;
      nextNumber: number;
    };
    if (found !== formatVersion)
      throw new Error(`its format is ${found}, this program reads ${formatVersion}`);
    this.#nextNumber = nextNumber;
    for (const { key, value } of this.#catalog.getRange({ start: Buffer.from('c'), end: Buffer.from('d') })) {
      const bytes = this.#unseal(value, `catalog entry ${String(key)}`);
      if (bytes === undefined) continue;
      const record = deserialize(bytes) as unknown as CollectionRecord;
      const typedRecord = decode(bytes) as unknown as CollectionRecord;
      const indexes = record.indexes.map((index, at) => ({
        ...index,
        spec: typedRecord.indexes[at]?.spec ?? index.spec,
      }));
      this.collections.set(`${record.database}.${record.name}`, { ...record, indexes });
    }
  }

  /** Writes a compact copy of everything to `file`. */
  async copyTo(file: string): Promise<void> {
    await this.#root.backup(file, true);
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}

function toCommandError(error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  // A disk that fills up in the middle of a page gives a short write, which LMDB reports as EIO.
  if (/MAP_FULL|no space|quota|too large|input\/output error/i.test(message)) {
    return new CommandError(
      'OutOfDiskSpace',
      `The database is full, nothing of this was written: ${message}`,
    );
  }
  return error;
}
