/** Order, projections, types and cursors of results are those of MongoDB. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Binary, Double, Int32, Long, ObjectId, type Document } from 'mongodb';
import { codeOf, onEachServer } from '../servers.js';

const mixed: Document[] = [
  { _id: 'string', v: 'b' },
  { _id: 'number', v: 5 },
  { _id: 'null', v: null },
  { _id: 'missing' },
  { _id: 'object', v: { x: 1 } },
  { _id: 'array', v: [3, 9] },
  { _id: 'binary', v: new Binary(Buffer.from([1])) },
  { _id: 'objectId', v: new ObjectId('65a000000000000000000001') },
  { _id: 'false', v: false },
  { _id: 'true', v: true },
  { _id: 'date', v: new Date(0) },
];

const projections: [sentence: string, projection: Document, expected: Document][] = [
  ['included fields come with _id', { a: 1 }, { _id: 1, a: 1 }],
  ['_id can be left out', { a: 1, _id: 0 }, { a: 1 }],
  ['_id alone', { _id: 1 }, { _id: 1 }],
  ['excluded fields are missing', { a: 0, list: 0, docs: 0 }, { _id: 1, d: { e: 2, f: { g: 3 } } }],
  ['a dotted path keeps its parents', { 'd.f.g': 1, _id: 0 }, { d: { f: { g: 3 } } }],
  ['a nested document is a dotted path', { d: { e: 1 }, _id: 0 }, { d: { e: 2 } }],
  ['a dotted path goes through arrays', { 'docs.x': 1, _id: 0 }, { docs: [{ x: 1 }, { x: 2 }] }],
  [
    'a dotted path is excluded in arrays',
    { 'docs.x': 0, d: 0, list: 0, a: 0 },
    { _id: 1, docs: [{ y: 5 }, { y: 6 }] },
  ],
];

onEachServer('results', (server) => {
  it('sorts all types in BSON order, an array by its smallest element', async () => {
    const collection = server().db.collection('mixed');
    await collection.insertMany(mixed.map((document) => ({ ...document })));
    const ids = await collection
      .find()
      .sort({ v: 1, _id: 1 })
      .map(({ _id }) => String(_id))
      .toArray();
    assert.deepEqual(ids, [
      'missing',
      'null',
      'array',
      'number',
      'string',
      'object',
      'binary',
      'objectId',
      'false',
      'true',
      'date',
    ]);
  });
  it('sorts an array by its largest element when descending', async () => {
    const ids = await server()
      .db.collection('mixed')
      .find()
      .sort({ v: -1, _id: 1 })
      .map(({ _id }) => String(_id))
      .toArray();
    assert.deepEqual(ids, [
      'date',
      'true',
      'false',
      'objectId',
      'binary',
      'object',
      'string',
      'array',
      'number',
      'missing',
      'null',
    ]);
  });
  it('sorts the same with an index', async () => {
    const collection = server().db.collection('mixed');
    await collection.deleteOne({ _id: 'array' as never });
    await collection.createIndexes([{ key: { v: 1 } }]);
    const ids = await collection
      .find({ v: { $exists: true } })
      .sort({ v: -1 })
      .map(({ _id }) => String(_id))
      .toArray();
    assert.deepEqual(ids, [
      'date',
      'true',
      'false',
      'objectId',
      'binary',
      'object',
      'string',
      'number',
      'null',
    ]);
  });
  it('sorts by several fields, with skip and limit', async () => {
    const collection = server().db.collection<{ _id: number; a: number; b: number }>('pairs');
    await collection.insertMany([1, 2, 3, 4, 5, 6].map((n) => ({ _id: n, a: n % 2, b: n })));
    const ids = await collection
      .find()
      .sort({ a: -1, b: -1 })
      .skip(1)
      .limit(3)
      .map(({ _id }) => _id)
      .toArray();
    assert.deepEqual(ids, [3, 1, 6]);
  });
  it('stores the document for the projections', async () => {
    const document = {
      _id: 1,
      a: 1,
      d: { e: 2, f: { g: 3 } },
      list: [1, 2, 3, 4],
      docs: [
        { x: 1, y: 5 },
        { x: 2, y: 6 },
      ],
    };
    await server()
      .db.collection('projected')
      .insertOne(document as never);
  });
  for (const [sentence, projection, expected] of projections) {
    it(`projection: ${sentence}`, async () => {
      const found = await server().db.collection('projected').findOne({}, { projection });
      assert.deepEqual(found, expected);
    });
  }
  it('refuses a projection that includes and excludes', async () => {
    const found = server()
      .db.collection('projected')
      .findOne({}, { projection: { a: 1, list: 0 } });
    assert.equal(await codeOf(found), 31254);
  });
  it('keeps the types of numbers', async () => {
    const collection = server().db.collection('types');
    await collection.insertOne({
      _id: 1 as never,
      int: new Int32(1),
      double: new Double(1),
      long: Long.fromNumber(1),
    });
    const found = await collection.findOne({}, { promoteValues: false });
    assert.deepEqual(
      ['int', 'double', 'long'].map((name) => (found?.[name] as { _bsontype: string })._bsontype),
      ['Int32', 'Double', 'Long'],
    );
  });
  it('puts _id first, wherever it was given', async () => {
    const collection = server().db.collection('order');
    await collection.insertOne({ z: 1, _id: 5 as never });
    assert.deepEqual(Object.keys((await collection.findOne()) ?? {}), ['_id', 'z']);
  });
  it('gives large results batch by batch and ends the cursor', async () => {
    const collection = server().db.collection<{ _id: number }>('many');
    await collection.insertMany(Array.from({ length: 1000 }, (_, at) => ({ _id: at })));
    const cursor = collection.find().sort({ _id: -1 }).batchSize(7);
    const ids: number[] = [];
    for await (const { _id } of cursor) ids.push(_id);
    assert.equal(ids.length, 1000);
    assert.deepEqual(ids.slice(0, 3), [999, 998, 997]);
  });
  it('answers getMore of a killed cursor with code 43', async () => {
    const { db } = server();
    const first = await db.command({ find: 'many', batchSize: 2 });
    const { id } = first['cursor'] as { id: Long };
    const killed = await db.command({ killCursors: 'many', cursors: [id] });
    assert.deepEqual(killed['cursorsKilled'], [id]);
    assert.equal(await codeOf(db.command({ getMore: Long.fromValue(id), collection: 'many' })), 43);
  });
  it('gives one batch only when asked for it', async () => {
    const reply = await server().db.command({ find: 'many', batchSize: 3, singleBatch: true });
    const { id, firstBatch } = reply['cursor'] as { id: number | Long; firstBatch: unknown[] };
    assert.deepEqual([Number(id), firstBatch.length], [0, 3]);
  });
  it('counts with filter, skip and limit', async () => {
    const collection = server().db.collection('many');
    assert.equal(await collection.countDocuments(), 1000);
    assert.equal(await collection.countDocuments({ _id: { $lt: 10 as never } }), 10);
    assert.equal(await collection.countDocuments({ _id: { $lt: 10 as never } }, { skip: 2, limit: 5 }), 5);
  });
  it('finds nothing in a collection that does not exist', async () => {
    const { db } = server();
    assert.deepEqual(await db.collection('nowhere').find({ a: 1 }).toArray(), []);
    assert.equal(await db.collection('nowhere').countDocuments(), 0);
    assert.equal((await db.collection('nowhere').deleteMany({})).deletedCount, 0);
    assert.equal((await db.collection('nowhere').updateOne({}, { $set: { a: 1 } })).matchedCount, 0);
    assert.deepEqual(await db.listCollections({ name: 'nowhere' }).toArray(), []);
  });

  it('refuses an _id that is an array or has a field with a dollar', async () => {
    const collection = server().db.collection<{ _id: unknown }>('bad-ids');
    assert.equal(await codeOf(collection.insertOne({ _id: { $a: 1 } })), 52);
    assert.equal(await codeOf(collection.insertOne({ _id: [1] })), 53);
    await collection.insertOne({ _id: { a: { $b: 1 } } });
    assert.equal(await collection.countDocuments(), 1);
  });

  it('sorts by arrays: an empty one below null, and the fields of one element together', async () => {
    const collection = server().db.collection<{ _id: number; a?: unknown; list: Document[] }>('array-sorts');
    const order = async (sort: Record<string, 1 | -1>): Promise<number[]> =>
      (await collection.find().sort(sort).toArray()).map(({ _id }) => _id);
    await collection.insertMany([
      {
        _id: 1,
        a: null,
        list: [
          { b: 4, c: 1 },
          { b: 1, c: 2 },
        ],
      },
      {
        _id: 2,
        a: [],
        list: [
          { b: 2, c: 1 },
          { b: 9, c: 2 },
        ],
      },
      { _id: 3, list: [{ b: 3, c: 1 }] },
      { _id: 4, a: [5, -1], list: [{ b: 0, c: 2 }] },
    ]);
    assert.deepEqual(await order({ a: 1, _id: 1 }), [2, 1, 3, 4]);
    assert.deepEqual(await order({ a: -1, _id: 1 }), [4, 1, 3, 2]);
    assert.deepEqual(await order({ 'list.c': 1, 'list.b': 1 }), [2, 3, 1, 4]);
    assert.deepEqual(await order({ 'list.c': -1, 'list.b': -1 }), [2, 1, 4, 3]);
    assert.ok([2, 171].includes(Number(await codeOf(order({ a: 1, list: 1 })))));
    await collection.createIndexes([{ key: { 'list.c': 1, 'list.b': 1 } }]);
    assert.deepEqual(await order({ 'list.c': 1, 'list.b': 1 }), [2, 3, 1, 4]);
    const filter = { 'list.c': 2, 'list.b': { $gt: 3 } };
    const found = await collection.find(filter).sort({ _id: 1 }).toArray();
    assert.deepEqual(
      found.map(({ _id }) => _id),
      [1, 2],
    );
  });
});
