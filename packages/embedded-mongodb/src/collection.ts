import { fail } from './errors.js';
import {
  encodeIndexKey,
  keysOf,
  NO_KEYS,
  normalizeSpec,
  openIndex,
  type Index,
  type IndexKeys,
} from './indexes.js';
import { equal } from './key-encoding.js';
import { fieldsOf, project } from './projection.js';
import { endOf, type Storage } from './storage.js';
import {
  checkDepth,
  deepest,
  decode,
  encode,
  isDocument,
  isNumber,
  typeOf,
  type Document,
} from './values.js';

/** MongoDB's limit for one document. */
export const maxDocumentBytes = 16 * 1024 * 1024;

const idSpec = { v: 2, key: { _id: 1 }, name: '_id_' };

/**
 * The documents of one collection and their index keys, always changed together.
 *
 * A document is stored under the prefix of index 0 + encoded _id. A key of another index is stored under its
 * prefix + encoded values + encoded _id, and its value is the document's key. All changes need a running
 * transaction; they throw before they write anything.
 */
export class Collection {
  readonly namespace: string;
  readonly idIndex: Index;

  /** `saveCatalog` is called when an index is added or dropped, or becomes multikey. */
  constructor(
    readonly storage: Storage,
    readonly database: string,
    readonly name: string,
    readonly number: number,
    readonly secondary: Index[],
    private readonly saveCatalog: () => void,
  ) {
    this.namespace = `${database}.${name}`;
    this.idIndex = openIndex(number, 0, idSpec, []);
  }

  get indexes(): Index[] {
    return [this.idIndex, ...this.secondary];
  }

  #documentKey(id: unknown): Buffer {
    if (Array.isArray(id)) fail('InvalidIdField', `The '_id' value cannot be of type array`);
    return Buffer.concat([this.idIndex.prefix, encodeIndexKey(this.idIndex, [id])]);
  }

  /** The stored document's bytes, or undefined. Throws DataCorruption if they are damaged. */
  get(key: Buffer): Buffer | undefined {
    return this.storage.get(key);
  }

  /** Adds a document that has an _id. Throws DuplicateKey, BSONObjectTooLarge, DollarPrefixedFieldName. */
  insert(document: Document): void {
    const id = document['_id'];
    const field = isDocument(id) ? Object.keys(id).find((name) => name.startsWith('$')) : undefined;
    if (field !== undefined)
      fail('DollarPrefixedFieldName', `The dollar ($) prefixed field '${field}' is not allowed in an _id`);
    const key = this.#documentKey(id);
    if (this.storage.tree.doesExist(key)) this.#duplicate(this.idIndex, [id]);
    this.#write(key, undefined, document);
  }

  /** Replaces `before` by `after` (same _id); false if they are equal byte for byte. */
  replace(before: Document, after: Document): boolean {
    if (encode(after).equals(encode(before))) return false;
    this.#write(this.#documentKey(before['_id']), before, after);
    return true;
  }

  remove(document: Document): void {
    this.#write(this.#documentKey(document['_id']), document, undefined);
  }

  #write(key: Buffer, before: Document | undefined, after: Document | undefined): void {
    const bytes = after === undefined ? undefined : encode(after);
    if (bytes !== undefined && bytes.length > maxDocumentBytes)
      fail('BSONObjectTooLarge', `BSONObj size: ${bytes.length} is larger than ${maxDocumentBytes}`);
    if (after !== undefined) checkDepth(after, deepest.kept, bytes?.length);
    const changes = this.secondary.map((index) => {
      const old = before === undefined ? NO_KEYS : keysOf(index, before);
      const next = after === undefined ? NO_KEYS : keysOf(index, after);
      return { index, added: without(next, old), removed: without(old, next), arrays: next.arrays };
    });
    for (const { index, added } of changes) this.#checkUnique(index, added, key);
    if (bytes === undefined) this.storage.tree.removeSync(key);
    else this.storage.put(key, bytes);
    for (const { index, added, removed, arrays } of changes) {
      for (const entry of removed) this.storage.tree.removeSync(entryKey(index, entry.bytes, key));
      this.#addKeys(index, added, arrays, key);
    }
  }

  #addKeys(index: Index, keys: readonly Key[], arrays: ReadonlySet<string>, documentKey: Buffer): void {
    for (const { bytes } of keys) this.storage.tree.putSync(entryKey(index, bytes, documentKey), documentKey);
    if ([...arrays].every((path) => index.arrays.has(path))) return;
    index.arrays = new Set([...index.arrays, ...arrays]);
    this.saveCatalog();
  }

  #checkUnique(index: Index, keys: readonly Key[], documentKey: Buffer): void {
    if (!index.isUnique) return;
    for (const { bytes, values } of keys) {
      const start = Buffer.concat([index.prefix, bytes]);
      for (const { value } of this.storage.tree.getRange({ start, end: endOf(start) }))
        if (!value.equals(documentKey)) this.#duplicate(index, values);
    }
  }

  #duplicate({ name, fields, spec }: Index, values: readonly unknown[]): never {
    const keyValue = Object.fromEntries(fields.map(([path], at) => [path, values[at]]));
    const shown = fields.map(([path], at) => `${path}: ${show(values[at])}`).join(', ');
    const text = `E11000 duplicate key error collection: ${this.namespace} index: ${name} dup key: { ${shown} }`;
    return fail('DuplicateKey', text, { keyPattern: spec['key'], keyValue });
  }

  count(): number {
    const start = this.idIndex.prefix;
    return this.storage.tree.getKeysCount({ start, end: endOf(start) });
  }

  /**
   * Every document's key and bytes, in _id order. Must be read within one turn of the event loop; see query.ts for
   * longer reads.
   */
  *entries(): Generator<{ key: Buffer; bytes: Buffer }> {
    const start = this.idIndex.prefix;
    for (const key of this.storage.tree.getKeys({ start, end: endOf(start) })) {
      const bytes = this.get(key);
      if (bytes !== undefined) yield { key, bytes };
    }
  }

  /** Adds and builds an index unless it already exists. Throws for the same name or key with other options. */
  createIndex(given: unknown, nextNumber: () => number): void {
    const spec = normalizeSpec(given);
    if (equal(spec['key'], idSpec.key) || this.secondary.some((index) => equal(index.spec, spec))) return;
    for (const { name, spec: other } of this.secondary) {
      if (name === spec['name'])
        fail('IndexKeySpecsConflict', `An existing index has the same name as the requested index: ${name}`);
      const [partial, wanted] = [other['partialFilterExpression'], spec['partialFilterExpression']];
      if (equal(other['key'], spec['key']) && equal(partial, wanted))
        fail('IndexOptionsConflict', `Index already exists with a different name or options: ${name}`);
    }
    const index = openIndex(this.number, nextNumber(), spec, []);
    this.#build(index);
    this.secondary.push(index);
    this.saveCatalog();
  }

  /** Adds the keys of all documents; if one key is refused, removes all of them again. */
  #build(index: Index): void {
    const looksAt = fieldsOf([
      ...index.fields.map(([path]) => path),
      ...Object.keys(index.partialFilter ?? {}),
    ]);
    try {
      for (const { key, bytes } of this.entries()) {
        const { keys, arrays } = keysOf(index, decode(looksAt ? project(bytes, looksAt) : bytes));
        this.#checkUnique(index, [...keys.values()], key);
        this.#addKeys(index, [...keys.values()], arrays, key);
      }
    } catch (error) {
      this.storage.removeRange(index.prefix);
      throw error;
    }
  }

  dropIndex(index: Index): void {
    this.storage.removeRange(index.prefix);
    this.secondary.splice(this.secondary.indexOf(index), 1);
    this.saveCatalog();
  }
}

type Key = { readonly bytes: Buffer; readonly values: readonly unknown[] };

const without = ({ keys }: IndexKeys, others: IndexKeys): Key[] =>
  [...keys].flatMap(([text, key]) => (others.keys.has(text) ? [] : [key]));

/** The key under which an index stores a document. */
const entryKey = (index: Index, bytes: Buffer, documentKey: Buffer): Buffer =>
  Buffer.concat([index.prefix, bytes, documentKey.subarray(index.prefix.length)]);

function show(value: unknown): string {
  if (typeOf(value) === 'ObjectId') return `ObjectId('${String(value)}')`;
  return isNumber(value) ? String(value) : JSON.stringify(value);
}
