/** The supported stages and expressions give what MongoDB gives. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ObjectId, type Document } from 'mongodb';
import { codeOf, onEachServer } from '../servers.js';

const first = new ObjectId('65a000000000000000000001');
const second = new ObjectId('65a000000000000000000002');

const calls: Document[] = [
  { _id: 1, group: first, sec: 10, tags: ['a', 'b'], at: new Date('2026-01-01T10:00:00Z') },
  { _id: 2, group: first, sec: 30, tags: [], at: new Date('2026-01-01T23:00:00Z') },
  { _id: 3, group: second, sec: 5, at: new Date('2026-01-02T08:00:00Z'), agent: { name: 'Anna' } },
  {
    _id: 4,
    group: second,
    sec: null,
    tags: ['a'],
    at: new Date('2026-01-02T09:00:00Z'),
    agent: { name: 'Ben' },
  },
];

const cases: [sentence: string, pipeline: Document[], expected: Document[]][] = [
  [
    '$match and $sort',
    [{ $match: { sec: { $gt: 5 } } }, { $sort: { sec: -1 } }, { $project: { sec: 1 } }],
    [
      { _id: 2, sec: 30 },
      { _id: 1, sec: 10 },
    ],
  ],
  [
    '$match after other stages finds an element of an array',
    [{ $project: { tags: 1 } }, { $match: { tags: 'b' } }, { $count: 'n' }],
    [{ n: 1 }],
  ],
  ['$match after other stages', [{ $project: { sec: 1 } }, { $match: { sec: 5 } }], [{ _id: 3, sec: 5 }]],
  [
    '$skip and $limit in order',
    [{ $sort: { _id: 1 } }, { $limit: 3 }, { $skip: 2 }, { $project: { _id: 1 } }],
    [{ _id: 3 }],
  ],
  [
    '$group by ObjectId',
    [{ $group: { _id: '$group', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
    [
      { _id: first, n: 2 },
      { _id: second, n: 2 },
    ],
  ],
  [
    '$sum and $avg take numbers only',
    [{ $group: { _id: null, sum: { $sum: '$sec' }, avg: { $avg: '$sec' } } }],
    [{ _id: null, sum: 45, avg: 15 }],
  ],
  [
    '$min, $max, $first, $last',
    [
      { $sort: { _id: 1 } },
      {
        $group: {
          _id: null,
          min: { $min: '$sec' },
          max: { $max: '$sec' },
          first: { $first: '$_id' },
          last: { $last: '$sec' },
        },
      },
    ],
    [{ _id: null, min: 5, max: 30, first: 1, last: null }],
  ],
  [
    '$min and $max over several types follow the order of BSON',
    [
      {
        $project: {
          x: { $switch: { branches: [{ case: { $eq: ['$_id', 1] }, then: 'text' }], default: '$tags' } },
        },
      },
      { $group: { _id: null, min: { $min: '$x' }, max: { $max: '$x' } } },
    ],
    [{ _id: null, min: 'text', max: ['a'] }],
  ],
  [
    'what is missing is not null in an expression',
    [
      { $match: { _id: 4 } },
      { $project: { none: { $eq: ['$nothing', null] }, null: { $eq: ['$sec', null] } } },
    ],
    [{ _id: 4, none: false, null: true }],
  ],
  [
    '$group by an expression',
    [
      { $group: { _id: { $dateToString: { date: '$at', format: '%Y-%m-%d' } }, n: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: '2026-01-01', n: 2 },
      { _id: '2026-01-02', n: 2 },
    ],
  ],
  [
    '$group by a missing field is a group of null',
    [{ $group: { _id: '$nothing', n: { $sum: 1 } } }],
    [{ _id: null, n: 4 }],
  ],
  [
    'conditions within $sum',
    [{ $group: { _id: null, long: { $sum: { $cond: [{ $gte: ['$sec', 10] }, 1, 0] } } } }],
    [{ _id: null, long: 2 }],
  ],
  ['$count', [{ $match: { sec: { $ne: null } } }, { $count: 'n' }], [{ n: 3 }]],
  ['$count of nothing gives nothing', [{ $match: { sec: 99 } }, { $count: 'n' }], []],
  [
    '$unwind',
    [{ $match: { _id: 1 } }, { $unwind: '$tags' }, { $project: { tags: 1 } }],
    [
      { _id: 1, tags: 'a' },
      { _id: 1, tags: 'b' },
    ],
  ],
  ['$unwind leaves out empty arrays and missing fields', [{ $unwind: '$tags' }, { $count: 'n' }], [{ n: 3 }]],
  [
    '$unwind can keep them, with an index',
    [
      { $match: { _id: { $in: [1, 2] } } },
      { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } },
      { $project: { tags: 1, i: 1 } },
      { $sort: { _id: 1, i: 1 } },
    ],
    [
      { _id: 1, tags: 'a', i: 0 },
      { _id: 1, tags: 'b', i: 1 },
      { _id: 2, i: null },
    ],
  ],
  [
    '$addFields',
    [
      { $match: { _id: 3 } },
      { $addFields: { minutes: { $divide: ['$sec', 60] }, 'agent.known': true } },
      { $project: { minutes: 1, agent: 1 } },
    ],
    [{ _id: 3, minutes: 5 / 60, agent: { name: 'Anna', known: true } }],
  ],
  [
    '$project computes and renames',
    [{ $match: { _id: 3 } }, { $project: { _id: 0, who: '$agent.name', long: { $gt: ['$sec', 3] } } }],
    [{ who: 'Anna', long: true }],
  ],
  [
    '$project leaves a field out',
    [{ $match: { _id: 3 } }, { $project: { group: 0, at: 0 } }],
    [{ _id: 3, sec: 5, agent: { name: 'Anna' } }],
  ],
  [
    '$ifNull and $concat',
    [
      { $match: { _id: { $in: [1, 3] } } },
      { $sort: { _id: 1 } },
      { $project: { who: { $concat: ['<', { $ifNull: ['$agent.name', 'nobody'] }, '>'] } } },
    ],
    [
      { _id: 1, who: '<nobody>' },
      { _id: 3, who: '<Anna>' },
    ],
  ],
  [
    'comparisons of ObjectIds',
    [
      { $match: { _id: { $in: [1, 3] } } },
      { $sort: { _id: 1 } },
      { $project: { isSecond: { $eq: ['$group', second] } } },
    ],
    [
      { _id: 1, isSecond: false },
      { _id: 3, isSecond: true },
    ],
  ],
  [
    'the sum of an array within a document',
    [{ $match: { _id: 1 } }, { $project: { n: { $size: '$tags' } } }],
    [{ _id: 1, n: 2 }],
  ],
];

onEachServer('aggregation', (server) => {
  it('stores the documents', async () => {
    await server()
      .db.collection('calls')
      .insertMany(calls.map((call) => ({ ...call })));
  });
  for (const [sentence, pipeline, expected] of cases) {
    it(sentence, async () => {
      assert.deepEqual(await server().db.collection('calls').aggregate(pipeline).toArray(), expected);
    });
  }
  it('streams through a cursor', async () => {
    const collection = server().db.collection('numbers');
    await collection.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    const cursor = collection.aggregate([{ $sort: { n: 1 } }, { $project: { _id: 0, n: 1 } }], {
      batchSize: 10,
    });
    let sum = 0;
    for await (const { n } of cursor) sum += n as number;
    assert.equal(sum, 124_750);
  });
  it('refuses an unknown stage with code 40324', async () => {
    assert.equal(
      await codeOf(
        server()
          .db.collection('calls')
          .aggregate([{ $foo: {} }])
          .toArray(),
      ),
      40324,
    );
  });
  it('refuses an unknown expression', async () => {
    const found = server()
      .db.collection('calls')
      .aggregate([{ $addFields: { x: { $foo: 1 } } }])
      .toArray();
    assert.equal(await codeOf(found), server().kind === 'real' ? 31325 : 168);
  });
  it('aggregates a collection that does not exist to nothing', async () => {
    assert.deepEqual(
      await server()
        .db.collection('nowhere')
        .aggregate([{ $match: { a: 1 } }])
        .toArray(),
      [],
    );
  });
});
