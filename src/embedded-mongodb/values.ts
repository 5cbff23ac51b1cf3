import { deserialize, serialize, type Decimal128 } from 'bson';

/** A BSON document whose numbers keep their types: Int32, Double, Long and Decimal128 objects, not JS numbers. */
export type Document = Record<string, unknown>;

const typed = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const;

/** Bytes to a document that loses no type. Throws bson's error for malformed bytes. */
export const decode = (bytes: Uint8Array): Document => deserialize(bytes, typed);

/** A document to bytes. `undefined` fields are left out, as drivers do by default. */
export const encode = (document: Document): Buffer =>
  Buffer.from(serialize(document, { ignoreUndefined: true }));

/** The type's place in BSON's sort order; equal ranks are compared by value, all numbers share one rank. */
export const rank = {
  minKey: 2,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  reference: 55,
  code: 60,
  maxKey: 127,
} as const;

const rankOfBsonType: Readonly<Record<string, number>> = {
  MinKey: rank.minKey,
  Int32: rank.number,
  Double: rank.number,
  Long: rank.number,
  Decimal128: rank.number,
  BSONSymbol: rank.string,
  Binary: rank.binary,
  ObjectId: rank.objectId,
  Timestamp: rank.timestamp,
  BSONRegExp: rank.regex,
  DBRef: rank.reference,
  Code: rank.code,
  MaxKey: rank.maxKey,
};

const rankOfJsType: Readonly<Record<string, number>> = {
  undefined: rank.null,
  number: rank.number,
  bigint: rank.number,
  string: rank.string,
  boolean: rank.boolean,
};

/** 'Int32', 'ObjectId', … for bson's classes; undefined for plain JS values. */
export function bsonType(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && '_bsontype' in value
    ? String(value._bsontype)
    : undefined;
}

/** The value's rank; a missing value ranks as null, which is how MongoDB sorts and indexes it. */
export function rankOf(value: unknown): number {
  const simple = rankOfJsType[typeof value];
  if (simple !== undefined) return simple;
  if (value === null) return rank.null;
  if (Array.isArray(value)) return rank.array;
  if (value instanceof Date) return rank.date;
  if (value instanceof RegExp) return rank.regex;
  const name = bsonType(value);
  return name === undefined ? rank.object : (rankOfBsonType[name] ?? rank.object);
}

/** True for an embedded document: no array, no scalar. */
export const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && rankOf(value) === rank.object;

/** The exact number behind any numeric BSON type; a Decimal128 stays itself because no JS number holds it. */
export function numberOf(value: unknown): number | bigint | Decimal128 {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  const name = bsonType(value);
  if (name === 'Long') return (value as { toBigInt(): bigint }).toBigInt();
  if (name === 'Decimal128') return value as Decimal128;
  return (value as { value: number }).value;
}

/** The nearest JS number of any numeric BSON type. */
export function approximate(value: unknown): number {
  const exact = numberOf(value);
  if (typeof exact === 'object') return Number(exact.toString());
  return Number(exact);
}

/** Sets a field of the document; safe for the name `__proto__`. */
export function setField(document: Document, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
  } else document[name] = value;
}

/** True for `{$gt: 1, …}`, false for a literal document such as `{a: 1}`. */
export function isOperatorDocument(value: unknown): value is Document {
  if (!isDocument(value)) return false;
  const [first] = Object.keys(value);
  return first?.startsWith('$') === true;
}
