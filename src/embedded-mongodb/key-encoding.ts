import type { Binary, Code, ObjectId, Timestamp } from 'bson';
import { compare, hasDecimal } from './compare.js';
import { approximate, bsonType, numberOf, rank, rankOf, type Document } from './values.js';

/**
 * Values as bytes whose plain byte order is BSON's order, so that LMDB's sorted keys serve ranges and sorts.
 *
 * One value: its rank (one byte, below 0x80), then
 * - number: nearest double as 8 sortable bytes, then what that double misses of a long, as 2 bytes
 * - string: UTF-8, 00 written as 00 FF, ended by 00 00
 * - document: per field rank, name (as string), value; ended by 00. Array: its values; ended by 00
 * - binary: 4 bytes length, subtype, bytes. Others: fixed width
 * No value's bytes begin another value's bytes, so compound keys are simple concatenations.
 */
export function encodeValue(value: unknown): Buffer {
  const parts: Buffer[] = [];
  append(parts, value);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

const end = Buffer.from([0]);

function append(parts: Buffer[], value: unknown): void {
  const place = rankOf(value);
  parts.push(Buffer.from([place]));
  switch (place) {
    case rank.number:
      parts.push(encodeNumber(value));
      break;
    case rank.string:
      parts.push(encodeText(String(value)));
      break;
    case rank.object:
      for (const [name, field] of Object.entries(value as Document)) {
        parts.push(Buffer.from([rankOf(field)]), encodeText(name));
        append(parts, field);
      }
      parts.push(end);
      break;
    case rank.array:
      for (const element of value as unknown[]) append(parts, element);
      parts.push(end);
      break;
    default:
      parts.push(encodeOther(place, value));
  }
}

function encodeNumber(value: unknown): Buffer {
  const bytes = Buffer.alloc(10);
  const near = approximate(value);
  if (!Number.isNaN(near)) {
    bytes.writeDoubleBE(near === 0 ? 0 : near);
    // A negative double's bits grow with its magnitude: flip all of them; else flip the sign bit only.
    if (near < 0) for (let at = 0; at < 8; at += 1) bytes[at] = ~bytes.readUInt8(at) & 0xff;
    else bytes.writeUInt8(bytes.readUInt8(0) | 0x80, 0);
  }
  const exact = numberOf(value);
  const missed = typeof exact === 'bigint' ? Number(exact - BigInt(near)) : 0;
  bytes.writeUInt16BE(0x8000 + missed, 8);
  // Decimals are refused in indexes; as a grouping key one that no double equals gets its own digits.
  if (bsonType(value) === 'Decimal128' && compare(value, near) !== 0) {
    return Buffer.concat([bytes, encodeText(String(value))]);
  }
  return bytes;
}

function encodeText(text: string): Buffer {
  const utf8 = Buffer.from(text, 'utf8');
  if (!utf8.includes(0)) return Buffer.concat([utf8, end, end]);
  const escaped = [...utf8].flatMap((byte) => (byte === 0 ? [0, 0xff] : [byte]));
  return Buffer.from([...escaped, 0, 0]);
}

function encodeOther(place: number, value: unknown): Buffer {
  const bytes = Buffer.alloc(8);
  switch (place) {
    case rank.objectId:
      return Buffer.from((value as ObjectId).id);
    case rank.boolean:
      return Buffer.from([value === true ? 1 : 0]);
    case rank.date:
      bytes.writeBigUInt64BE(BigInt((value as Date).getTime()) + 2n ** 63n);
      return bytes;
    case rank.timestamp:
      bytes.writeBigUInt64BE(BigInt.asUintN(64, (value as Timestamp).toBigInt()));
      return bytes;
    case rank.binary: {
      const binary = value as Binary;
      bytes.writeUInt32BE(binary.position);
      bytes.writeUInt8(binary.sub_type, 4);
      return Buffer.concat([bytes.subarray(0, 5), binary.value()]);
    }
    case rank.regex:
    case rank.reference:
      return encodeText(JSON.stringify(value));
    case rank.code:
      return encodeText((value as Code).code);
    default:
      return Buffer.alloc(0);
  }
}

/** Two values are equal exactly if these texts are: a key for grouping and for sets. */
export const identity = (value: unknown): string => encodeValue(value).toString('latin1');

/** Turns the order around, for descending index fields. */
export function invert(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => ~byte & 0xff));
}

/** One index key: each value in its field's direction (1 or -1). Throws for Decimal128, whose order this format cannot hold. */
export function encodeKey(values: readonly unknown[], directions: readonly number[]): Buffer {
  return Buffer.concat(
    values.map((value, at) => {
      if (hasDecimal(value)) throw new RangeError('Decimal128');
      const bytes = encodeValue(value);
      return directions[at] === -1 ? invert(bytes) : bytes;
    }),
  );
}

/** Where the value that starts at `from` ends; `flip` is 0xff inside a descending field, else 0. */
export function valueEnd(key: Buffer, from: number, flip: number): number {
  const byte = (at: number): number => key.readUInt8(at) ^ flip;
  const textEnd = (start: number): number => {
    let at = start;
    while (byte(at) !== 0 || byte(at + 1) !== 0) at += byte(at) === 0 ? 2 : 1;
    return at + 2;
  };
  let at = from + 1;
  switch (byte(from)) {
    case rank.number:
      return at + 10;
    case rank.objectId:
      return at + 12;
    case rank.boolean:
      return at + 1;
    case rank.date:
    case rank.timestamp:
      return at + 8;
    case rank.binary:
      return at + 5 + (((byte(at) << 24) | (byte(at + 1) << 16) | (byte(at + 2) << 8) | byte(at + 3)) >>> 0);
    case rank.string:
    case rank.regex:
    case rank.reference:
    case rank.code:
      return textEnd(at);
    case rank.object:
      while (byte(at) !== 0) at = valueEnd(key, textEnd(at + 1), flip);
      return at + 1;
    case rank.array:
      while (byte(at) !== 0) at = valueEnd(key, at, flip);
      return at + 1;
    default:
      return at;
  }
}
