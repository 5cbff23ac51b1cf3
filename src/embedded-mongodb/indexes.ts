import { fail, unsupported } from './errors.js';
import { encodeKey } from './key-encoding.js';
import { compileFilter, type Predicate } from './matcher.js';
import { readOptions } from './options.js';
import { valuesAtPath, type SortField } from './paths.js';
import { prefixOf } from './storage.js';
import { isDocument, isNumber, type Document } from './values.js';

/** LMDB's keys end at 1,978 bytes: prefix, index key and _id have to fit. */
const maxKeyBytes = 950;

export interface Index {
  readonly number: number;
  readonly name: string;
  /** As createIndexes was given it, in the normal form that listIndexes shows. */
  readonly spec: Document;
  readonly fields: readonly SortField[];
  /** Begins all its keys. */
  readonly prefix: Buffer;
  readonly isUnique: boolean;
  readonly partialFilter: Document | undefined;
  readonly isSparse: boolean;
  /** Whether a document belongs into the index: false for what a sparse or partial one leaves out. */
  readonly covers: Predicate;
  readonly expireAfterSec: number | undefined;
  /** Some document has had an array in one of the fields. */
  isMultikey: boolean;
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
    const text = `The index key {${path}: ${JSON.stringify(direction)}}`;
    if (path === '' || path.includes('$**') || typeof direction === 'string')
      unsupported('CannotCreateIndex', `${text} (text, geo, hashed or wildcard)`);
    const number = isNumber(direction) ? Number(direction) : 0;
    if (number !== 1 && number !== -1)
      unsupported('CannotCreateIndex', `${text} with another direction than 1 or -1`);
    return [path, number === -1 ? -1 : 1];
  });
}

/** Checks an index specification as createIndexes gets it and gives its normal form, which listIndexes shows. */
export function normalizeSpec(given: unknown): Document {
  const options = readOptions('createIndexes.indexes', given, specTable, 'InvalidOptions');
  const {
    key = {},
    name = '',
    unique,
    sparse,
    partialFilterExpression: partial,
    expireAfterSeconds,
  } = options;
  const fields = parseFields(key);
  if (fields.length === 0) fail('CannotCreateIndex', 'Index keys cannot be an empty object');
  if (name === '') fail('FailedToParse', 'The index name must be a non-empty string');
  if (partial !== undefined) {
    if (sparse === true)
      fail('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
    checkPartial(partial);
    compileFilter(partial);
  }
  if (expireAfterSeconds !== undefined) {
    if (expireAfterSeconds > 2 ** 31 - 1)
      fail('CannotCreateIndex', 'TTL index expireAfterSeconds must be within 0 and 2147483647');
    if (fields.length !== 1 || fields[0]?.[0] === '_id')
      fail('CannotCreateIndex', 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  }
  return {
    ...{ v: 2, key, name },
    ...(unique === true && { unique }),
    ...(sparse === true && { sparse }),
    ...(partial !== undefined && { partialFilterExpression: partial }),
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
  };
}

/** An index of a collection, both by their numbers, from its normal form. */
export function openIndex(collection: number, number: number, spec: Document, isMultikey: boolean): Index {
  const {
    key = {},
    name = '',
    unique,
    sparse,
    partialFilterExpression,
    expireAfterSeconds,
  } = readOptions('index', spec, specTable);
  const fields = parseFields(key);
  const hasOne = { $or: fields.map(([path]) => ({ [path]: { $exists: true } })) };
  return {
    ...{ number, name, spec, fields, isMultikey },
    prefix: prefixOf(collection, number),
    isUnique: unique === true,
    isSparse: sparse === true,
    partialFilter: partialFilterExpression,
    covers: compileFilter(partialFilterExpression ?? (sparse === true ? hasOne : {})),
    expireAfterSec: expireAfterSeconds,
  };
}

export function encodeIndexKey(index: Index, values: readonly unknown[]): Buffer {
  const bytes = encodeKey(
    values,
    index.fields.map(([, direction]) => direction),
  );
  const text = `The key for index ${index.name} is longer than ${maxKeyBytes} bytes; a real MongoDB is needed for it`;
  return bytes.length > maxKeyBytes ? fail('KeyTooLong', text) : bytes;
}

export interface IndexKeys {
  /** By encoded key, the values it stands for. */
  readonly keys: ReadonlyMap<string, { readonly bytes: Buffer; readonly values: readonly unknown[] }>;
  readonly isMultikey: boolean;
}

/** All keys under which a document stands in an index; none if a sparse or partial index leaves it out. */
export function keysOf(index: Index, document: Document): IndexKeys {
  const keys = new Map<string, { bytes: Buffer; values: readonly unknown[] }>();
  if (!index.covers(document)) return { keys, isMultikey: false };
  const columns = index.fields.map(([path]) => valuesAtPath(document, path));
  const arrays = columns.filter(({ isArray }) => isArray);
  if (arrays.length > 1) {
    const paths = index.fields.filter((_, at) => columns[at]?.isArray).map(([path]) => path);
    unsupported(
      'CannotIndexParallelArrays',
      `cannot index parallel arrays [${paths.join('] [')}]: one index over two`,
    );
  }
  const rows = arrays[0]?.values.length ?? 1;
  for (let row = 0; row < rows; row += 1) {
    const values = columns.map((column) => column.values[column.isArray ? row : 0]);
    const bytes = encodeIndexKey(index, values);
    keys.set(bytes.toString('latin1'), { bytes, values });
  }
  return { keys, isMultikey: arrays.length > 0 };
}
