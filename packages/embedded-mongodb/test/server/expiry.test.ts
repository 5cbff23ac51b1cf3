/** TTL indexes remove what has expired, and only that. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { MongoClient, type Collection, type Db } from 'mongodb';
import { startEmbeddedMongo, type EmbeddedMongo } from '../../src/index.js';
import { temporaryFolder } from '../servers.js';

const folder = temporaryFolder();
let server: EmbeddedMongo;
let client: MongoClient;
let db: Db;

before(async () => {
  server = await startEmbeddedMongo({ folder, expiryIntervalMs: 20 });
  client = await MongoClient.connect(server.uriFor('expiry'));
  db = client.db();
});
after(async () => {
  await client.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The numbers that are left when no more than `count` are; one more round then takes nothing else. */
async function leftOf(collection: Collection, count: number): Promise<unknown[]> {
  while ((await collection.countDocuments()) > count) await setTimeout(5);
  await setTimeout(100);
  const left = await collection.find().sort({ n: 1 }).toArray();
  return left.map((one) => one['n'] as unknown);
}

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

it('removes what is over by a TTL index, and only that', async () => {
  const collection = db.collection('ttl');
  await collection.createIndexes([{ key: { at: 1 }, expireAfterSeconds: 60 }]);
  await collection.insertMany([
    { n: 1, at: minutesAgo(2) },
    { n: 2, at: minutesAgo(0) },
    { n: 3 },
    { n: 4, at: 'text' },
    { n: 5, at: [minutesAgo(0), minutesAgo(9)] },
  ]);
  assert.deepEqual(await leftOf(collection, 3), [2, 3, 4]);
});

it('removes by a partial TTL index only what stands in it', async () => {
  const collection = db.collection('partial');
  const partialFilterExpression = { done: true };
  await collection.createIndexes([{ key: { at: 1 }, expireAfterSeconds: 0, partialFilterExpression }]);
  await collection.insertMany([
    { n: 1, at: new Date(0), done: true },
    { n: 2, at: new Date(0), done: false },
    { n: 3, at: minutesAgo(-60), done: true },
  ]);
  assert.deepEqual(await leftOf(collection, 2), [2, 3]);
});
