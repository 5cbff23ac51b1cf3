/** A query finds the same documents with any indexes as without, in the same order. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { Engine } from '../../src/engine.js';
import { compileFilter } from '../../src/matcher.js';
import { parseSort, sortKey } from '../../src/sort.js';
import { findDocuments } from '../../src/query.js';
import { decode, encode, type Document } from '../../src/values.js';

const folder = mkdtempSync(join(tmpdir(), 'planner-'));
const engine = new Engine(folder);
after(async () => {
  await engine.storage.close();
  rmSync(folder, { recursive: true });
});

const scalar = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.constantFrom(null, 'x', 'y', true, new Date(3), 1.5),
);
const field = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ c: scalar }) },
);
const document = fc.record({ a: field, b: field, d: scalar }, { requiredKeys: [] });

const path = fc.constantFrom('a', 'b', 'd', 'a.c');
const direction = fc.constantFrom(1, -1);
const key = fc
  .uniqueArray(fc.tuple(path, direction), { minLength: 1, maxLength: 3, selector: ([name]) => name })
  .filter((fields) => !fields.some(([name]) => name === 'a') || !fields.some(([name]) => name === 'a.c'))
  .map((fields) => Object.fromEntries(fields));
const partial = fc
  .tuple(
    path,
    fc.oneof(
      fc.constant({ $exists: true }),
      fc
        .tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte'), scalar)
        .map((one) => Object.fromEntries([one])),
    ),
  )
  .map(([name, test]) => ({ partialFilterExpression: { [name]: test } }));
const extra = fc.oneof(fc.constantFrom({}, { sparse: true }), partial);

const condition = fc.oneof(
  scalar,
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne', '$eq'), scalar)
    .map(([operator, operand]) => ({ [operator]: operand })),
  fc.tuple(scalar, scalar).map(([low, high]) => ({ $gte: low, $lt: high })),
  fc.array(scalar, { maxLength: 3 }).map((list) => ({ $in: list })),
  fc.boolean().map((isThere) => ({ $exists: isThere })),
);
const plain = fc.dictionary(path, condition, { maxKeys: 3, noNullPrototype: true });
const filter = fc.oneof(
  { weight: 3, arbitrary: plain },
  {
    weight: 1,
    arbitrary: fc
      .tuple(plain, fc.array(plain, { minLength: 1, maxLength: 3 }))
      .map(([own, clauses]) => ({ ...own, $or: clauses })),
  },
  { weight: 1, arbitrary: fc.tuple(plain, plain).map((both) => ({ $and: both })) },
);
const sort = fc
  .uniqueArray(fc.tuple(path, direction), { maxLength: 2, selector: ([name]) => name })
  .map((fields) => Object.fromEntries(fields));

/** As bytes of the wire would give it. */
const typed = (value: object): Document => decode(encode({ ...value }));

/** Whether it was done. */
const tried = (action: () => void): boolean => {
  try {
    action();
    return true;
  } catch {
    // Two arrays in the fields of one index, or of a sort.
    return false;
  }
};

let collections = 0;

test('whatever the indexes and the changes: a query finds what a look at every document finds, in its order', () => {
  fc.assert(
    fc.property(
      fc.array(document, { maxLength: 25 }),
      fc.array(fc.tuple(key, extra), { maxLength: 3 }),
      fc.array(fc.tuple(filter, sort, fc.nat(3), fc.nat(4)), { minLength: 1, maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(24), fc.option(document)), { maxLength: 8 }),
      (documents, indexes, queries, changes) => {
        const name = `c${(collections += 1)}`;
        const stored: Document[] = documents.map((one, at) => typed({ _id: at, ...one }));
        const kept: Document[] = [];
        engine.transaction(() => {
          const collection = engine.findOrCreate('db', name);
          for (const [at, [fields, options]] of indexes.entries()) {
            try {
              collection.createIndex(typed({ key: fields, name: `i${at}`, ...options }), engine.nextNumber);
            } catch {
              // The same key with other options.
            }
          }
          for (const one of stored) if (tried(() => collection.insert(one))) kept.push(one);
          for (const [id, next] of changes) {
            const at = kept.findIndex((one) => Number(one['_id']) === id);
            const before = kept[at];
            if (before === undefined) continue;
            const changed = next === null ? undefined : typed({ _id: id, ...next });
            if (changed === undefined) {
              collection.remove(before);
              kept.splice(at, 1);
            } else if (tried(() => collection.replace(before, changed))) kept[at] = changed;
          }
        });
        const collection = engine.find('db', name);
        assert.ok(collection);
        for (const [wanted, order, skip, limit] of queries) {
          const query = { filter: typed(wanted), sort: typed(order) };
          const matches = compileFilter(query.filter);
          const fields = parseSort(query.sort);
          const keys = (found: Document[]): string[] =>
            found.map((one) => sortKey(one, fields).toString('hex'));
          const taken = kept.filter((one) => matches(one));
          // A sort over two arrays of one document is refused.
          if (!tried(() => keys(taken))) {
            assert.throws(() => [...findDocuments(collection, query)]);
            continue;
          }
          const expected = taken.sort((one, other) =>
            Buffer.compare(sortKey(one, fields), sortKey(other, fields)),
          );
          const found: Document[] = [...findDocuments(collection, query)].map(({ bytes }) => decode(bytes));
          const ids = (list: Document[]): number[] =>
            list.map((one) => Number(one['_id'])).sort((a, b) => a - b);
          assert.deepEqual(ids(found), ids(expected));
          assert.deepEqual(keys(found), keys(expected));
          const part: Document[] = [...findDocuments(collection, { ...query, skip, limit })].map(
            ({ bytes }) => decode(bytes),
          );
          assert.deepEqual(keys(part), keys(expected).slice(skip, limit === 0 ? undefined : skip + limit));
        }
        engine.transaction(() => engine.drop(collection));
      },
    ),
    { numRuns: 1500 },
  );
});
