/** Encoded keys sort as BSON does, for any values. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { compare, encodeKey, encodeValue, identity, invert, valueEnd } from '../../src/key-encoding.js';

/** In BSON's order, as MongoDB's documentation gives it. */
const ascending: unknown[] = [
  null,
  new Double(NaN),
  new Double(-Infinity),
  Long.MIN_VALUE,
  new Double(-1e10),
  new Int32(-1),
  new Double(-0.5),
  new Int32(0),
  new Double(5e-324),
  new Int32(1),
  new Double(1.5),
  Long.fromString('9007199254740992'),
  Long.fromString('9007199254740993'),
  Long.fromString('9007199254740994'),
  Long.MAX_VALUE,
  new Double(Infinity),
  '',
  'a',
  'a\0',
  'a\0b',
  'aa',
  'b',
  '\u{ffff}',
  '\u{1f600}',
  {},
  { a: 1 },
  { a: 1, b: 1 },
  { a: 2 },
  { b: 1 },
  { a: 'x' },
  [],
  [1],
  [1, 1],
  [2],
  new Binary(Buffer.from([9])),
  new Binary(Buffer.from([1, 1])),
  new Binary(Buffer.from([1, 1]), 4),
  new ObjectId('65a000000000000000000001'),
  new ObjectId('65a000000000000000000002'),
  false,
  true,
  new Date(-1),
  new Date(0),
];

test('values of all types stand in BSON order, by comparison and by their bytes', () => {
  for (const [at, left] of ascending.entries()) {
    for (const right of ascending.slice(at + 1)) {
      const shown = `${JSON.stringify(left)} < ${JSON.stringify(right)}`;
      assert.ok(compare(left, right) < 0, shown);
      assert.ok(compare(right, left) > 0, shown);
      assert.ok(Buffer.compare(encodeValue(left), encodeValue(right)) < 0, `bytes: ${shown}`);
      assert.ok(
        Buffer.compare(invert(encodeValue(left)), invert(encodeValue(right))) > 0,
        `inverted: ${shown}`,
      );
    }
  }
});

test('refuses to order what has no place in this order', () => {
  const values = [new MinKey(), new MaxKey(), new Timestamp({ t: 1, i: 1 }), Decimal128.fromString('1')];
  for (const value of values) {
    assert.throws(() => encodeValue(value), /real MongoDB/);
    assert.throws(() => encodeValue([{ a: value }]), /real MongoDB/);
  }
});

test('equal numbers of different types have the same bytes', () => {
  assert.equal(identity(new Int32(7)), identity(Long.fromNumber(7)));
  assert.equal(identity(new Int32(7)), identity(new Double(7)));
  assert.equal(identity(new Double(-0)), identity(new Int32(0)));
});

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double().map((value) => new Double(value)),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value) => Long.fromBigInt(value)),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text).toString()),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 5 }).map((bytes) => new Binary(bytes)),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
}));

/*
 * An independent, naive comparison: type by type, as MongoDB's documentation describes it.
 */
const kinds = ['null', 'number', 'string', 'object', 'array', 'binary', 'boolean', 'date'];

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Double || value instanceof Int32 || value instanceof Long) return 'number';
  if (value instanceof Binary) return 'binary';
  if (value instanceof Date) return 'date';
  return Array.isArray(value) ? 'array' : typeof value;
}

const sign = (left: bigint | number, right: bigint | number): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** JavaScript compares a bigint and a number exactly. */
function naiveNumbers(left: unknown, right: unknown): number {
  const [a, b] = [left, right].map((value) =>
    value instanceof Long ? value.toBigInt() : (value as Int32).value,
  ) as [bigint | number, bigint | number];
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return sign(a, b);
}

function naiveLists(left: unknown[], right: unknown[], order: (a: never, b: never) => number): number {
  for (const [at, element] of left.entries()) {
    if (at >= right.length) return 1;
    const found = order(element as never, right[at] as never);
    if (found !== 0) return found;
  }
  return left.length - right.length;
}

const naiveFields = ([name, value]: [string, unknown], [other, otherValue]: [string, unknown]): number =>
  kinds.indexOf(kindOf(value)) - kinds.indexOf(kindOf(otherValue)) ||
  Buffer.compare(Buffer.from(name), Buffer.from(other)) ||
  naive(value, otherValue);

function naive(left: unknown, right: unknown): number {
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return kinds.indexOf(kind) - kinds.indexOf(kindOf(right));
  switch (kind) {
    case 'number':
      return naiveNumbers(left, right);
    case 'string':
      return Buffer.compare(Buffer.from(left as string), Buffer.from(right as string));
    case 'object':
      return naiveLists(Object.entries(left as object), Object.entries(right as object), naiveFields);
    case 'array':
      return naiveLists(left as unknown[], right as unknown[], naive);
    case 'binary': {
      const [a, b] = [left as Binary, right as Binary];
      return a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
    }
    case 'null':
      return 0;
    default:
      return sign(Number(left), Number(right));
  }
}

test('for any two values, bytes and the naive comparison agree', () => {
  fc.assert(
    fc.property(value, value, (left, right) => {
      assert.equal(
        Math.sign(Buffer.compare(encodeValue(left), encodeValue(right))),
        Math.sign(naive(left, right)),
      );
    }),
    { numRuns: 2000 },
  );
});

test('each value of a compound key ends where the next begins', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, fc.constantFrom(1, -1)), { minLength: 1, maxLength: 4 }),
      (fields) => {
        const key = encodeKey(
          fields.map(([field]) => field),
          fields.map(([, direction]) => direction),
        );
        let at = 0;
        for (const [field, direction] of fields) {
          const end = valueEnd(key, at, direction === -1 ? 0xff : 0);
          assert.equal(end - at, encodeValue(field).length);
          at = end;
        }
        assert.equal(at, key.length);
      },
    ),
    { numRuns: 1000 },
  );
});
