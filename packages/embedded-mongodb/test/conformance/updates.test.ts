/** Updates, upserts and their refusals are those of MongoDB. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Double, Int32, Long, ObjectId, type Document } from 'mongodb';
import { codeOf, onEachServer } from '../servers.js';

interface Case {
  readonly sentence: string;
  readonly before: Document;
  readonly update: Document;
  readonly after: Document;
  readonly filter?: Document;
  readonly arrayFilters?: Document[];
}

const cases: Case[] = [
  {
    sentence: '$set sets and creates',
    before: { a: 1 },
    update: { $set: { a: 2, b: 3 } },
    after: { a: 2, b: 3 },
  },
  {
    sentence: '$set creates nested documents',
    before: {},
    update: { $set: { 'a.b.c': 1 } },
    after: { a: { b: { c: 1 } } },
  },
  {
    sentence: '$set reaches an array element',
    before: { a: [1, 2] },
    update: { $set: { 'a.1': 5 } },
    after: { a: [1, 5] },
  },
  {
    sentence: '$set pads an array with null',
    before: { a: [1] },
    update: { $set: { 'a.3': 4 } },
    after: { a: [1, null, null, 4] },
  },
  {
    sentence: 'new fields stand in the order of their names',
    before: {},
    update: { $set: { c: 1, a: 2, b: 3 } },
    after: { a: 2, b: 3, c: 1 },
  },
  { sentence: '$unset removes', before: { a: 1, b: 2 }, update: { $unset: { a: '' } }, after: { b: 2 } },
  {
    sentence: '$unset of a missing path changes nothing',
    before: { a: 1 },
    update: { $unset: { 'b.c': 1 } },
    after: { a: 1 },
  },
  {
    sentence: '$unset makes an array element null',
    before: { a: [1, 2] },
    update: { $unset: { 'a.0': 1 } },
    after: { a: [null, 2] },
  },
  { sentence: '$inc adds', before: { a: 1 }, update: { $inc: { a: 2 } }, after: { a: 3 } },
  { sentence: '$inc creates', before: {}, update: { $inc: { 'a.b': -2 } }, after: { a: { b: -2 } } },
  {
    sentence: '$min keeps the smaller',
    before: { a: 3, b: 3 },
    update: { $min: { a: 2, b: 4 } },
    after: { a: 2, b: 3 },
  },
  {
    sentence: '$max keeps the larger',
    before: { a: 3, b: 3 },
    update: { $max: { a: 2, b: 4, c: 1 } },
    after: { a: 3, b: 4, c: 1 },
  },
  { sentence: '$push appends', before: { a: [1] }, update: { $push: { a: 2 } }, after: { a: [1, 2] } },
  { sentence: '$push creates', before: {}, update: { $push: { a: 2 } }, after: { a: [2] } },
  {
    sentence: '$push of an array appends it as one',
    before: { a: [1] },
    update: { $push: { a: [2, 3] } },
    after: { a: [1, [2, 3]] },
  },
  {
    sentence: '$push with $each and $slice',
    before: { a: [5, 1] },
    update: { $push: { a: { $each: [3, 9], $slice: 3 } } },
    after: { a: [5, 1, 3] },
  },
  {
    sentence: '$push with a negative $slice keeps the last',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [3], $slice: -2 } } },
    after: { a: [2, 3] },
  },
  {
    sentence: '$setOnInsert does nothing to what is there',
    before: { a: 1 },
    update: { $setOnInsert: { b: 1 } },
    after: { a: 1 },
  },
  { sentence: 'a replacement keeps _id', before: { a: 1, b: 2 }, update: { c: 3 }, after: { c: 3 } },
  {
    sentence: 'a document in an array filter is compared as a whole',
    before: { a: [{ n: 1 }, { n: 1, m: 2 }] },
    arrayFilters: [{ e: { n: 1 } }],
    update: { $set: { 'a.$[e].x': 1 } },
    after: {
      a: [
        { n: 1, x: 1 },
        { n: 1, m: 2 },
      ],
    },
  },
  {
    sentence: 'an array filter may name its element twice, and combine',
    before: { a: [{ n: 1, m: 1 }, { n: 1, m: 5 }, { n: 9 }] },
    arrayFilters: [{ 'e.n': 1, $or: [{ 'e.m': { $gt: 2 } }, { e: 3 }] }],
    update: { $set: { 'a.$[e].x': 1 } },
    after: { a: [{ n: 1, m: 1 }, { n: 1, m: 5, x: 1 }, { n: 9 }] },
  },
  {
    sentence: 'an array filter looks into arrays among the elements',
    before: { a: [[0], [1]] },
    arrayFilters: [{ e: 0 }],
    update: { $push: { 'a.$[e]': 2 } },
    after: { a: [[0, 2], [1]] },
  },
  {
    sentence: '$[name] changes the elements of its filter',
    before: { a: [1, 5, 9] },
    arrayFilters: [{ high: { $gte: 5 } }],
    update: { $set: { 'a.$[high]': 5 } },
    after: { a: [1, 5, 5] },
  },
  {
    sentence: '$[name] filters documents by their fields',
    before: { a: [{ n: 1 }, { n: 2 }] },
    arrayFilters: [{ 'e.n': 2 }],
    update: { $set: { 'a.$[e].m': 7 } },
    after: { a: [{ n: 1 }, { n: 2, m: 7 }] },
  },
];

const errors: [sentence: string, before: Document, update: Document, code: number][] = [
  ['$inc of a string', { a: 'x' }, { $inc: { a: 1 } }, 14],
  ['$inc by a string', { a: 1 }, { $inc: { a: 'x' } }, 14],
  ['$inc of null', { a: null }, { $inc: { a: 1 } }, 14],
  ['$push to a number', { a: 1 }, { $push: { a: 1 } }, 2],
  ['$each of no array', { a: [1] }, { $push: { a: { $each: 1 } } }, 14],
  ['$set through a scalar', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
  ['$set of a name in an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
  ['two operators on one path', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
  ['an operator below the path of another', { a: { b: 1 } }, { $set: { a: {} }, $inc: { 'a.b': 1 } }, 40],
  ['another _id', { a: 1 }, { $set: { _id: 99 } }, 66],
  ['a replacement with another _id', { a: 1 }, { _id: 99 }, 66],
  ['an unknown modifier', { a: 1 }, { $foo: { a: 1 } }, 9],
  ['$[name] without its filter', { a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
  ['an empty field name', { a: 1 }, { $set: { 'a.': 1 } }, 56],
];

onEachServer('updates', (server) => {
  for (const [at, { sentence, before, update, after, filter, arrayFilters }] of cases.entries()) {
    it(sentence, async () => {
      const { db } = server();
      await db.collection('u').insertOne({ _id: at as never, ...before });
      const q = { _id: at, ...filter };
      const reply = await db.command({
        update: 'u',
        updates: [{ q, u: update, ...(arrayFilters && { arrayFilters }) }],
      });
      assert.equal(reply['n'], 1);
      const found = await db.collection('u').findOne({ _id: at as never });
      assert.equal(JSON.stringify(found), JSON.stringify({ _id: at, ...after }));
    });
  }
  for (const [sentence, before, update, code] of errors) {
    it(`refuses ${sentence} with code ${code} and changes nothing`, async () => {
      const { db } = server();
      await db.collection('e').deleteMany({});
      await db.collection('e').insertOne({ _id: 1 as never, ...before });
      const reply = (await db.command({ update: 'e', updates: [{ q: { _id: 1 }, u: update }] })) as {
        writeErrors?: { code: number }[];
      };
      assert.equal(reply.writeErrors?.[0]?.code, code);
      assert.deepEqual(await db.collection('e').findOne(), { _id: 1, ...before });
    });
  }
  it('keeps ints ints, makes doubles of doubles and longs of what overflows', async () => {
    const collection = server().db.collection('numbers');
    await collection.insertOne({
      _id: 1 as never,
      int: new Int32(1),
      double: new Double(1),
      large: new Int32(2147483647),
    });
    await collection.updateOne({}, { $inc: { int: 1, double: 1, large: 1 } });
    const found = await collection.findOne({}, { promoteValues: false });
    assert.deepEqual(
      [found?.['int'], found?.['double'], found?.['large']],
      [new Int32(2), new Double(2), Long.fromString('2147483648')],
    );
  });
  it('counts matched and modified documents', async () => {
    const collection = server().db.collection('counts');
    await collection.insertMany([{ a: 1 }, { a: 2 }, { a: 2 }]);
    const result = await collection.updateMany({}, { $set: { a: 2 } });
    assert.deepEqual([result.matchedCount, result.modifiedCount], [3, 1]);
  });
  it('updates each document once when the update moves it within the index in use', async () => {
    const collection = server().db.collection('halloween');
    await collection.createIndexes([{ key: { a: 1 } }]);
    await collection.insertMany(Array.from({ length: 50 }, (_, a) => ({ a })));
    await collection.updateMany({ a: { $gte: 0 } }, { $inc: { a: 10 } });
    assert.deepEqual(
      (await collection.find().sort({ a: 1 }).toArray()).map((d) => d['a'] as number),
      Array.from({ length: 50 }, (_, a) => a + 10),
    );
  });
  it('an upsert takes its fields from equalities, then from the update', async () => {
    const collection = server().db.collection('upserts');
    const filter = { a: 1, 'b.c': { $eq: 2 }, d: { $gt: 3 }, $and: [{ e: 4 }] };
    const result = await collection.updateOne(
      filter,
      { $set: { f: 5 }, $setOnInsert: { g: 6 } },
      { upsert: true },
    );
    assert.ok(result.upsertedId instanceof ObjectId);
    assert.equal(result.upsertedCount, 1);
    const found = await collection.findOne({ _id: result.upsertedId });
    assert.equal(
      JSON.stringify({ ...found, _id: 0 }),
      JSON.stringify({ _id: 0, a: 1, b: { c: 2 }, e: 4, f: 5, g: 6 }),
    );
  });
  it('an upsert refuses equalities that lie within each other', async () => {
    const collection = server().db.collection('upsert-conflicts');
    for (const filter of [{ x: { x: 1 }, 'x.y': 1 }, { 'x.y': 1, x: {} }, { $and: [{ x: 1 }, { x: 2 }] }]) {
      assert.equal(await codeOf(collection.updateOne(filter, { $set: { a: 1 } }, { upsert: true })), 54);
      // A replacement takes nothing of the filter but _id.
      assert.equal((await collection.replaceOne(filter, { a: 1 }, { upsert: true })).upsertedCount, 1);
    }
  });
  it('an upsert with an _id in the filter uses it', async () => {
    const collection = server().db.collection<{ _id: number }>('upserts');
    await collection.updateOne({ _id: 7 }, { $set: { x: 1 } }, { upsert: true });
    await collection.replaceOne({ _id: 8 }, { y: 2 }, { upsert: true });
    assert.deepEqual(
      await collection
        .find({ _id: { $in: [7, 8] } })
        .sort({ _id: 1 })
        .toArray(),
      [
        { _id: 7, x: 1 },
        { _id: 8, y: 2 },
      ],
    );
  });
  it('refuses to update many by a replacement', async () => {
    const reply = server().db.command({ update: 'u', updates: [{ q: {}, u: { a: 1 }, multi: true }] });
    const { writeErrors } = (await reply) as { writeErrors: { code: number }[] };
    assert.equal(writeErrors[0]?.code, 9);
  });
  it('findAndModify gives the document before or after', async () => {
    const collection = server().db.collection<{ _id: number; n: number }>('modify');
    await collection.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ]);
    assert.deepEqual(await collection.findOneAndUpdate({}, { $inc: { n: 10 } }, { sort: { n: -1 } }), {
      _id: 2,
      n: 2,
    });
    assert.deepEqual(
      await collection.findOneAndUpdate({ _id: 2 }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
      { _id: 2, n: 13 },
    );
    assert.deepEqual(
      await collection.findOneAndUpdate(
        { _id: 2 },
        { $inc: { n: 1 } },
        { returnDocument: 'after', projection: { n: 1, _id: 0 } },
      ),
      { n: 14 },
    );
    assert.equal(await collection.findOneAndUpdate({ _id: 9 }, { $inc: { n: 1 } }), null);
    assert.deepEqual(
      await collection.findOneAndUpdate(
        { _id: 9 },
        { $inc: { n: 1 } },
        { upsert: true, returnDocument: 'after' },
      ),
      { _id: 9, n: 1 },
    );
    assert.deepEqual(await collection.findOneAndReplace({ _id: 9 }, { n: 5 }, { returnDocument: 'after' }), {
      _id: 9,
      n: 5,
    });
    assert.deepEqual(await collection.findOneAndDelete({}, { sort: { _id: -1 } }), { _id: 9, n: 5 });
    assert.equal(await collection.countDocuments(), 2);
  });
  it('findAndModify tells what it did', async () => {
    const { db } = server();
    const reply = await db.command({
      findAndModify: 'modify',
      query: { _id: 77 },
      update: { $set: { n: 1 } },
      upsert: true,
    });
    assert.deepEqual(reply['lastErrorObject'], { n: 1, updatedExisting: false, upserted: 77 });
    assert.equal(reply['value'], null);
  });
  it('deletes one or many', async () => {
    const collection = server().db.collection('deletes');
    await collection.insertMany([{ a: 1 }, { a: 1 }, { a: 2 }, { a: 2 }]);
    assert.equal((await collection.deleteOne({ a: 1 })).deletedCount, 1);
    assert.equal((await collection.deleteMany({ a: 2 })).deletedCount, 2);
    assert.equal(await collection.countDocuments(), 1);
  });
  it('an ordered insert stops at the first error, an unordered one goes on', async () => {
    const collection = server().db.collection<{ _id: number }>('bulk');
    const list = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    assert.equal(await codeOf(collection.insertMany(list)), 11000);
    assert.equal(await collection.countDocuments(), 1);
    assert.equal(await codeOf(collection.insertMany(list, { ordered: false })), 11000);
    assert.equal(await collection.countDocuments(), 2);
  });
  it('bulkWrite counts each kind', async () => {
    const collection = server().db.collection<{ _id: number; n?: number }>('bulkWrite');
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $set: { n: 1 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { n: 2 } }, upsert: true } },
      { replaceOne: { filter: { _id: 2 }, replacement: { n: 3 } } },
      { deleteOne: { filter: { _id: 1 } } },
    ]);
    assert.deepEqual(
      [
        result.insertedCount,
        result.matchedCount,
        result.modifiedCount,
        result.upsertedCount,
        result.deletedCount,
      ],
      [1, 2, 2, 1, 1],
    );
  });
  it('refuses a document of more than 16 MB', async () => {
    const large = 'x'.repeat(16 * 1024 * 1024);
    const insert = server().db.command({ insert: 'large', documents: [{ large }] });
    const code = await codeOf(
      insert.then(({ writeErrors }: Document) => {
        throw Object.assign(new Error(), (writeErrors as object[])[0]);
      }),
    );
    // Some servers refuse the command, others the document.
    assert.ok(code === 2 || code === 10334, String(code));
  });
});
