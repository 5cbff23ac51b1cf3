/** Unique, sparse, partial and compound indexes hold as on MongoDB. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Collection, Document } from 'mongodb';
import { codeOf, onEachServer } from '../servers.js';

/** The field n of what the filter finds, in its order. */
const numbersOf = (collection: Collection, filter: Document): Promise<unknown[]> =>
  collection
    .find(filter)
    .sort({ n: 1 })
    .map((one) => one['n'] as unknown)
    .toArray();

onEachServer('indexes', (server) => {
  it('a unique index refuses the second with code 11000, pattern and value', async () => {
    const { db } = server();
    await db.collection('u').createIndexes([{ key: { mail: 1 }, unique: true }]);
    await db.collection('u').insertOne({ mail: 'a@example.com' });
    const error = await db
      .collection('u')
      .insertOne({ mail: 'a@example.com' })
      .then(
        () => undefined,
        (reason: unknown) =>
          reason as { code: number; keyPattern: Document; keyValue: Document; message: string },
      );
    assert.equal(error?.code, 11000);
    assert.deepEqual([error.keyPattern, error.keyValue], [{ mail: 1 }, { mail: 'a@example.com' }]);
    assert.equal(
      error.message,
      `E11000 duplicate key error collection: ${db.databaseName}.u index: mail_1 dup key: { mail: "a@example.com" }`,
    );
  });
  it('a unique index holds for updates and upserts', async () => {
    const collection = server().db.collection('u');
    await collection.insertOne({ mail: 'b@example.com' });
    assert.equal(
      await codeOf(collection.updateOne({ mail: 'b@example.com' }, { $set: { mail: 'a@example.com' } })),
      11000,
    );
    assert.equal(
      await codeOf(collection.updateOne({ x: 1 }, { $set: { mail: 'a@example.com' } }, { upsert: true })),
      11000,
    );
    assert.equal(await collection.countDocuments({ mail: 'b@example.com' }), 1);
  });
  it('a unique index takes one document without the field', async () => {
    const collection = server().db.collection('u');
    await collection.insertOne({ other: 1 });
    assert.equal(await codeOf(collection.insertOne({ other: 2 })), 11000);
  });
  it('a sparse unique index takes many without the field', async () => {
    const collection = server().db.collection('s');
    await collection.createIndexes([{ key: { n: 1 }, unique: true, sparse: true }]);
    await collection.insertMany([{ a: 1 }, { a: 2 }, { n: 1 }]);
    assert.equal(await codeOf(collection.insertOne({ n: 1 })), 11000);
    assert.equal(await collection.countDocuments({ n: null }), 2);
  });
  it('a partial unique index holds for the documents of its filter only', async () => {
    const collection = server().db.collection('p');
    await collection.createIndexes([
      { key: { n: 1 }, unique: true, partialFilterExpression: { active: true } },
    ]);
    await collection.insertMany([{ n: 1, active: true }, { n: 1, active: false }, { n: 1 }]);
    assert.equal(await codeOf(collection.insertOne({ n: 1, active: true })), 11000);
    assert.equal(await codeOf(collection.updateOne({ active: false }, { $set: { active: true } })), 11000);
    assert.equal(await collection.countDocuments({ n: 1 }), 3);
    assert.equal(await collection.countDocuments({ n: 1, active: true }), 1);
  });
  it('a compound unique index compares all its fields', async () => {
    const collection = server().db.collection('c');
    await collection.createIndexes([{ key: { a: 1, b: -1 }, unique: true }]);
    await collection.insertMany([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ]);
    assert.equal(await codeOf(collection.insertOne({ a: 1, b: 2 })), 11000);
  });
  it('a unique index on an array refuses a shared element, not one within the same document', async () => {
    const collection = server().db.collection('m');
    await collection.createIndexes([{ key: { tags: 1 }, unique: true }]);
    await collection.insertMany([{ tags: ['a', 'b', 'a'] }, { tags: ['c'] }]);
    assert.equal(await codeOf(collection.insertOne({ tags: ['x', 'b'] })), 11000);
  });
  it('int and double are one key', async () => {
    const collection = server().db.collection<{ _id: number }>('i');
    await collection.insertOne({ _id: 1 });
    assert.equal(await codeOf(collection.insertOne({ _id: 1 })), 11000);
  });
  it('building a unique index over duplicates fails with code 11000 and leaves no index', async () => {
    const collection = server().db.collection('d');
    await collection.insertMany([{ n: 1 }, { n: 1 }]);
    assert.equal(await codeOf(collection.createIndexes([{ key: { n: 1 }, unique: true }])), 11000);
    assert.deepEqual(
      (await collection.indexes()).map((index) => index['name'] as string),
      ['_id_'],
    );
  });
  it('refuses to index two arrays of one document', async () => {
    const collection = server().db.collection('parallel');
    await collection.createIndexes([{ key: { a: 1, b: 1 } }]);
    assert.equal(await codeOf(collection.insertOne({ a: [1], b: [2] })), 171);
  });
  it('lists indexes with their options', async () => {
    const collection = server().db.collection('l');
    await collection.createIndexes([
      { key: { a: 1 }, unique: true },
      { key: { b: -1 }, sparse: true, name: 'backwards' },
      { key: { at: 1 }, expireAfterSeconds: 60 },
      { key: { c: 1 }, partialFilterExpression: { c: { $gt: 5 } } },
    ]);
    assert.deepEqual(await collection.indexes(), [
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, key: { a: 1 }, name: 'a_1', unique: true },
      { v: 2, key: { b: -1 }, name: 'backwards', sparse: true },
      { v: 2, key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60 },
      { v: 2, key: { c: 1 }, name: 'c_1', partialFilterExpression: { c: { $gt: 5 } } },
    ]);
  });
  it('creating the same index again does nothing, another one of its name fails', async () => {
    const collection = server().db.collection('l');
    await collection.createIndexes([{ key: { a: 1 }, unique: true }]);
    assert.equal((await collection.indexes()).length, 5);
    assert.equal(await codeOf(collection.createIndexes([{ key: { z: 1 }, name: 'a_1' }])), 86);
    assert.equal(await codeOf(collection.createIndexes([{ key: { a: 1 }, name: 'other' }])), 85);
  });
  it('drops indexes by name and all', async () => {
    const collection = server().db.collection('l');
    await collection.dropIndex('backwards');
    assert.equal(await codeOf(collection.dropIndex('backwards')), 27);
    assert.equal(await codeOf(collection.dropIndex('_id_')), 72);
    await collection.dropIndexes();
    assert.deepEqual(
      (await collection.indexes()).map((index) => index['name'] as string),
      ['_id_'],
    );
  });
  it('answers the same with and without an index', async () => {
    const collection = server().db.collection<{ _id: number; a: number; b: number }>('same');
    await collection.insertMany(Array.from({ length: 300 }, (_, n) => ({ _id: n, a: n % 7, b: n % 11 })));
    const ask = (): Promise<number[]> =>
      collection
        .find({ a: { $in: [2, 5] }, b: { $gte: 3, $lt: 6 } })
        .sort({ a: -1, b: 1, _id: 1 })
        .map(({ _id }) => _id)
        .toArray();
    const without = await ask();
    await collection.createIndexes([{ key: { a: -1, b: 1, _id: 1 } }, { key: { b: 1 } }]);
    assert.deepEqual(await ask(), without);
    assert.equal(without.length, 24);
  });
  it('finds by $ne null what a path into an empty array leaves out of a sparse or partial index', async () => {
    const partialFilterExpression = { 'a.c': { $exists: true } };
    for (const [name, key, options] of [
      ['sparse', { 'a.c': 1 }, { sparse: true }],
      ['partial', { n: 1 }, { partialFilterExpression }],
    ] as const) {
      const collection = server().db.collection(`empty-${name}`);
      await collection.createIndexes([{ key, ...options }]);
      await collection.insertMany([{ n: 1, a: [] }, { n: 2, a: [{ c: 1 }] }, { n: 3 }]);
      const filter = { 'a.c': { $ne: null, $lte: 9 }, n: { $lte: 3 } };
      assert.deepEqual(await numbersOf(collection, { ...filter, 'a.c': { $ne: null } }), [1, 2], name);
      assert.deepEqual(await numbersOf(collection, filter), [2], name);
    }
  });

  it('finds by null what is missing, also beside a partial index of what is there', async () => {
    const collection = server().db.collection('partial-null');
    const partialFilterExpression = { a: { $exists: true } };
    await collection.createIndexes([{ key: { a: 1 }, partialFilterExpression }]);
    await collection.insertMany([{ n: 1 }, { n: 2, a: null }, { n: 3, a: 4 }]);
    assert.deepEqual(await numbersOf(collection, { a: null }), [1, 2]);
    assert.deepEqual(await numbersOf(collection, { $or: [{ a: null }, { a: 4 }] }), [1, 2, 3]);
    assert.deepEqual(await numbersOf(collection, { a: { $in: [null] } }), [1, 2]);
  });

  it('creates, lists and drops collections', async () => {
    const { db } = server();
    await db.createCollection('made');
    assert.equal(await codeOf(db.command({ create: 'made' })), 'no error');
    assert.deepEqual(
      (await db.listCollections({ name: 'made' }).toArray()).map(({ name, type }) => [name, type]),
      [['made', 'collection']],
    );
    await db.collection('made').insertOne({ a: 1 });
    assert.equal(await db.dropCollection('made'), true);
    assert.deepEqual(await db.listCollections({ name: 'made' }).toArray(), []);
    assert.deepEqual(await db.collection('made').find().toArray(), []);
  });
  it('refuses a collection name with $ by code 73', async () => {
    assert.equal(await codeOf(server().db.command({ insert: 'a$b', documents: [{}] })), 73);
  });
});
