import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import {
  fieldsRead,
  onlyFields,
  wantedFields,
  type Fields,
} from '../../../src/embedded-mongodb/some-fields.js';
import { decode, encode } from '../../../src/embedded-mongodb/values.js';

const whole = (names: readonly string[]): Fields => new Map(names.map((name) => [name, null]));

const cut = (bytes: Buffer, fields: Fields): Buffer => {
  const found = onlyFields(bytes, fields);
  assert.ok(found);
  return found;
};

const EVERYTHING = {
  _id: new ObjectId('0123456789abcdef01234567'),
  double: new Double(1.5),
  string: 'Çelik',
  document: { a: { b: new Int32(1) } },
  list: ['x', null, { y: true }],
  binary: new Binary(Buffer.from([1, 2, 3])),
  yes: true,
  date: new Date(0),
  nothing: null,
  pattern: new Int32(7),
  long: Long.fromNumber(9),
  stamp: new Timestamp({ t: 1, i: 2 }),
  decimal: Decimal128.fromString('1.5'),
  least: new MinKey(),
  most: new MaxKey(),
  ä: 'named with more than ASCII',
};

test('any field of any type can be cut out, in the order of the document', () => {
  const bytes = encode(EVERYTHING);
  for (const name of Object.keys(EVERYTHING).filter((one) => one !== 'ä')) {
    const found = decode(cut(bytes, whole([name])));
    assert.deepEqual(Object.keys(found), [name]);
    assert.deepEqual(found[name], decode(bytes)[name]);
  }
  assert.deepEqual(Object.keys(decode(cut(bytes, whole(['most', 'date', '_id'])))), ['_id', 'date', 'most']);
});

test('a document with a type of old times, such as a pattern, is not cut', () => {
  const bytes = encode({ a: /x/, b: 'kept too' });
  assert.equal(onlyFields(bytes, whole(['a'])), undefined);
});

test('whatever the document: cutting is decoding, dropping and encoding', () => {
  const names = fc.constantFrom('a', 'b', 'c', 'startedAt', 'a.b');
  const documents = fc.dictionary(
    names,
    fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.date({ noInvalidDate: true }))),
  );
  fc.assert(
    fc.property(documents, fc.uniqueArray(names), (document, kept) => {
      const bytes = encode(document);
      const wanted = Object.fromEntries(
        Object.entries(decode(bytes)).filter(([name]) => kept.some((one) => one === name)),
      );
      assert.deepEqual(onlyFields(bytes, whole(kept)), encode(wanted));
    }),
  );
});

test('of documents and of lists of documents some fields can be cut out', () => {
  const bytes = encode({ a: { x: 1, y: 2 }, legs: [{ x: 'one', y: 2 }, { y: 3 }, { x: 'two' }], z: 1 });
  const fields: Fields = new Map([
    ['a', whole(['y'])],
    ['legs', whole(['x'])],
  ]);
  assert.deepEqual(cut(bytes, fields), encode({ a: { y: 2 }, legs: [{ x: 'one' }, {}, { x: 'two' }] }));
});

test('a path into a value that holds no documents is left to the projection', () => {
  const fields: Fields = new Map([['legs', whole(['x'])]]);
  for (const legs of [1, 'text', [1, { x: 1 }], [[{ x: 1 }]], null]) {
    assert.equal(onlyFields(encode({ legs }), fields), undefined);
  }
  assert.deepEqual(cut(encode({ legs: [] }), fields), encode({ legs: [] }));
});

test('only a projection that names fields to keep is cut', () => {
  assert.deepEqual(wantedFields({ a: 1, b: true }), whole(['_id', 'a', 'b']));
  assert.deepEqual(
    wantedFields({ 'a.b': 1, 'a.c': 1 }),
    new Map<string, Fields | null>([
      ['_id', null],
      ['a', whole(['b', 'c'])],
    ]),
  );
  const others = [{}, { a: 0 }, { a: 1, _id: 0 }, { 'a.b.c': 1 }, { a: { $slice: 1 } }, { a: '$b' }];
  for (const other of [...others, { a: 1, 'a.b': 1 }]) {
    assert.equal(wantedFields(other), undefined, JSON.stringify(other));
  }
});

test('what a filter reads stands in its keys, unless it has operators at its top', () => {
  assert.deepEqual(fieldsRead({ 'a.b': 1, c: { $gt: 1 } }, { d: 1 }), whole(['a', 'c', 'd']));
  assert.equal(fieldsRead({ $or: [{ a: 1 }] }, {}), undefined);
});
