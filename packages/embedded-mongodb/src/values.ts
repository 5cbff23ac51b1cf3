import { deserialize, serialize } from 'bson';
import { fail, unsupported } from './errors.js';

/** A BSON document whose numbers keep their types: Int32, Double and Long objects, not JS numbers. */
export type Document = Record<string, unknown>;

const typed = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const;

/** Decodes a document without losing types. Throws bson's error for malformed bytes. */
export const decode = (bytes: Uint8Array): Document => deserialize(bytes, typed);

/** Encodes a document. `undefined` fields are omitted, as drivers do by default. */
export function encode(document: Document): Buffer {
  const bytes = serialize(document, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The type's place in BSON's sort order; all numbers share one. */
export const rank = {
  belowNull: 3,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
} as const;

/** In sort keys only: an empty array. */
export const belowNull = Symbol('below null');

const rankOfType: Readonly<Record<string, number>> = {
  symbol: rank.belowNull,
  null: rank.null,
  Int32: rank.number,
  Double: rank.number,
  Long: rank.number,
  string: rank.string,
  Object: rank.object,
  Array: rank.array,
  Binary: rank.binary,
  ObjectId: rank.objectId,
  boolean: rank.boolean,
  Date: rank.date,
};

const isInt32 = (value: number): boolean => (value | 0) === value;

/** 'null' (also for what is missing), 'string', 'boolean', 'Array', 'Object', 'Date', or the name of bson's class. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return isInt32(value) ? 'Int32' : 'Double';
  if (typeof value !== 'object') return typeof value;
  if ('_bsontype' in value) return String(value._bsontype);
  return Array.isArray(value) ? 'Array' : value instanceof Date ? 'Date' : 'Object';
}

/** Throws CommandError for types that can be stored and read but not compared, such as Decimal128 and Timestamp. */
export function rankOf(value: unknown): number {
  const type = typeOf(value);
  return (
    rankOfType[type] ??
    unsupported('NotImplemented', `Comparing, sorting or indexing a value of type ${type}`)
  );
}

export const isNumber = (value: unknown): boolean => rankOfType[typeOf(value)] === rank.number;

/** True for an embedded document, not for an array or a scalar. */
export const isDocument = (value: unknown): value is Document => typeOf(value) === 'Object';

/** True for `{$gt: 1, …}`, false for a literal document such as `{a: 1}`. */
export const isOperatorDocument = (value: unknown): value is Document =>
  isDocument(value) && Object.keys(value)[0]?.startsWith('$') === true;

/** The document's own field, never one that JavaScript objects inherit. */
export const ownField = (document: Document, name: string): unknown =>
  Object.hasOwn(document, name) ? document[name] : undefined;

/** Sets a field of the document; safe for the name `__proto__`. */
export function setField(document: Document, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
  else document[name] = value;
}

/** MongoDB's limits for the nesting of documents and arrays: in a request, and in stored documents. */
export const deepest = { request: 200, kept: 180 } as const;

/** The fewest bytes of a level: its length (4), its type, the end of its name, and its own end. */
const leastBytesOfLevel = 7;

/**
 * Throws CommandError for a document that is nested more deeply, because reading it recurses once for each level.
 * @param bytes its size, if known: a small document cannot be deep.
 */
export function checkDepth(document: Document, most: number, bytes = Infinity): void {
  if (bytes >= most * leastBytesOfLevel && isDeeper(document, most))
    fail('Overflow', `the document exceeds ${most} levels of nesting`);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (!Array.isArray(value) && !isDocument(value)) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
