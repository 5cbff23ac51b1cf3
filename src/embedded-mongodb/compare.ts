import type { Binary, BSONRegExp, Code, DBRef, Decimal128, ObjectId, Timestamp } from 'bson';
import { approximate, isDocument, numberOf, rank, rankOf, type Document } from './values.js';

const sign = (left: number | bigint, right: number | bigint): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** coefficient · 2^twos · 10^tens, exactly. */
interface Exact {
  readonly coefficient: bigint;
  readonly twos: number;
  readonly tens: number;
}

function exactDecimal(value: Decimal128): Exact {
  const [, minus, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:E([+-]?\d+))?$/.exec(value.toString()) ?? [];
  return {
    coefficient: BigInt(whole + fraction) * (minus === '-' ? -1n : 1n),
    twos: 0,
    tens: Number(exponent) - fraction.length,
  };
}

/** A double is a whole number times a power of two: doubling until it is whole loses nothing. */
function exactNumber(value: number | bigint): Exact {
  if (typeof value === 'bigint') return { coefficient: value, twos: 0, tens: 0 };
  let twos = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    twos -= 1;
  }
  return { coefficient: BigInt(scaled), twos, tens: 0 };
}

function compareExact(left: Exact, right: Exact): number {
  const twos = Math.min(left.twos, right.twos);
  const tens = Math.min(left.tens, right.tens);
  const scale = (value: Exact): bigint =>
    value.coefficient * 2n ** BigInt(value.twos - twos) * 10n ** BigInt(value.tens - tens);
  return sign(scale(left), scale(right));
}

/** Compares across int, long, double and decimal by exact value; NaN is the smallest number and equals NaN. */
function compareNumbers(left: unknown, right: unknown): number {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (typeof a === 'object' || typeof b === 'object') {
    const [nearA, nearB] = [approximate(a), approximate(b)];
    if (!Number.isFinite(nearA) || !Number.isFinite(nearB)) return compareNumbers(nearA, nearB);
    const exact = (value: number | bigint | Decimal128): Exact =>
      typeof value === 'object' ? exactDecimal(value) : exactNumber(value);
    return compareExact(exact(a), exact(b));
  }
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return sign(a, b);
}

/** Orders strings by their UTF-8 bytes: as UTF-16 units, except that surrogates come after U+E000..U+FFFF. */
export function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a === b) continue;
    const aIsSurrogate = a >= 0xd800 && a <= 0xdfff;
    const bIsSurrogate = b >= 0xd800 && b <= 0xdfff;
    return aIsSurrogate === bIsSurrogate ? a - b : aIsSurrogate ? 1 : -1;
  }
  return left.length - right.length;
}

function compareArrays(left: readonly unknown[], right: readonly unknown[]): number {
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = compare(left[at], right[at]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Field by field in stored order: first the types, then the names, then the values; the shorter one comes first. */
function compareDocuments(left: Document, right: Document): number {
  const [a, b] = [Object.entries(left), Object.entries(right)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [[nameA, valueA], [nameB, valueB]] = [a[at] ?? ['', null], b[at] ?? ['', null]];
    const order = rankOf(valueA) - rankOf(valueB) || compareStrings(nameA, nameB) || compare(valueA, valueB);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareBinaries(left: Binary, right: Binary): number {
  return (
    left.position - right.position ||
    left.sub_type - right.sub_type ||
    Buffer.compare(left.value(), right.value())
  );
}

const regexText = (value: unknown): string =>
  value instanceof RegExp
    ? `${value.source}\0${value.flags}`
    : `${(value as BSONRegExp).pattern}\0${(value as BSONRegExp).options}`;

const comparators: Readonly<Record<number, (left: never, right: never) => number>> = {
  [rank.number]: compareNumbers,
  [rank.string]: (left: unknown, right: unknown) => compareStrings(String(left), String(right)),
  [rank.object]: compareDocuments,
  [rank.array]: compareArrays,
  [rank.binary]: compareBinaries,
  [rank.objectId]: (left: ObjectId, right: ObjectId) => Buffer.compare(left.id, right.id),
  [rank.boolean]: (left: boolean, right: boolean) => Number(left) - Number(right),
  [rank.date]: (left: Date, right: Date) => left.getTime() - right.getTime(),
  [rank.timestamp]: (left: Timestamp, right: Timestamp) => sign(left.toBigInt(), right.toBigInt()),
  [rank.regex]: (left: unknown, right: unknown) => compareStrings(regexText(left), regexText(right)),
  [rank.reference]: (left: DBRef, right: DBRef) =>
    compareDocuments({ ...left.toJSON() }, { ...right.toJSON() }),
  [rank.code]: (left: Code, right: Code) => compareStrings(left.code, right.code),
};

/**
 * BSON's total order over all types: negative, zero or positive. A missing value (undefined) equals null
 * here; who must tell them apart, asks before.
 */
export function compare(left: unknown, right: unknown): number {
  const order = rankOf(left) - rankOf(right);
  if (order !== 0) return order;
  return comparators[rankOf(left)]?.(left as never, right as never) ?? 0;
}

/** Equality as in queries: 1 equals 1.0, field order matters, null equals undefined. */
export const equal = (left: unknown, right: unknown): boolean => compare(left, right) === 0;

/** Whether the value is or contains a Decimal128, which index keys do not hold. */
export function hasDecimal(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasDecimal);
  if (isDocument(value)) return Object.values(value).some(hasDecimal);
  return rankOf(value) === rank.number && typeof numberOf(value) === 'object';
}
