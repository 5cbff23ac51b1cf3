import { open, rename, rm } from 'node:fs/promises';
import { Collection } from './collection.js';
import { Cursors } from './cursors.js';
import { fail } from './errors.js';
import { findDocuments } from './query.js';
import { Storage, type CollectionRecord } from './storage.js';

const maxNamespaceBytes = 255;

/** What all commands work on: the storage, its collections and the open cursors. */
export class Engine {
  readonly cursors = new Cursors();
  storage: Storage;
  readonly #folder: string;
  #collections = new WeakMap<CollectionRecord, Collection>();

  constructor(folder: string) {
    this.#folder = folder;
    this.storage = new Storage(folder);
  }

  /** The collection, or undefined if there is none. */
  find(database: string, name: string): Collection | undefined {
    const record = this.storage.collections.get(`${database}.${name}`);
    return record === undefined ? undefined : this.#opened(record);
  }

  /** The collection, made now if there is none. Needs a transaction. */
  findOrCreate(database: string, name: string, now: Date): Collection {
    const found = this.find(database, name);
    if (found !== undefined) return found;
    const bytes = Buffer.byteLength(`${database}.${name}`);
    const isValid = /^[^/\\. "$\0]+$/.test(database) && /^[^$\0]+$/.test(name) && !name.startsWith('system.');
    if (!isValid || bytes > maxNamespaceBytes)
      fail('InvalidNamespace', `Invalid namespace specified '${database}.${name}'`);
    return this.#opened(this.storage.createCollection(database, name, now));
  }

  /** Collections of a database, or of all. */
  list(database?: string): Collection[] {
    return [...this.storage.collections.values()]
      .filter((record) => database === undefined || record.database === database)
      .map((record) => this.#opened(record));
  }

  /** Reads the collection's indexes again after they changed. */
  forget(collection: Collection): void {
    this.#collections.delete(collection.record);
  }

  #opened(record: CollectionRecord): Collection {
    const known = this.#collections.get(record);
    if (known !== undefined) return known;
    const collection = new Collection(this.storage, record);
    this.#collections.set(record, collection);
    return collection;
  }

  /** Removes the documents whose time in a TTL index is over; gives their number. Needs a transaction. */
  expireDocuments(now: Date): number {
    let removed = 0;
    for (const collection of this.list()) {
      for (const { fields, expireAfterSec, name } of collection.indexes) {
        const path = fields[0]?.[0];
        if (expireAfterSec === undefined || path === undefined) continue;
        const filter = { [path]: { $lte: new Date(now.getTime() - expireAfterSec * 1000) } };
        for (const { document } of [...findDocuments(collection, { filter, hint: name, limit: 1000 })]) {
          collection.remove(document);
          removed += 1;
        }
      }
    }
    return removed;
  }

  /** Replaces the data file by a compact copy. Nothing else may run meanwhile; open cursors end. */
  async compact(): Promise<void> {
    const { file } = this.storage;
    const copy = `${file}.compact`;
    await rm(copy, { force: true });
    try {
      await this.storage.copyTo(copy);
      await sync(copy);
    } catch (error) {
      await rm(copy, { force: true });
      throw error;
    }
    this.cursors.killAll();
    await this.storage.close();
    await rename(copy, file);
    await sync(this.#folder);
    this.storage = new Storage(this.#folder);
    this.#collections = new WeakMap();
  }
}

/** Forces a file or the names in a folder to the disk. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}
