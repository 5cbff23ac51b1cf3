/** Queries read the index that fits them, seen by explain. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { MongoClient, type Db, type Document } from 'mongodb';
import { startEmbeddedMongo, type EmbeddedMongo } from '../../src/index.js';
import { temporaryFolder } from '../servers.js';

const folder = temporaryFolder();
let server: EmbeddedMongo;
let client: MongoClient;
let db: Db;

before(async () => {
  server = await startEmbeddedMongo({ folder });
  client = await MongoClient.connect(server.uriFor('planner'));
  db = client.db();
  const calls = db.collection<{ _id: number }>('calls');
  await calls.createIndexes([
    { key: { group: 1, at: -1 }, name: 'group_at' },
    { key: { caller: 1 }, name: 'caller', sparse: true },
    { key: { tags: 1 }, name: 'tags' },
    { key: { open: 1, n: 1 }, name: 'open', partialFilterExpression: { open: true } },
  ]);
  await calls.insertMany(
    Array.from({ length: 200 }, (_, n) => ({
      _id: n,
      group: n % 4,
      at: n,
      n,
      open: n % 2 === 0,
      tags: [n, 'x'],
      ...(n < 50 && { caller: n }),
    })),
  );
  const jobs = db.collection('jobs');
  await jobs.createIndexes([
    { key: { name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 }, name: 'lock' },
  ]);
  const job = { name: 'report', priority: 0, lockedAt: null, disabled: null };
  await jobs.insertMany(Array.from({ length: 3000 }, () => ({ ...job, nextRunAt: null })));
  await jobs.insertMany([5, 3, 4].map((n) => ({ ...job, n, nextRunAt: new Date(n) })));
  await jobs.insertOne({ ...job, n: 9, nextRunAt: new Date(9), lockedAt: new Date(1) });
});
after(async () => {
  await client.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a query used: index or COLLSCAN, whether it sorted, and how many documents it read. */
async function used(
  collection: string,
  query: Document,
): Promise<[index: string, isSorted: boolean, documents: number]> {
  const reply = (await db.command({
    explain: { find: collection, ...query },
    verbosity: 'executionStats',
  })) as {
    queryPlanner: { winningPlan: Document };
    executionStats: { totalDocsExamined: number };
  };
  const text = JSON.stringify(reply.queryPlanner.winningPlan);
  const names = [...text.matchAll(/"indexName":"(\w+)"/g)].map(([, name]) => name);
  const index = names.length > 0 ? names.join('+') : /COLLSCAN/.test(text) ? 'COLLSCAN' : 'nothing';
  return [index, text.includes('"SORT"'), reply.executionStats.totalDocsExamined];
}

const cases: [sentence: string, query: Document, expected: [string, boolean, number]][] = [
  ['equality on _id', { filter: { _id: 5 } }, ['_id_', false, 1]],
  ['$in on _id', { filter: { _id: { $in: [5, 7, 900] } } }, ['_id_', false, 2]],
  ['equality and range', { filter: { group: 1, at: { $gt: 180 } } }, ['group_at', false, 5]],
  [
    'equality and sort within the index',
    { filter: { group: 1 }, sort: { at: -1 }, limit: 3 },
    ['group_at', false, 3],
  ],
  ['the same backwards', { filter: { group: 1 }, sort: { at: 1 }, limit: 3 }, ['group_at', false, 3]],
  ['another sort reads and sorts', { filter: { group: 1 }, sort: { n: 1 } }, ['group_at', true, 50]],
  [
    'a range on a later field skips through the groups',
    { filter: { group: { $in: [0, 1, 2, 3] }, at: { $gte: 198 } } },
    ['group_at', false, 2],
  ],
  ['a sort without a filter', { sort: { group: 1, at: -1 }, limit: 5 }, ['group_at', false, 5]],
  [
    'a sort in mixed directions that the index does not have',
    { sort: { group: 1, at: 1 }, limit: 5 },
    ['COLLSCAN', true, 200],
  ],
  ['a sparse index for a value', { filter: { caller: 7 } }, ['caller', false, 1]],
  ['no sparse index for null', { filter: { caller: null } }, ['COLLSCAN', false, 200]],
  ['no sparse index for a sort', { sort: { caller: 1 } }, ['COLLSCAN', true, 200]],
  ['a multikey index for an element', { filter: { tags: 7 } }, ['tags', false, 1]],
  ['no multikey index for a sort', { sort: { tags: 1 } }, ['COLLSCAN', true, 200]],
  [
    'a partial index when the query says its condition',
    { filter: { open: true, n: { $lte: 10 } } },
    ['open', false, 6],
  ],
  ['no partial index when it does not', { filter: { n: { $lt: 10 } } }, ['COLLSCAN', false, 200]],
  [
    'each branch of a $or by its index',
    { filter: { $or: [{ _id: 5 }, { caller: 6 }] } },
    ['_id_+caller', false, 2],
  ],
  [
    'a $or with a branch without index reads everything',
    { filter: { $or: [{ _id: 5 }, { n: 6 }] } },
    ['COLLSCAN', false, 200],
  ],
  ['$and is looked into', { filter: { $and: [{ group: 2 }, { at: 10 }] } }, ['group_at', false, 1]],
];

for (const [sentence, query, expected] of cases) {
  it(`uses an index: ${sentence}`, async () => assert.deepEqual(await used('calls', query), expected));
}

it('finds the next job without reading the finished ones', async () => {
  const filter = {
    name: 'report',
    disabled: { $ne: true },
    $or: [
      { lockedAt: { $eq: null }, nextRunAt: { $lte: new Date(100) } },
      { lockedAt: { $lte: new Date(2) } },
    ],
  };
  const sort = { nextRunAt: 1, priority: -1 };
  assert.deepEqual(await used('jobs', { filter, sort, limit: 1 }), ['lock+lock', false, 2]);
  const found = await db
    .collection('jobs')
    .find(filter)
    .sort({ nextRunAt: 1, priority: -1 })
    .map((job) => job['n'] as number)
    .toArray();
  assert.deepEqual(found, [3, 4, 5, 9]);
});
