/** Queries find what they find on MongoDB, with and without an index. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Binary, Double, Int32, Long, ObjectId, type Document } from 'mongodb';
import { codeOf, onEachServer } from '../servers.js';

const id = new ObjectId('65a000000000000000000001');

/** One document for each thing that a query can meet. */
const documents: Document[] = [
  { _id: 1, a: 1 },
  { _id: 2, a: new Double(2.5) },
  { _id: 3, a: Long.fromString('9007199254740993') },
  { _id: 4, a: '1' },
  { _id: 5, a: null },
  { _id: 6 },
  { _id: 7, a: [1, 2, 3] },
  { _id: 8, a: [] },
  { _id: 9, a: { b: 1 } },
  { _id: 10, a: [{ b: 1 }, { b: 5 }] },
  { _id: 11, a: [{ c: 1 }] },
  { _id: 12, a: true },
  { _id: 13, a: new Date('2026-01-02T03:04:05.678Z') },
  { _id: 14, a: id },
  { _id: 15, a: new Binary(Buffer.from([1, 2, 3])) },
  { _id: 17, a: 'Anna' },
  { _id: 18, a: [[1, 2], 7] },
  { _id: 19, a: NaN },
  { _id: 20, a: { b: 1, c: 2 } },
  { _id: 21, a: [{ b: [10, 20] }] },
];

const cases: [sentence: string, filter: Document, ids: number[]][] = [
  ['equality finds the number, in arrays too', { a: 1 }, [1, 7]],
  ['equality compares int and double by value', { a: new Double(1) }, [1, 7]],
  ['a long beyond 2^53 is not rounded', { a: Long.fromString('9007199254740993') }, [3]],
  ['the neighbour of a long beyond 2^53 is another number', { a: Long.fromString('9007199254740992') }, []],
  ['a string is no number', { a: '1' }, [4]],
  ['null finds null and missing', { a: null }, [5, 6]],
  ['$ne null leaves both out', { a: { $ne: null }, _id: { $lte: 6 } }, [1, 2, 3, 4]],
  ['$exists true finds a stored null', { a: { $exists: true }, _id: { $in: [5, 6] } }, [5]],
  ['$exists false finds the missing field only', { a: { $exists: false } }, [6]],
  ['an array equals itself as a whole', { a: [1, 2, 3] }, [7]],
  ['an array as operand is found inside an array of arrays', { a: [1, 2] }, [18]],
  ['an empty array equals an empty array', { a: [] }, [8]],
  ['a document equals the same document', { a: { b: 1 } }, [9, 10]],
  ['a document with fields in another order is another one', { a: { c: 2, b: 1 } }, []],
  ['a dotted path goes into a document and into the documents of an array', { 'a.b': 1 }, [9, 10, 20]],
  ['a dotted path with a number takes the array element', { 'a.0': 1 }, [7, 18]],
  ['a dotted path goes through a numbered element', { 'a.1.b': 5 }, [10]],
  ['a dotted path reaches an array inside an array element', { 'a.b': 20 }, [21]],
  [
    'null at a dotted path finds scalars, missing fields and array documents without it, not empty arrays',
    { 'a.b': null },
    [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 17, 19],
  ],
  ['$gt stays within numbers', { a: { $gt: 2 } }, [2, 3, 7, 18]],
  ['$lt stays within strings', { a: { $lt: 'B' } }, [4, 17]],
  ['$gte null finds null and missing', { a: { $gte: null } }, [5, 6]],
  ['$gt null finds nothing', { a: { $gt: null } }, []],
  ['NaN equals NaN', { a: NaN }, [19]],
  ['NaN is in no range of numbers', { a: { $lt: 0 } }, []],
  ['$gte true stays within booleans', { a: { $gte: false } }, [12]],
  ['dates compare by milliseconds', { a: { $lt: new Date('2026-01-02T03:04:05.679Z') } }, [13]],
  ['an ObjectId is found by value', { a: new ObjectId('65a000000000000000000001') }, [14]],
  ['a Binary is found by value', { a: new Binary(Buffer.from([1, 2, 3])) }, [15]],
  ['a Binary of another subtype is another value', { a: new Binary(Buffer.from([1, 2, 3]), 4) }, []],
  ['two ranges on an array may be met by two elements', { a: { $gt: 2, $lt: 2 } }, [7]],
  ['$elemMatch with fields', { a: { $elemMatch: { b: { $gt: 1 } } } }, [10, 21]],
  ['$elemMatch takes an array in the array for a document', { a: { $elemMatch: { '1': 2, b: null } } }, [18]],
  ['$elemMatch does not look at a document that is no array', { a: { $elemMatch: { b: 1 } } }, [10]],
  ['$in finds any of several types', { a: { $in: ['1', true, null] } }, [4, 5, 6, 12]],
  ['$nin is the opposite of $in', { a: { $nin: [1, null] }, _id: { $lte: 8 } }, [2, 3, 4, 8]],
  ['$ne on an array means no element', { a: { $ne: 2 }, _id: { $in: [1, 7] } }, [1]],
  ['$type knows names', { a: { $type: 'string' } }, [4, 17]],
  ['$type looks into arrays', { a: { $type: 'int' } }, [1, 7, 18]],
  ['$type array looks at the whole', { a: { $type: 'array' } }, [7, 8, 10, 11, 18, 21]],
  ['$or is met by either', { $or: [{ a: '1' }, { _id: 1 }] }, [1, 4]],
  ['$and is met by both', { $and: [{ a: 1 }, { _id: { $gt: 1 } }] }, [7]],
  ['several fields must all match', { _id: { $gte: 1, $lt: 3 }, a: { $gte: 1 } }, [1, 2]],
  [
    'int, double and long in $in are one number',
    { _id: { $in: [new Int32(1), new Double(2), Long.fromNumber(3)] } },
    [1, 2, 3],
  ],
];

const errors: [sentence: string, filter: Document, code: number][] = [
  ['an unknown operator', { a: { $foo: 1 } }, 2],
  ['an unknown top-level operator', { $foo: [] }, 2],
  ['$in without an array', { a: { $in: 1 } }, 2],
  ['$and of nothing', { $and: [] }, 2],
  ['$type of an unknown name', { a: { $type: 'nonsense' } }, 2],
  ['$elemMatch of a value', { a: { $elemMatch: 1 } }, 2],
];

onEachServer('queries', (server) => {
  for (const isIndexed of [false, true]) {
    const name = isIndexed ? 'indexed' : 'plain';
    it(`stores the documents (${name})`, async () => {
      const { db } = server();
      await db.collection(name).insertMany(documents.map((document) => ({ ...document })));
      if (isIndexed)
        await db.collection(name).createIndexes([{ key: { a: 1 } }, { key: { 'a.b': -1, _id: 1 } }]);
    });
    for (const [sentence, filter, ids] of cases) {
      it(`${sentence} (${name})`, async () => {
        const found = await server().db.collection(name).find(filter).sort({ _id: 1 }).toArray();
        assert.deepEqual(
          found.map((document) => document['_id']),
          ids,
        );
      });
    }
  }
  for (const [sentence, filter, code] of errors) {
    it(`refuses ${sentence} with code ${code}`, async () => {
      assert.equal(await codeOf(server().db.collection('plain').find(filter).toArray()), code);
    });
  }
});
