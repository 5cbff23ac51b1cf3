import type { Binary, Long, ObjectId } from 'bson';
import { fail } from './errors.js';
import { rank, rankOf, typeOf, type Document } from './values.js';

/*
 * Encodes values as bytes that sort in BSON order, so that LMDB's sorted keys can serve ranges and sorts. Everywhere
 * else the same bytes are used to compare and group values and to test equality.
 *
 * One value: its rank (one byte, below 0x80), then
 * - number: nearest double as 8 sortable bytes, then the difference between a long and that double, as 2 bytes
 * - boolean, date, ObjectId: fixed width
 * - string, binary: their content, 00 written as 00 FF, ended by 00 00
 * - array: its values; document: per field rank, name (as a string's content), value; both ended by 00
 * No encoded value is a prefix of another, so compound keys are simple concatenations.
 */

/** How many bytes follow the rank, for types of fixed width. */
const widths: Readonly<Record<number, number>> = {
  [rank.null]: 0,
  [rank.number]: 10,
  [rank.objectId]: 12,
  [rank.boolean]: 1,
  [rank.date]: 8,
};

/** Throws CommandError for values that have no rank here. */
export function encodeValue(value: unknown): Buffer {
  const kind = rankOf(value);
  switch (kind) {
    case rank.belowNull:
    case rank.null:
      return Buffer.from([kind]);
    case rank.number:
      return encodeNumber(value);
    case rank.boolean:
      return Buffer.from([kind, value === true ? 1 : 0]);
    case rank.date: {
      const time = (value as Date).getTime();
      if (Number.isNaN(time)) fail('BadValue', 'a date that JavaScript cannot hold is not compared');
      const bytes = Buffer.allocUnsafe(9);
      bytes[0] = kind;
      bytes.writeBigUInt64BE(BigInt(time) + 2n ** 63n, 1);
      return bytes;
    }
    case rank.objectId:
      return Buffer.concat([Buffer.from([kind]), (value as ObjectId).id]);
    case rank.string:
      return terminated(kind, Buffer.from(value as string, 'utf8'));
    case rank.binary: {
      const { position, sub_type: subType, buffer } = value as Binary;
      const head = Buffer.allocUnsafe(5).fill(subType);
      head.writeUInt32BE(position);
      return terminated(kind, Buffer.concat([head, buffer.subarray(0, position)]));
    }
    case rank.array:
      return Buffer.concat([Buffer.from([kind]), ...(value as unknown[]).map(encodeValue), end]);
    default:
      return Buffer.concat([
        Buffer.from([kind]),
        ...Object.entries(value as Document).flatMap(encodeField),
        end,
      ]);
  }
}

const end = Buffer.from([0]);

/** Documents compare field by field: first the type, then the name, then the value. */
const encodeField = ([name, value]: [string, unknown]): Buffer[] => [
  terminated(rankOf(value), Buffer.from(name, 'utf8')),
  encodeValue(value),
];

function terminated(kind: number, content: Buffer): Buffer {
  const escaped = content.includes(0)
    ? Buffer.from([...content].flatMap((byte) => (byte === 0 ? [0, 0xff] : [byte])))
    : content;
  return Buffer.concat([Buffer.from([kind]), escaped, end, end]);
}

function encodeNumber(value: unknown): Buffer {
  const bytes = Buffer.allocUnsafe(11).fill(0);
  bytes[0] = rank.number;
  const near = Number(value);
  const missed = typeOf(value) === 'Long' ? Number((value as Long).toBigInt() - BigInt(near)) : 0;
  bytes.writeUInt16BE(0x8000 + missed, 9);
  // NaN is the smallest number: eight zeros.
  if (Number.isNaN(near)) return bytes;
  bytes.writeDoubleBE(near === 0 ? 0 : near, 1);
  // A negative double's bits grow with its magnitude: flip all of them; else flip the sign bit only.
  const flipped = near < 0 ? 8 : 1;
  for (let at = 1; at <= flipped; at += 1) bytes[at] = bytes.readUInt8(at) ^ (near < 0 ? 0xff : 0x80);
  return bytes;
}

/** Where the value that starts at `from` ends; `flip` is 0xff inside a descending field, else 0. */
export function valueEnd(key: Buffer, from: number, flip: number): number {
  const kind = key.readUInt8(from) ^ flip;
  const width = widths[kind];
  if (width !== undefined) return from + 1 + width;
  if (kind !== rank.array && kind !== rank.object) return textEnd(key, from + 1, flip);
  let at = from + 1;
  while (key[at] !== flip) at = valueEnd(key, kind === rank.object ? textEnd(key, at + 1, flip) : at, flip);
  return at + 1;
}

function textEnd(key: Buffer, from: number, flip: number): number {
  let at = from;
  while (key[at] !== flip || key[at + 1] !== flip) at += key[at] === flip ? 2 : 1;
  return at + 2;
}

/** Reverses the sort order, for descending index fields. */
export const invert = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => ~byte & 0xff));

/** One index or sort key: each value in its field's direction (1 or -1). */
export const encodeKey = (values: readonly unknown[], directions: readonly number[]): Buffer =>
  Buffer.concat(
    values.map((value, at) => (directions[at] === -1 ? invert(encodeValue(value)) : encodeValue(value))),
  );

/** BSON's total order over all types: negative, zero or positive. A missing value equals null. */
export const compare = (left: unknown, right: unknown): number =>
  Buffer.compare(encodeValue(left), encodeValue(right));

/** Equality as in queries: 1 equals 1.0, field order matters, null equals undefined. */
export const equal = (left: unknown, right: unknown): boolean => compare(left, right) === 0;

/** A string key for grouping and for sets: two values are equal if and only if their keys are. */
export const identity = (value: unknown): string => encodeValue(value).toString('latin1');
