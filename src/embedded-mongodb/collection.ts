import { CommandError, fail } from './errors.js';
import {
  encodeIndexKey,
  keysOf,
  normalizeSpec,
  openIndex,
  sameSpec,
  type Index,
  type IndexKeys,
} from './indexes.js';
import { number32, seal, type CollectionRecord, type Storage } from './storage.js';
import { decode, encode, rank, rankOf, type Document } from './values.js';

/** MongoDB's limit for one document. */
export const maxDocumentBytes = 16 * 1024 * 1024;

/** The end of every key that begins with `prefix`; no value begins with 0xff. */
export const endOf = (prefix: Buffer): Buffer => Buffer.concat([prefix, Buffer.from([0xff])]);

/**
 * Documents of one collection with their index keys, always changed together.
 *
 * A document stands in the tree `documents` under collection number + encoded _id. An index key stands in the
 * tree `keys` under collection number + index number + encoded values + encoded _id, and its value is the
 * document's key. All changes need a running transaction; they throw before they write anything.
 */
export class Collection {
  readonly namespace: string;
  readonly prefix: Buffer;
  readonly indexes: readonly Index[];
  readonly record: CollectionRecord;
  readonly storage: Storage;

  constructor(storage: Storage, record: CollectionRecord) {
    this.storage = storage;
    this.record = record;
    this.namespace = `${record.database}.${record.name}`;
    this.prefix = number32(record.number);
    this.indexes = record.indexes.map(openIndex);
  }

  get idIndex(): Index {
    const [index] = this.indexes;
    if (index === undefined) throw new Error(`${this.namespace} has lost its _id index`);
    return index;
  }

  /** Where the keys of an index begin; the _id index is the tree of documents itself. */
  indexPrefix(index: Index): Buffer {
    return index.number === 0 ? this.prefix : Buffer.concat([this.prefix, number32(index.number)]);
  }

  documentKey(id: unknown): Buffer {
    const place = rankOf(id);
    if (place === rank.array || place === rank.regex || id === undefined) {
      fail(
        'BadValue',
        `The '_id' value cannot be of type ${place === rank.array ? 'array' : 'regex or undefined'}`,
      );
    }
    return Buffer.concat([this.prefix, encodeIndexKey(this.idIndex, [id])]);
  }

  /** Adds a document that has an _id. Throws DuplicateKey, BSONObjectTooLarge. */
  insert(document: Document): void {
    const key = this.documentKey(document['_id']);
    if (this.storage.documents.doesExist(key)) this.#duplicate(this.idIndex, [document['_id']]);
    const bytes = this.#bytes(document);
    const added = this.#secondary().map((index) => ({ index, keys: keysOf(index, document) }));
    for (const { index, keys } of added) this.#checkUnique(index, keys, key);
    this.storage.documents.putSync(key, seal(bytes));
    for (const { index, keys } of added) this.#addKeys(index, keys, key);
  }

  /** Puts `after` in the place of `before` (same _id); false if they do not differ in a byte. */
  replace(before: Document, after: Document): boolean {
    const bytes = this.#bytes(after);
    if (bytes.equals(encode(before))) return false;
    const key = this.documentKey(before['_id']);
    const changes = this.#secondary().map((index) => ({
      index,
      old: keysOf(index, before),
      keys: keysOf(index, after),
    }));
    for (const { index, keys, old } of changes) this.#checkUnique(index, without(keys, old), key);
    this.storage.documents.putSync(key, seal(bytes));
    for (const { index, keys, old } of changes) {
      this.#removeKeys(index, without(old, keys), key);
      this.#addKeys(index, without(keys, old), key);
    }
    return true;
  }

  remove(document: Document): void {
    const key = this.documentKey(document['_id']);
    for (const index of this.#secondary()) this.#removeKeys(index, keysOf(index, document), key);
    this.storage.documents.removeSync(key);
  }

  count(): number {
    return this.storage.documents.getKeysCount({ start: this.prefix, end: endOf(this.prefix) });
  }

  /** Every document's key and bytes, in the order of _id. Only inside one turn of the event loop: see scan.ts for longer reads. */
  *entries(): Generator<{ key: Buffer; bytes: Buffer }> {
    for (const key of this.storage.documents.getKeys({ start: this.prefix, end: endOf(this.prefix) })) {
      const bytes = this.storage.document(key);
      if (bytes !== undefined) yield { key, bytes };
    }
  }

  /** Adds an index and builds it; false if it is there already. Throws for the same name or key with other options. */
  createIndex(given: Document): boolean {
    const spec = normalizeSpec(given);
    const isIdKey = JSON.stringify(Object.keys(spec['key'] as Document)) === '["_id"]';
    if (isIdKey) return false;
    for (const index of this.indexes) {
      if (sameSpec(index.spec, spec)) return false;
      if (index.name === spec['name'])
        fail(
          'IndexKeySpecsConflict',
          `An existing index has the same name as the requested index: ${index.name}`,
        );
      if (
        sameSpec(
          { key: index.spec['key'], partial: index.partialFilter },
          { key: spec['key'], partial: spec['partialFilterExpression'] },
        )
      ) {
        fail(
          'IndexOptionsConflict',
          `Index already exists with a different name or different options: ${index.name}`,
        );
      }
    }
    const record = { number: this.record.nextIndexNumber, spec, isMultikey: false };
    this.record.nextIndexNumber += 1;
    const index = openIndex(record);
    this.#build(index);
    this.record.indexes.push(record);
    this.storage.saveCollection(this.record);
    return true;
  }

  /** Adds the keys of all documents; none of them stay if one does not fit. */
  #build(index: Index): void {
    try {
      for (const { key, bytes } of this.entries()) {
        const keys = keysOf(index, decode(bytes));
        this.#checkUnique(index, keys, key);
        this.#addKeys(index, keys, key);
      }
    } catch (error) {
      this.storage.removeRange(this.storage.keys, this.indexPrefix(index));
      throw error;
    }
  }

  dropIndex(index: Index): void {
    this.storage.removeRange(this.storage.keys, this.indexPrefix(index));
    this.record.indexes.splice(this.record.indexes.indexOf(index.record), 1);
    this.storage.saveCollection(this.record);
  }

  #secondary(): readonly Index[] {
    return this.indexes.slice(1);
  }

  #bytes(document: Document): Buffer {
    const bytes = encode(document);
    if (bytes.length > maxDocumentBytes)
      fail('BSONObjectTooLarge', `BSONObj size: ${bytes.length} is larger than ${maxDocumentBytes}`);
    return bytes;
  }

  #checkUnique(index: Index, { keys }: IndexKeys, documentKey: Buffer): void {
    if (!index.isUnique) return;
    for (const { bytes, values } of keys.values()) {
      const start = Buffer.concat([this.indexPrefix(index), bytes]);
      for (const { value } of this.storage.keys.getRange({ start, end: endOf(start) })) {
        if (!value.equals(documentKey)) this.#duplicate(index, values);
      }
    }
  }

  #entryKey(index: Index, bytes: Buffer, documentKey: Buffer): Buffer {
    return Buffer.concat([this.indexPrefix(index), bytes, documentKey.subarray(this.prefix.length)]);
  }

  #addKeys(index: Index, { keys, isMultikey }: IndexKeys, documentKey: Buffer): void {
    for (const { bytes } of keys.values())
      this.storage.keys.putSync(this.#entryKey(index, bytes, documentKey), documentKey);
    if (isMultikey && !index.record.isMultikey) {
      index.record.isMultikey = true;
      if (this.record.indexes.includes(index.record)) this.storage.saveCollection(this.record);
    }
  }

  #removeKeys(index: Index, { keys }: IndexKeys, documentKey: Buffer): void {
    for (const { bytes } of keys.values())
      this.storage.keys.removeSync(this.#entryKey(index, bytes, documentKey));
  }

  #duplicate(index: Index, values: readonly unknown[]): never {
    const keyValue = Object.fromEntries(index.fields.map(([path], at) => [path, values[at]]));
    const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${show(value)}`);
    throw new CommandError(
      'DuplicateKey',
      `E11000 duplicate key error collection: ${this.namespace} index: ${index.name} dup key: { ${shown.join(', ')} }`,
      { keyPattern: index.spec['key'], keyValue },
    );
  }
}

function show(value: unknown): string {
  if (rankOf(value) === rank.objectId) return `ObjectId('${String(value)}')`;
  if (rankOf(value) === rank.number) return String(value);
  return JSON.stringify(value);
}

const without = (keys: IndexKeys, others: IndexKeys): IndexKeys => ({
  keys: new Map([...keys.keys].filter(([text]) => !others.keys.has(text))),
  isMultikey: keys.isMultikey,
});
