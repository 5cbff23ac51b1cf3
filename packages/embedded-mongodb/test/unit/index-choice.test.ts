/** Queries read the index that fits them, and no more of it than they need. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { Engine } from '../../src/engine.js';
import { planQuery } from '../../src/planner.js';
import { findDocuments } from '../../src/query.js';
import { parseSort } from '../../src/sort.js';
import { decode, encode, type Document } from '../../src/values.js';
import { temporaryFolder } from '../servers.js';

const folder = temporaryFolder();
const engine = new Engine(folder);
after(async () => {
  await engine.storage.close();
  rmSync(folder, { recursive: true });
});

/** As bytes of the wire would give it. */
const typed = (value: object): Document => decode(encode({ ...value }));

/** A collection with indexes and documents. */
function fill(name: string, indexes: readonly object[], documents: readonly object[]): void {
  engine.transaction(() => {
    const collection = engine.findOrCreate('planner', name);
    for (const index of indexes) collection.createIndex(typed(index), engine.nextNumber);
    for (const one of documents) collection.insert(typed(one));
  });
}

before(() => {
  fill(
    'calls',
    [
      { key: { group: 1, at: -1 }, name: 'group_at' },
      { key: { caller: 1 }, name: 'caller', sparse: true },
      { key: { tags: 1 }, name: 'tags' },
      { key: { 'route.group': 1, at: 1 }, name: 'route_at' },
      { key: { open: 1, n: 1 }, name: 'open', partialFilterExpression: { open: true } },
    ],
    Array.from({ length: 200 }, (_, n) => ({
      _id: n,
      group: n % 4,
      at: n,
      n,
      open: n % 2 === 0,
      tags: [n, 'x'],
      route: [{ group: 7 }, { group: n % 4 }],
      ...(n < 50 && { caller: n }),
    })),
  );
  const job = { name: 'report', priority: 0, lockedAt: null, disabled: null };
  fill(
    'jobs',
    [{ key: { name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 }, name: 'lock' }],
    [
      ...Array.from({ length: 3000 }, (_, _id) => ({ _id, ...job, nextRunAt: null })),
      ...[5, 3, 4].map((n) => ({ _id: `waits ${n}`, ...job, n, nextRunAt: new Date(n) })),
      { _id: 'is locked', ...job, n: 9, nextRunAt: new Date(9), lockedAt: new Date(1) },
    ],
  );
});

interface Asked {
  readonly filter?: object;
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  readonly limit?: number;
}

/** What a query finds, and what it used: index or "everything", whether it sorted, how many documents it read. */
function ask(name: string, { filter: wanted = {}, sort = {}, limit }: Asked) {
  const collection = engine.find('planner', name);
  assert.ok(collection);
  const filter = typed(wanted);
  const fields = parseSort(typed(sort));
  const { scans, providesSort } = planQuery(collection.indexes, filter, fields);
  const names = scans.map(({ index, bounds }) =>
    index.number === 0 && bounds.every((one) => one === undefined) ? 'everything' : index.name,
  );
  const examined = { keys: 0, documents: 0 };
  const found = [...findDocuments(collection, { filter, sort: typed(sort), limit }, examined)];
  return {
    used: [names.join('+'), fields.length > 0 && !providesSort, examined.documents] as const,
    found: found.map(({ bytes }) => decode(bytes)),
  };
}

const cases: [sentence: string, query: Asked, expected: [string, boolean, number]][] = [
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
    ['everything', true, 200],
  ],
  ['a sparse index for a value', { filter: { caller: 7 } }, ['caller', false, 1]],
  ['no sparse index for null', { filter: { caller: null } }, ['everything', false, 200]],
  ['no sparse index for a sort', { sort: { caller: 1 } }, ['everything', true, 200]],
  ['a multikey index for an element', { filter: { tags: 7 } }, ['tags', false, 1]],
  ['no multikey index for a sort', { sort: { tags: 1 } }, ['everything', true, 200]],
  [
    'an element of an array, and a range of what is no array, in order',
    { filter: { 'route.group': 1, at: { $gt: 180 } }, sort: { at: 1 } },
    ['route_at', false, 5],
  ],
  [
    'of two elements only by the first; the range still counts',
    { filter: { $and: [{ 'route.group': 1 }, { 'route.group': 7 }], at: { $gte: 196 } } },
    ['route_at', false, 1],
  ],
  [
    'an element does not fix the order of the arrays',
    { filter: { 'route.group': 1 }, sort: { 'route.group': 1 }, limit: 1 },
    ['route_at', true, 50],
  ],
  [
    'a partial index when the query says its condition',
    { filter: { open: true, n: { $lte: 10 } } },
    ['open', false, 6],
  ],
  ['no partial index when it does not', { filter: { n: { $lt: 10 } } }, ['everything', false, 200]],
  [
    'each branch of a $or by its index',
    { filter: { $or: [{ _id: 5 }, { caller: 6 }] } },
    ['_id_+caller', false, 2],
  ],
  [
    'a $or with a branch without index reads everything',
    { filter: { $or: [{ _id: 5 }, { n: 6 }] } },
    ['everything', false, 200],
  ],
  ['$and is looked into', { filter: { $and: [{ group: 2 }, { at: 10 }] } }, ['group_at', false, 1]],
];

for (const [sentence, query, expected] of cases) {
  it(`uses an index: ${sentence}`, () => assert.deepEqual(ask('calls', query).used, expected));
}

it('finds the next job without reading the finished ones', () => {
  const filter = {
    name: 'report',
    disabled: { $ne: true },
    $or: [
      { lockedAt: { $eq: null }, nextRunAt: { $lte: new Date(100) } },
      { lockedAt: { $lte: new Date(2) } },
    ],
  };
  const sort = { nextRunAt: 1, priority: -1 } as const;
  assert.deepEqual(ask('jobs', { filter, sort, limit: 1 }).used, ['lock+lock', false, 2]);
  assert.deepEqual(
    ask('jobs', { filter, sort }).found.map((job) => Number(job['n'])),
    [3, 4, 5, 9],
  );
});
