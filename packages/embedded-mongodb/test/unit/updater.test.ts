/** The updater agrees with a naive model on random documents and updates. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deserialize, serialize } from 'bson';
import fc from 'fast-check';
import { CommandError } from '../../src/errors.js';
import { compileUpdate } from '../../src/updater.js';
import { decode, encode, type Document } from '../../src/values.js';

/*
 * An independent, naive model for documents of numbers and arrays of numbers under one-letter names: each
 * operator as MongoDB's documentation tells it, on plain JS values. 'error' stands for every refusal.
 */
type Field = number | number[];
type Fields = Record<string, Field>;

function applyOne(fields: Fields, operator: string, name: string, operand: unknown): Fields | 'error' {
  const before = fields[name];
  const set = (value: Field): Fields => ({ ...fields, [name]: value });
  const isArray = Array.isArray(before);
  switch (operator) {
    case '$set':
      return set(operand as Field);
    case '$unset': {
      return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
    }
    case '$inc':
      return isArray ? 'error' : set((before ?? 0) + (operand as number));
    case '$min':
      return before === undefined || (!isArray && (operand as number) < before) || isArray
        ? set(operand as number)
        : fields;
    case '$max':
      return before === undefined || (!isArray && (operand as number) > before)
        ? set(operand as number)
        : fields;
    case '$push':
      return before !== undefined && !isArray
        ? 'error'
        : set([...(isArray ? before : []), operand as number]);
    default:
      throw new Error(operator);
  }
}

function naive(fields: Fields, update: Record<string, Record<string, unknown>>): Fields | 'error' {
  const names = Object.values(update).flatMap((part) => Object.keys(part));
  if (new Set(names).size < names.length) return 'error';
  let result: Fields | 'error' = fields;
  for (const [operator, part] of Object.entries(update)) {
    for (const [name, operand] of Object.entries(part)) {
      if (result !== 'error') result = applyOne(result, operator, name, operand);
    }
  }
  return result;
}

const name = fc.constantFrom('a', 'b', 'c', 'd');
const number = fc.integer({ min: -3, max: 3 });
const document: fc.Arbitrary<Fields> = fc.dictionary(
  name,
  fc.oneof(number, fc.array(number, { maxLength: 4 })),
  { noNullPrototype: true },
);
const operands: Record<string, fc.Arbitrary<unknown>> = {
  $set: fc.oneof(number, fc.array(number, { maxLength: 3 })),
  $unset: fc.constant(''),
};
const part = fc
  .constantFrom('$set', '$unset', '$inc', '$min', '$max', '$push')
  .chain((operator) =>
    fc
      .dictionary(name, operands[operator] ?? number, { minKeys: 1, maxKeys: 2, noNullPrototype: true })
      .map((fields) => [operator, fields] as const),
  );
const update = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => Object.fromEntries(parts));

/** As bytes of the wire would give it, and back to plain JS values. */
const typed = (value: object): Document => decode(encode({ ...value }));
const plain = (value: Document): unknown => deserialize(serialize(value));

test('the updater agrees with the naive model', () => {
  fc.assert(
    fc.property(document, update, (fields, change) => {
      const expected = naive(fields, change);
      let found: unknown;
      try {
        found = plain(compileUpdate(typed(change))(typed({ _id: 1, ...fields }), false));
      } catch (error) {
        assert.ok(error instanceof CommandError, String(error));
        found = 'error';
      }
      assert.deepEqual(found, expected === 'error' ? 'error' : { _id: 1, ...expected });
    }),
    { numRuns: 10_000 },
  );
});

test('an update leaves the document that it is given as it was', () => {
  const before = typed({ _id: 1, a: { b: [1, 2] } });
  const copy = structuredClone(plain(before));
  compileUpdate(typed({ $push: { 'a.b': 3 }, $set: { 'a.c': 1 } }))(before, false);
  assert.deepEqual(plain(before), copy);
});
