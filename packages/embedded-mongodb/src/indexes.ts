import { fail, unsupported } from './errors.js';
import { encodeKey } from './key-encoding.js';
import { compileFilter, type Predicate } from './matcher.js';
import { readOptions } from './options.js';
import { keyRows, type SortField } from './paths.js';
import { prefixOf } from './storage.js';
import { isDocument, isNumber, type Document } from './values.js';

/** LMDB limits keys to 1,978 bytes; prefix, index key and _id must fit. */
const maxKeyBytes = 950;

export interface Index {
  readonly number: number;
  readonly name: string;
  /** The specification given to createIndexes, in the normal form that listIndexes shows. */
  readonly spec: Document;
  readonly fields: readonly SortField[];
  /** The prefix of all its keys. */
  readonly prefix: Buffer;
  readonly isUnique: boolean;
  readonly partialFilter: Document | undefined;
  readonly isSparse: boolean;
  /** Whether the index includes a document: false for those that a sparse or partial one leaves out. */
  readonly covers: Predicate;
  readonly expireAfterSec: number | undefined;
  /** The fields in which some document has had an array. */
  arrays: ReadonlySet<string>;
}

const specTable = {
  key: 'object',
  name: 'string',
  unique: 'bool',
  sparse: 'bool',
  partialFilterExpression: 'object',
  expireAfterSeconds: 'count',
  v: 'any',
  ns: 'any',
  background: 'any',
} as const;

function checkPartial(filter: Document): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name.startsWith('$') && !/^\$(eq|exists|gt|gte|lt|lte|type|and|or|in)$/.test(name))
      fail('CannotCreateIndex', `Expression not supported in partial index: ${name}`);
    for (const inner of Array.isArray(condition) ? (condition as unknown[]) : [condition])
      if (isDocument(inner)) checkPartial(inner);
  }
}

function parseFields(key: Document): SortField[] {
  return Object.entries(key).map(([path, direction]) => {
    const number = isNumber(direction) ? Number(direction) : 0;
    if (path === '' || path.includes('$**') || (number !== 1 && number !== -1))
      return unsupported(
        'CannotCreateIndex',
        `The index key {${path}: ${JSON.stringify(direction)}} (1 and -1 only)`,
      );
    return [path, number];
  });
}

/** Checks an index specification as createIndexes gets it and returns its normal form, which listIndexes shows. */
export function normalizeSpec(given: unknown): Document {
  const {
    key = {},
    name = '',
    unique,
    sparse,
    ...options
  } = readOptions('createIndexes.indexes', given, specTable, 'InvalidOptions');
  const { partialFilterExpression, expireAfterSeconds } = options;
  const fields = parseFields(key);
  if (fields.length === 0) fail('CannotCreateIndex', 'Index keys cannot be an empty object');
  if (name === '') fail('FailedToParse', 'The index name must be a non-empty string');
  if (partialFilterExpression !== undefined && sparse === true)
    fail('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
  checkPartial(partialFilterExpression ?? {});
  compileFilter(partialFilterExpression ?? {});
  if (expireAfterSeconds !== undefined && (fields.length !== 1 || fields[0]?.[0] === '_id'))
    fail('CannotCreateIndex', 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  if (expireAfterSeconds !== undefined && expireAfterSeconds > 2 ** 31 - 1)
    fail('CannotCreateIndex', 'TTL index expireAfterSeconds must be within 0 and 2147483647');
  return {
    v: 2,
    key,
    name,
    ...(unique === true && { unique }),
    ...(sparse === true && { sparse }),
    ...(partialFilterExpression !== undefined && { partialFilterExpression }),
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
  };
}

/** Whether a document can have several keys. */
export const isMultikey = ({ arrays }: Pick<Index, 'arrays'>): boolean => arrays.size > 0;

/**
 * Opens an index, given the numbers of collection and index and the normal form of its specification.
 *
 * @param arrays the fields in which some document has had an array; `unknown`: any of them.
 */
export function openIndex(
  collection: number,
  number: number,
  spec: Document,
  arrays: readonly string[] | 'unknown',
): Index {
  const options = readOptions('index', spec, specTable);
  const { key = {}, name = '', partialFilterExpression: partialFilter } = options;
  const fields = parseFields(key);
  const isSparse = options.sparse === true;
  const hasOne = { $or: fields.map(([path]) => ({ [path]: { $exists: true } })) };
  return {
    number,
    name,
    spec,
    fields,
    arrays: new Set(arrays === 'unknown' ? fields.map(([path]) => path) : arrays),
    isSparse,
    partialFilter,
    prefix: prefixOf(collection, number),
    isUnique: options.unique === true,
    covers: compileFilter(partialFilter ?? (isSparse ? hasOne : {})),
    expireAfterSec: options.expireAfterSeconds,
  };
}

/** Encodes these values, one for each field. Throws KeyTooLong. */
export function encodeIndexKey({ name, fields }: Index, values: readonly unknown[]): Buffer {
  const directions = fields.map(([, direction]) => direction);
  const bytes = encodeKey(values, directions);
  const text = `The key for index ${name} is longer than ${maxKeyBytes} bytes; a real MongoDB is needed for it`;
  return bytes.length > maxKeyBytes ? fail('KeyTooLong', text) : bytes;
}

export interface IndexKeys {
  /** By encoded key, the values it stands for. */
  readonly keys: ReadonlyMap<string, { readonly bytes: Buffer; readonly values: readonly unknown[] }>;
  /** The fields of the index in which the document has an array. */
  readonly arrays: ReadonlySet<string>;
}

export const NO_KEYS: IndexKeys = { keys: new Map(), arrays: new Set() };

/** All keys of a document in an index; none if a sparse or partial index leaves it out. */
export function keysOf(index: Index, document: Document): IndexKeys {
  if (!index.covers(document)) return NO_KEYS;
  const keys = new Map<string, { bytes: Buffer; values: readonly unknown[] }>();
  const paths = index.fields.map(([path]) => path);
  const { rows, arrays } = keyRows(document, paths, null);
  for (const values of rows) {
    const bytes = encodeIndexKey(index, values);
    keys.set(bytes.toString('latin1'), { bytes, values });
  }
  return { keys, arrays };
}
