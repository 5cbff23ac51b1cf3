import { Collection } from './collection.js';
import { Cursors } from './cursors.js';
import { fail } from './errors.js';
import { openIndex } from './indexes.js';
import { findDocuments } from './query.js';
import { Storage } from './storage.js';
import { decode, type Document } from './values.js';

const maxNamespaceBytes = 255;

/** As stored in the catalog; when read back, its numbers are BSON types. */
interface CollectionRecord {
  readonly database: string;
  readonly name: string;
  readonly number: unknown;
  readonly indexes: readonly {
    readonly number: unknown;
    readonly isMultikey: boolean;
    /** Missing where an earlier version has written it. */
    readonly arrays?: readonly string[];
    readonly spec: Document;
  }[];
}

/** The state that all commands share: the storage, its collections and the open cursors. */
export class Engine {
  readonly cursors = new Cursors();
  readonly storage: Storage;
  readonly #collections = new Map<string, Collection>();
  /** Numbers of collections and indexes are never reused. */
  #lastNumber = 0;

  constructor(folder: string) {
    this.storage = new Storage(folder);
    this.#load();
  }

  #load(): void {
    const { lastNumber = 0, collections = [] } = this.storage.readCatalog();
    this.#lastNumber = Number(lastNumber);
    this.#collections.clear();
    for (const { database, name, number, indexes } of collections as CollectionRecord[]) {
      const opened = indexes.map((one) =>
        openIndex(
          Number(number),
          Number(one.number),
          one.spec,
          one.arrays ?? (one.isMultikey ? 'unknown' : []),
        ),
      );
      this.#add(database, name, Number(number), opened);
    }
  }

  #add(database: string, name: string, number: number, indexes: ReturnType<typeof openIndex>[]): Collection {
    const collection = new Collection(this.storage, database, name, number, indexes, this.#save);
    this.#collections.set(collection.namespace, collection);
    return collection;
  }

  readonly #save = (): void => {
    const collections = this.list().map(({ database, name, number, secondary }): CollectionRecord => {
      const indexes = secondary.map(({ number: own, arrays, spec }) => ({
        number: own,
        isMultikey: arrays.size > 0,
        arrays: [...arrays],
        spec,
      }));
      return { database, name, number, indexes };
    });
    this.storage.saveCatalog({ lastNumber: this.#lastNumber, collections });
  };

  readonly nextNumber = (): number => (this.#lastNumber += 1);

  /** On return everything is on disk; if it throws, nothing was changed. */
  transaction<T>(action: () => T): T {
    try {
      return this.storage.transaction(action);
    } catch (error) {
      this.#load();
      throw error;
    }
  }

  /** The collection, or undefined if there is none. */
  find(database: string, name: string): Collection | undefined {
    return this.#collections.get(`${database}.${name}`);
  }

  /** The collection, created if it does not exist. Needs a transaction. */
  findOrCreate(database: string, name: string): Collection {
    const found = this.find(database, name);
    if (found !== undefined) return found;
    const isValid = /^[^/\\. "$\0]+$/.test(database) && /^[^$\0]+$/.test(name) && !name.startsWith('system.');
    if (!isValid || Buffer.byteLength(`${database}.${name}`) > maxNamespaceBytes)
      fail('InvalidNamespace', `Invalid namespace specified '${database}.${name}'`);
    const made = this.#add(database, name, this.nextNumber(), []);
    this.#save();
    return made;
  }

  /** Needs a transaction. */
  drop(collection: Collection): void {
    for (const { prefix } of collection.indexes) this.storage.removeRange(prefix);
    this.#collections.delete(collection.namespace);
    this.#save();
  }

  /** The collections of one database, or of all. */
  list(database?: string): Collection[] {
    const all = [...this.#collections.values()];
    return database === undefined ? all : all.filter((one) => one.database === database);
  }

  /** Removes the documents that a TTL index has expired; returns how many. Needs a transaction. */
  expireDocuments(now: Date): number {
    let removed = 0;
    for (const collection of this.list()) {
      for (const { fields, expireAfterSec, partialFilter = {} } of collection.secondary) {
        const path = fields[0]?.[0];
        if (expireAfterSec === undefined || path === undefined) continue;
        const isOver = { [path]: { $lte: new Date(now.getTime() - expireAfterSec * 1000) } };
        const filter = { $and: [isOver, partialFilter] };
        const over = [...findDocuments(collection, { filter, limit: 1000 })];
        for (const { bytes } of over) collection.remove(decode(bytes));
        removed += over.length;
      }
    }
    return removed;
  }
}
