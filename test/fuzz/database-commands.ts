/** Commands of the embedded database: as programs give them, and with anything in the place of anything. */
import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  type Document,
} from 'bson';
import fc from 'fast-check';
import { words } from './mutations.js';

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', '_id', 'a.b', 'n', 'at') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...words('$a a. .a a..b a.0 a.$ $ __proto__ constructor a.__proto__.b 0 -1 ␣'),
      '',
      'x'.repeat(300),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll('\0', '')),
  },
);
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(0, 1, 2, 'x', 'y', '$a', '$$ROOT', true, null, '', -1, 1.5),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        new Date(0),
        new Date(8.64e15),
        new Date(NaN),
        NaN,
        Infinity,
        -0,
        new Int32(1),
        new Double(1),
        Long.MAX_VALUE,
        Long.MIN_VALUE,
      ],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        new MinKey(),
        new MaxKey(),
        new Timestamp({ t: 1, i: 1 }),
        new Decimal128('1.10'),
        new Code('1'),
        new ObjectId('656565656565656565656565'),
      ],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      new BSONRegExp('^x', 'i'),
      new BSONRegExp('(', ''),
      new Binary(Buffer.from('x')),
      'x'.repeat(3000),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
);
const OPERATORS = words(`
  $eq $ne $gt $gte $lt $lte $in $nin $exists $type $elemMatch $and $or $regex $not $nor $size $expr $text
  $set $unset $inc $push $setOnInsert $max $min $each $slice $pull $addToSet $rename
  $match $skip $limit $group $sum $sort $project
`);
const { value } = fc.letrec<{ value: unknown; document: Document }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 5, arbitrary: leaf },
    { weight: 3, arbitrary: tie('document') },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
  ),
  document: fc.dictionary(fc.oneof(name, fc.constantFrom(...OPERATORS)), tie('value'), { maxKeys: 4 }),
}));
const document = fc.dictionary(fc.oneof(name, fc.constantFrom(...OPERATORS)), value, { maxKeys: 4 });
/** Of the kind that the command wants, mostly. */
const wanted = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: value });
const filter = wanted(
  fc.dictionary(
    fc.oneof(name, fc.constantFrom('$and', '$or', '$expr')),
    fc.oneof(value, fc.dictionary(fc.constantFrom(...OPERATORS), value, { maxKeys: 2 })),
    { maxKeys: 3 },
  ),
);
const change = wanted(
  fc.dictionary(
    fc.constantFrom('$set', '$inc', '$unset', '$push', '$max', '$min', '$setOnInsert', '$pull'),
    document,
    { minKeys: 1, maxKeys: 3 },
  ),
);
const order = wanted(fc.dictionary(name, wanted(fc.constantFrom(1, -1)), { maxKeys: 3 }));
const few = wanted(fc.integer({ min: -2, max: 200 }));
const yesNo = wanted(fc.boolean());
const collection = wanted(fc.constantFrom('c', 'd', 'none'));
const stage = fc.oneof(
  fc.record({ $match: filter }),
  fc.record({ $skip: few }),
  fc.record({ $limit: few }),
  fc.constant({ $group: { _id: 1, n: { $sum: 1 } } }),
  document,
);

const optional = { requiredKeys: [] as [] };
/** Without `$db`. */
export const command: fc.Arbitrary<Document> = fc
  .oneof(
    fc.tuple(
      fc.record({ insert: collection, documents: wanted(fc.array(document, { maxLength: 4 })) }),
      fc.record({ ordered: yesNo }, optional),
    ),
    fc.tuple(
      fc.record({ find: collection }),
      fc.record(
        {
          filter,
          sort: order,
          projection: document,
          skip: few,
          limit: few,
          batchSize: few,
          singleBatch: yesNo,
        },
        optional,
      ),
    ),
    fc.tuple(
      fc.record({
        update: collection,
        updates: wanted(
          fc.array(
            fc.record(
              {
                q: filter,
                u: change,
                upsert: yesNo,
                multi: yesNo,
                arrayFilters: wanted(fc.array(document, { maxLength: 2 })),
              },
              { requiredKeys: ['q', 'u'] },
            ),
            { maxLength: 3 },
          ),
        ),
      }),
    ),
    fc.tuple(
      fc.record({
        delete: collection,
        deletes: wanted(fc.array(fc.record({ q: filter, limit: few }), { maxLength: 3 })),
      }),
    ),
    fc.tuple(
      fc.record({ findAndModify: collection }),
      fc.record(
        {
          query: filter,
          update: change,
          remove: yesNo,
          new: yesNo,
          upsert: yesNo,
          sort: order,
          fields: document,
        },
        optional,
      ),
    ),
    fc.tuple(
      fc.record({
        aggregate: collection,
        pipeline: wanted(fc.array(stage, { maxLength: 4 })),
        cursor: wanted(fc.record({ batchSize: few }, optional)),
      }),
    ),
    fc.tuple(
      fc.record({
        createIndexes: collection,
        indexes: wanted(
          fc.array(
            fc.record(
              {
                key: order,
                name: wanted(name),
                unique: yesNo,
                sparse: yesNo,
                expireAfterSeconds: few,
                partialFilterExpression: filter,
              },
              { requiredKeys: ['key', 'name'] },
            ),
            { maxLength: 2 },
          ),
        ),
      }),
    ),
    fc.tuple(fc.record({ dropIndexes: collection, index: value })),
    fc.tuple(
      fc.record({
        getMore: wanted(fc.constantFrom<unknown>(Long.fromNumber(1), Long.MAX_VALUE, 1)),
        collection,
      }),
    ),
    fc.tuple(fc.record({ killCursors: collection, cursors: wanted(fc.array(value, { maxLength: 2 })) })),
    fc.tuple(
      fc.dictionary(
        fc.oneof(
          name,
          fc.constantFrom(
            ...words(
              'drop listCollections listIndexes collStats hello buildInfo ping endSessions create serverStatus dbStats',
            ),
          ),
        ),
        value,
        { maxKeys: 3 },
      ),
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as Document)
  .chain((made) =>
    fc
      .record({ maxTimeMS: few, comment: value, readConcern: value, writeConcern: value }, optional)
      .map((more) => Object.assign({}, made, Object.keys(more).length > 2 ? more : {}) as Document),
  );
