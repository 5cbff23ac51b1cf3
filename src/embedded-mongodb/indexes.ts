import { wholeOption } from './arithmetic.js';
import { equal } from './compare.js';
import { CommandError, fail, unsupported } from './errors.js';
import { encodeKey } from './key-encoding.js';
import { compileFilter, type Predicate } from './matcher.js';
import { valuesAtPath } from './paths.js';
import type { SortField } from './sort.js';
import { approximate, isDocument, rank, rankOf, type Document } from './values.js';

/** LMDB's keys end at 1,978 bytes: prefix, index key and _id have to fit. */
const maxKeyBytes = 950;

/** An index as the catalog stores it. `isMultikey`: some document has had an array in one of its fields. */
export interface IndexRecord {
  readonly number: number;
  readonly spec: Document;
  isMultikey: boolean;
}

export interface Index {
  readonly number: number;
  readonly name: string;
  readonly fields: readonly SortField[];
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  readonly partialFilter: Document | undefined;
  readonly covers: Predicate;
  /** Per field, whether a document has it; a sparse index leaves out documents that have none. */
  readonly exists: readonly Predicate[];
  readonly expireAfterSec: number | undefined;
  readonly spec: Document;
  readonly record: IndexRecord;
}

const flags = new Set(['unique', 'sparse', 'background', 'hidden']);
const known = new Set(['v', 'key', 'name', 'ns', 'partialFilterExpression', 'expireAfterSeconds', ...flags]);
const partialOperators = /^\$(eq|exists|gt|gte|lt|lte|type|and|or|in)$/;

function checkPartial(filter: Document): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name.startsWith('$') && !partialOperators.test(name))
      fail('CannotCreateIndex', `Expression not supported in partial index: ${name}`);
    for (const inner of Array.isArray(condition) ? (condition as unknown[]) : [condition])
      if (isDocument(inner)) checkPartial(inner);
  }
}

function parseFields(key: unknown): SortField[] {
  if (!isDocument(key) || Object.keys(key).length === 0)
    fail('CannotCreateIndex', 'Index keys cannot be an empty object');
  return Object.entries(key).map(([path, direction]) => {
    if (path === '' || path.includes('$**') || typeof direction === 'string') {
      unsupported(
        'CannotCreateIndex',
        `The index key {${path}: ${JSON.stringify(direction)}} (text, geo, hashed or wildcard)`,
      );
    }
    const number = rankOf(direction) === rank.number ? approximate(direction) : 0;
    if (number === 0 || Number.isNaN(number))
      fail('CannotCreateIndex', `Values in the index key pattern must be numbers > 0 or < 0: ${path}`);
    return [path, number < 0 ? -1 : 1];
  });
}

/** Checks an index specification as createIndexes gets it and gives its normal form, which listIndexes shows. */
export function normalizeSpec(given: Document): Document {
  for (const name of Object.keys(given)) {
    if (!known.has(name)) unsupported('InvalidOptions', `The index option '${name}'`);
  }
  const fields = parseFields(given['key']);
  const spec: Document = { v: 2, key: given['key'], name: given['name'] };
  if (typeof spec['name'] !== 'string' || spec['name'] === '')
    fail('FailedToParse', 'The index name must be a non-empty string');
  if (given['hidden'] === true) unsupported('InvalidOptions', 'A hidden index');
  if (given['unique'] === true) spec['unique'] = true;
  if (given['sparse'] === true) spec['sparse'] = true;
  const partial = given['partialFilterExpression'];
  if (partial !== undefined) {
    if (!isDocument(partial)) fail('TypeMismatch', `The field 'partialFilterExpression' must be an object`);
    if (spec['sparse'] === true)
      fail('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options');
    checkPartial(partial);
    compileFilter(partial);
    spec['partialFilterExpression'] = partial;
  }
  if (given['expireAfterSeconds'] !== undefined) {
    const seconds = wholeOption(given['expireAfterSeconds'], 'expireAfterSeconds');
    if (seconds < 0 || seconds > 2 ** 31 - 1)
      fail('CannotCreateIndex', 'TTL index expireAfterSeconds must be within 0 and 2147483647');
    if (fields.length !== 1 || fields[0]?.[0] === '_id')
      fail('CannotCreateIndex', 'TTL indexes are single-field indexes, compound indexes do not support TTL');
    spec['expireAfterSeconds'] = given['expireAfterSeconds'];
  }
  return spec;
}

export function openIndex(record: IndexRecord): Index {
  const { spec } = record;
  const partialFilter = spec['partialFilterExpression'] as Document | undefined;
  const fields = parseFields(spec['key']);
  return {
    number: record.number,
    name: String(spec['name']),
    fields,
    exists: fields.map(([path]) => compileFilter({ [path]: { $exists: true } })),
    isUnique: spec['unique'] === true,
    isSparse: spec['sparse'] === true,
    partialFilter,
    covers: partialFilter === undefined ? () => true : compileFilter(partialFilter),
    expireAfterSec:
      spec['expireAfterSeconds'] === undefined ? undefined : approximate(spec['expireAfterSeconds']),
    spec,
    record,
  };
}

/** Whether both specifications mean the same index. */
export const sameSpec = (a: Document, b: Document): boolean => equal({ ...a, v: 2 }, { ...b, v: 2 });

export interface IndexKeys {
  /** By encoded key, the values it stands for. */
  readonly keys: Map<string, { bytes: Buffer; values: readonly unknown[] }>;
  readonly isMultikey: boolean;
}

const noKeys: IndexKeys = { keys: new Map(), isMultikey: false };

function tooLarge(index: Index): never {
  return fail(
    'KeyTooLong',
    `The key for index ${index.name} is longer than ${maxKeyBytes} bytes; a real MongoDB is needed for such keys`,
  );
}

export function encodeIndexKey(index: Index, values: readonly unknown[]): Buffer {
  try {
    const bytes = encodeKey(
      values,
      index.fields.map(([, direction]) => direction),
    );
    return bytes.length > maxKeyBytes ? tooLarge(index) : bytes;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof RangeError) unsupported('NotImplemented', `A Decimal128 in the index ${index.name}`);
    throw error;
  }
}

/** The combinations of several arrays of one document: only arrays of the same parent may be indexed together. */
function combine(
  index: Index,
  document: Document,
  columns: readonly { values: unknown[]; isArray: boolean }[],
): unknown[][] {
  const arrays = columns.filter((column) => column.isArray);
  if (arrays.length <= 1) {
    const longest = arrays[0]?.values.length ?? 1;
    return Array.from({ length: longest }, (_, row) =>
      columns.map(({ values, isArray }) => values[isArray ? row : 0]),
    );
  }
  const parents = index.fields
    .filter((_, at) => columns[at]?.isArray === true)
    .map(([path]) => path.split('.')[0] ?? '');
  const [parent = ''] = parents;
  const elements = document[parent];
  if (new Set(parents).size > 1 || !Array.isArray(elements))
    fail('CannotIndexParallelArrays', `cannot index parallel arrays [${parents.join('] [')}]`);
  return elements.flatMap((element: unknown) => {
    const inner = index.fields.map(([path]) => valuesAtPath({ ...document, [parent]: element }, path));
    if (inner.filter((column) => column.isArray).length > 1)
      fail('CannotIndexParallelArrays', `cannot index parallel arrays below ${parent}`);
    return combine(index, {}, inner);
  });
}

/** All keys under which a document stands in an index; none if a sparse or partial index leaves it out. */
export function keysOf(index: Index, document: Document): IndexKeys {
  if (!index.covers(document)) return noKeys;
  const columns = index.fields.map(([path]) => valuesAtPath(document, path));
  if (index.isSparse && !index.exists.some((exists) => exists(document))) return noKeys;
  const keys = new Map<string, { bytes: Buffer; values: readonly unknown[] }>();
  for (const values of combine(index, document, columns)) {
    const bytes = encodeIndexKey(index, values);
    keys.set(bytes.toString('latin1'), { bytes, values });
  }
  return { keys, isMultikey: columns.some((column) => column.isArray) };
}
