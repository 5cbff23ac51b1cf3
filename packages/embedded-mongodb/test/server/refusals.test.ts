/** What the server does not do it refuses, by name and with MongoDB's error code, and its limits hold. */
import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Decimal128, MinKey, MongoClient, Timestamp, type Db, type Document } from 'mongodb';
import { startEmbeddedMongo, type EmbeddedMongo } from '../../src/index.js';
import { temporaryFolder } from '../servers.js';

const folder = temporaryFolder();
let server: EmbeddedMongo;
let client: MongoClient;
let db: Db;

before(async () => {
  server = await startEmbeddedMongo({ folder });
  client = await MongoClient.connect(server.uriFor('refusals'));
  db = client.db();
  await db.collection('c').insertMany([{ _id: 1, a: 1 } as never]);
});
after(async () => {
  await client.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a driver's countDocuments ends with. */
const countAll = { $group: { _id: 1, n: { $sum: 1 } } };

const refused: [command: Document, code: number, named: string][] = [
  [{ frobnicate: 1 }, 59, 'frobnicate'],
  [{ mapReduce: 'c' }, 59, 'mapReduce'],
  [{ bulkWrite: 1 }, 59, 'bulkWrite'],
  [{ collMod: 'c' }, 59, 'collMod'],
  [{ compact: 'c', freeSpaceTargetMB: 1 }, 40415, 'compact.freeSpaceTargetMB'],
  [{ count: 'c' }, 59, 'count'],
  [{ distinct: 'c', key: 'a' }, 59, 'distinct'],
  [{ explain: { find: 'c' } }, 59, 'explain'],
  [{ listDatabases: 1 }, 59, 'listDatabases'],
  [{ renameCollection: 'c' }, 59, 'renameCollection'],
  [{ find: 'c', collation: { locale: 'de' } }, 40415, 'find.collation'],
  [{ find: 'c', tailable: true }, 40415, 'find.tailable'],
  [{ find: 'c', hint: 'a_1' }, 40415, 'find.hint'],
  [{ find: 'c', let: { x: 1 } }, 40415, 'find.let'],
  [{ find: 'c', returnKey: true }, 40415, 'find.returnKey'],
  [{ find: 'c', nonsense: 1 }, 40415, 'find.nonsense'],
  [{ find: 'c', maxTimeMS: 5 }, 40415, 'find.maxTimeMS'],
  [{ insert: 'c', documents: [{}], nonsense: 1 }, 40415, 'insert.nonsense'],
  [{ update: 'c', updates: [{ q: {}, u: {} }], let: {} }, 40415, 'update.let'],
  [{ create: 'x', capped: true, size: 1000 }, 40415, 'create.capped'],
  [{ create: 'x', validator: { a: 1 } }, 40415, 'create.validator'],
  [{ create: 'x', timeseries: { timeField: 't' } }, 40415, 'create.timeseries'],
  [{ find: 'c', filter: { $where: 'true' } }, 2, '$where'],
  [{ find: 'c', filter: { $text: { $search: 'x' } } }, 2, '$text'],
  [{ find: 'c', filter: { $jsonSchema: {} } }, 2, '$jsonSchema'],
  [{ find: 'c', filter: { a: { $near: [0, 0] } } }, 2, '$near'],
  [{ find: 'c', filter: { a: { $bitsAllSet: 1 } } }, 2, '$bitsAllSet'],
  [{ find: 'c', filter: { a: { $regex: 'a' } } }, 2, '$regex'],
  [{ find: 'c', filter: { a: /a/ } }, 238, 'BSONRegExp'],
  [{ find: 'c', filter: { a: { $in: [/a/] } } }, 238, 'BSONRegExp'],
  [{ find: 'c', filter: { a: { $not: { $gt: 1 } } } }, 2, '$not'],
  [{ find: 'c', filter: { a: { $size: 1 } } }, 2, '$size'],
  [{ find: 'c', filter: { $nor: [{ a: 1 }] } }, 2, '$nor'],
  [{ find: 'c', filter: { a: { $elemMatch: { $gt: 1 } } } }, 2, '$elemMatch'],
  [{ find: 'c', filter: { a: { $all: [1] } } }, 2, '$all'],
  [{ find: 'c', filter: { a: { $mod: [2, 1] } } }, 2, '$mod'],
  [{ find: 'c', filter: { a: { $type: 10 } } }, 2, '10'],
  [{ find: 'c', filter: { $expr: { $eq: ['$a', 1] } } }, 2, '$expr'],
  [{ find: 'c', filter: { $comment: 'why' } }, 2, '$comment'],
  [{ find: 'c', filter: { a: Decimal128.fromString('1') } }, 238, 'Decimal128'],
  [{ find: 'c', filter: { a: { $gt: new MinKey() } } }, 238, 'MinKey'],
  [{ find: 'c', filter: { a: { $lt: new Timestamp({ t: 1, i: 1 }) } } }, 238, 'Timestamp'],
  [{ find: 'c', filter: { a: { $eq: /a/ } } }, 238, 'BSONRegExp'],
  [{ find: 'c', projection: { 'a.$': 1 } }, 2, 'a.$'],
  [{ find: 'c', projection: { a: { $slice: 1 } } }, 2, '$slice'],
  [{ find: 'c', projection: { a: { $elemMatch: { b: 1 } } } }, 2, '$elemMatch'],
  [{ find: 'c', projection: { b: '$a' } }, 2, '$a'],
  [{ find: 'c', sort: { $natural: -1 } }, 2, '$natural'],
  [{ find: 'c', projection: { s: { $meta: 'textScore' } } }, 2, '$meta'],
  [{ find: 'c', sort: { s: { $meta: 'textScore' } } }, 2, '$meta'],
  [{ find: 'c', readConcern: { level: 'linearizable' } }, 238, 'linearizable'],
  [
    { insert: 'c', documents: [{}], txnNumber: 1, startTransaction: true, autocommit: false },
    20,
    'replica set',
  ],
  [{ aggregate: 'c', pipeline: [{ $out: 'x' }], cursor: {} }, 40324, '$out'],
  [{ aggregate: 'c', pipeline: [{ $merge: 'x' }], cursor: {} }, 40324, '$merge'],
  [{ aggregate: 'c', pipeline: [{ $lookup: {} }], cursor: {} }, 40324, '$lookup'],
  [{ aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} }, 40324, '$changeStream'],
  [{ aggregate: 'c', pipeline: [{ $match: {} }, { $sort: { a: 1 } }], cursor: {} }, 40324, '$sort'],
  [{ aggregate: 'c', pipeline: [{ $match: { a: 1 } }], cursor: {} }, 40324, '$match'],
  [{ aggregate: 'c', pipeline: [{ $group: { _id: '$a' } }], cursor: {} }, 40324, '$group'],
  [{ aggregate: 'c', pipeline: [countAll, { $match: {} }], cursor: {} }, 40324, '$group, $match'],
  [
    { aggregate: 'c', pipeline: [{ $match: {} }, { $match: {} }, countAll], cursor: {} },
    40324,
    '$match, $match',
  ],
  [{ aggregate: 'c', pipeline: [], cursor: {}, collation: { locale: 'de' } }, 40415, 'collation'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'x' }] }, 67, 'text'],
  [{ createIndexes: 'c', indexes: [{ key: { a: '2dsphere' }, name: 'x' }] }, 67, '2dsphere'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 'hashed' }, name: 'x' }] }, 67, 'hashed'],
  [{ createIndexes: 'c', indexes: [{ key: { 'a.$**': 1 }, name: 'x' }] }, 67, '$**'],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', collation: { locale: 'de' } }] },
    72,
    'collation',
  ],
  [{ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x' }], commitQuorum: 1 }, 40415, 'commitQuorum'],
  [{ findAndModify: 'c', query: {}, update: [{ $set: { a: 1 } }] }, 9, 'pipeline'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', hidden: true }] }, 72, 'hidden'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 5 }, name: 'x' }] }, 67, '5'],
];

for (const [command, code, named] of refused) {
  it(`refuses ${JSON.stringify(command)} with code ${code}, naming ${named}`, async () => {
    const error = await db.command(command).then(
      () => undefined,
      (reason: unknown) => reason as { code: number; message: string },
    );
    assert.equal(error?.code, code);
    assert.ok(error.message.includes(named), error.message);
    assert.match(error.message, /real MongoDB/);
  });
}

const modifiers = [
  '$addToSet',
  '$pull',
  '$pullAll',
  '$pop',
  '$bit',
  '$mul',
  '$rename',
  '$currentDate',
  '$foo',
];

for (const modifier of modifiers) {
  it(`refuses the modifier ${modifier} within the reply of the update`, async () => {
    const reply = await db.command({ update: 'c', updates: [{ q: {}, u: { [modifier]: { a: 1 } } }] });
    const { writeErrors } = reply as { writeErrors: { code: number; errmsg: string }[] };
    assert.equal(writeErrors[0]?.code, 9);
    assert.match(writeErrors[0].errmsg, new RegExp(`\\${modifier}.*real MongoDB`));
  });
}

for (const path of ['a.$', 'a.$[]'])
  it(`refuses the path ${path} within the reply of the update`, async () => {
    const reply = await db.command({ update: 'c', updates: [{ q: {}, u: { $set: { [path]: 1 } } }] });
    const { writeErrors } = reply as { writeErrors: { code: number; errmsg: string }[] };
    assert.equal(writeErrors[0]?.code, 2);
    assert.match(writeErrors[0].errmsg, /positional operator.*real MongoDB/);
  });

it('keeps a Decimal128 and gives it back, but does not compare it', async () => {
  const collection = db.collection('kept');
  await collection.insertOne({ price: Decimal128.fromString('1.10'), n: 1 });
  assert.equal(String((await collection.findOne({ n: 1 }))?.['price']), '1.10');
  await assert.rejects(collection.findOne({ price: 1.1 }), /Decimal128.*real MongoDB/);
  await assert.rejects(collection.find().sort({ price: 1 }).toArray(), /Decimal128.*real MongoDB/);
});

it('refuses a write concern of several servers as a single MongoDB does', async () => {
  const reply = db.command({ insert: 'c', documents: [{}], writeConcern: { w: 2 } });
  await assert.rejects(reply, { code: 2 });
});

it('refuses Decimal128 in an index and leaves the collection usable', async () => {
  const collection = db.collection('decimals');
  await collection.createIndexes([{ key: { price: 1 } }]);
  await assert.rejects(
    collection.insertOne({ price: Decimal128.fromString('1.1') }),
    /Decimal128.*real MongoDB/,
  );
  await collection.insertOne({ price: 1.1 });
  assert.equal(await collection.countDocuments(), 1);
});

it('refuses a key that is too long for the index and leaves nothing behind', async () => {
  const collection = db.collection('long');
  await collection.createIndexes([{ key: { text: 1 } }]);
  await assert.rejects(collection.insertOne({ text: 'x'.repeat(2000) }), { code: 17280 });
  assert.equal(await collection.countDocuments(), 0);
});

it('sorts more than it holds in memory in a file, and removes the file', async () => {
  const collection = db.collection('large');
  const text = 'x'.repeat(1024 * 1024);
  const place = (n: number): number => (n * 37) % 110;
  for (let block = 0; block < 11; block += 1) {
    await collection.insertMany(
      Array.from({ length: 10 }, (_, at) => ({ n: place(block * 10 + at), half: at < 5, text })),
    );
  }
  const scratch = (): string[] => readdirSync(folder).filter((name) => name.startsWith('sort-'));
  const cursor = collection.find().sort({ n: -1 }).batchSize(20);
  const found = [(await cursor.next())?.['n'] as number];
  assert.equal(scratch().length > 0, true);
  for await (const { n } of cursor) found.push(n as number);
  assert.deepEqual(
    found,
    Array.from({ length: 110 }, (_, at) => 109 - at),
  );
  // Half of the documents have one key: each of them stays.
  const halves = await collection.find().sort({ half: 1 }).project({ n: 1, half: 1 }).toArray();
  assert.equal(new Set(halves.map(({ n }) => Number(n))).size, 110);
  assert.deepEqual(
    halves.map(({ half }) => Boolean(half)),
    Array.from({ length: 110 }, (_, at) => at >= 55),
  );
  const unread = collection.find().sort({ n: 1 }).batchSize(2);
  assert.equal((await unread.next())?.['n'], 0);
  await unread.close();
  const top = await collection.find().sort({ n: -1 }).limit(2).project({ n: 1, _id: 0 }).toArray();
  assert.deepEqual(top, [{ n: 109 }, { n: 108 }]);
  while (scratch().length > 0) await setTimeout(10);
});

/** `{a: {a: … 1}}` with so many documents. */
function nested(depth: number): Document {
  let document: Document = { a: 1 };
  for (let level = 1; level < depth; level += 1) document = { a: document };
  return document;
}

it('keeps documents of 180 levels and refuses deeper ones with code 15, as MongoDB', async () => {
  const collection = db.collection('deep');
  await collection.insertOne(nested(180));
  await assert.rejects(collection.insertOne(nested(181)), { code: 15 });
  await assert.rejects(collection.updateOne({}, { $set: { b: nested(180) } }), { code: 15 });
  await assert.rejects(collection.updateOne({}, { $set: { [`c${'.c'.repeat(180)}`]: 1 } }), { code: 15 });
  await assert.rejects(collection.updateOne({}, { $set: { [`c${'.c'.repeat(20_000)}`]: 1 } }), { code: 15 });
  await assert.rejects(db.command({ find: 'deep', filter: nested(250) }), { code: 15 });
  assert.equal(await collection.countDocuments(), 1);
});

const misshapen: [command: Document, code: number][] = [
  [{ find: 'c', filter: { $and: ['$a', null] } }, 2],
  [{ find: 'c', filter: { $or: 'y', $and: [null] } }, 2],
  [{ aggregate: 'c', pipeline: [{ $limit: 0 }, countAll], cursor: {} }, 2],
  [{ aggregate: 'c', pipeline: [null], cursor: {} }, 14],
  [{ getMore: Infinity, collection: 'c' }, 14],
  [{ getMore: 1e21, collection: 'c' }, 14],
  [{ killCursors: 'c', cursors: [1.5, NaN] }, 14],
];
for (const [command, code] of misshapen) {
  it(`says what is wrong with ${JSON.stringify(command)}: code ${code}, no error of the server itself`, async () => {
    await assert.rejects(db.command(command), { code });
  });
}
