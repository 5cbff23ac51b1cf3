import assert from 'node:assert/strict';
import { it } from 'node:test';
import mongoose from 'mongoose';
import { connectStore } from '../../src/store/connection.js';
import { makeIndexes } from '../../src/store/make-indexes.js';
import { onEachServer } from './embedded-mongodb/servers.js';

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

  it('an index that cannot be made is an error', async () => {
    const connection = await mongoose.createConnection(server().uri).asPromise();
    const schema = new mongoose.Schema({ name: String });
    schema.index({ name: 1 }, { unique: true });
    const model = connection.model('Twice', schema);
    await model.collection.insertMany([{ name: 'a' }, { name: 'a' }]);
    await assert.rejects(makeIndexes(model), { code: 11000 });
    await connection.close();
  });
});
