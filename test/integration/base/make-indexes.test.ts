/** A new version replaces the indexes of an earlier one, however long that takes. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import mongoose from 'mongoose';
import { connectStore } from '../../../src/base/store/connection.js';
import { makeIndexes } from '../../../src/base/store/make-indexes.js';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';

onEachServer('Indexes of an earlier version', (server) => {
  it('give way to those of this one; the others stay, with all documents', async () => {
    const collection = server().db.collection('callbacks');
    await collection.insertOne({ _id: 'old' as never, endedAt: new Date(0), channels: ['a'], live: true });
    await collection.createIndexes([
      { key: { endedAt: 1 }, expireAfterSeconds: 400 * 86_400 },
      { key: { mine: 1 } },
    ]);
    await (await connectStore(server().uri)).close();
    // Starting again changes nothing.
    await (await connectStore(server().uri)).close();
    const indexes = await collection.indexes();
    const byName = (name: string) => indexes.find((one) => one.name === name);
    assert.equal(byName('endedAt_1')?.expireAfterSeconds, undefined);
    assert.equal(byName('endedAt_1')?.sparse, true);
    assert.ok(byName('mine_1'));
    assert.equal(await collection.countDocuments(), 1);
  });

  it('may take longer than an operation of the service may', async () => {
    const collection = server().db.collection('calls');
    const call = {
      startedAt: new Date(0),
      outcome: 'answered',
      route: [{ group: '700' }],
      text: 'x'.repeat(300),
    };
    for (let block = 0; block < 20; block += 1)
      await collection.insertMany(Array.from({ length: 1000 }, () => ({ ...call })));
    const store = await connectStore(server().uri, { waitMs: 100 });
    await store.close();
    assert.ok((await collection.indexes()).length > 10);
  });

  it('an index that cannot be made is an error', async () => {
    const connection = await mongoose.createConnection(server().uri).asPromise();
    const schema = new mongoose.Schema({ name: String });
    schema.index({ name: 1 }, { unique: true });
    const model = connection.model('Twice', schema);
    await model.collection.insertMany([{ name: 'a' }, { name: 'a' }]);
    const { collection } = model;
    await assert.rejects(makeIndexes({ schema, collection: server().db.collection(collection.name) }), {
      code: 11000,
    });
    await connection.close();
  });
});
