import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { fieldsRead, onlyFields, wholeFields } from '../../../src/embedded-mongodb/some-fields.js';
import { decode, encode } from '../../../src/embedded-mongodb/values.js';

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
    const found = decode(onlyFields(bytes, new Set([name])));
    assert.deepEqual(Object.keys(found), [name]);
    assert.deepEqual(found[name], decode(bytes)[name]);
  }
  assert.deepEqual(Object.keys(decode(onlyFields(bytes, new Set(['most', 'date', '_id'])))), [
    '_id',
    'date',
    'most',
  ]);
});

test('a document with a type of old times, such as a pattern, comes whole', () => {
  const bytes = encode({ a: /x/, b: 'kept too' });
  assert.equal(onlyFields(bytes, new Set(['a'])), bytes);
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
      assert.deepEqual(onlyFields(bytes, new Set(kept)), encode(wanted));
    }),
  );
});

test('only a projection that keeps whole fields is one of whole fields', () => {
  assert.deepEqual([...(wholeFields({ a: 1, b: true }) ?? [])], ['_id', 'a', 'b']);
  for (const other of [{}, { a: 0 }, { a: 1, _id: 0 }, { 'a.b': 1 }, { a: { $slice: 1 } }, { a: '$b' }]) {
    assert.equal(wholeFields(other), undefined, JSON.stringify(other));
  }
});

test('what a filter reads stands in its keys, unless it has operators at its top', () => {
  assert.deepEqual([...(fieldsRead({ 'a.b': 1, c: { $gt: 1 } }, { d: 1 }) ?? [])], ['a', 'c', 'd']);
  assert.equal(fieldsRead({ $or: [{ a: 1 }] }, {}), undefined);
});
