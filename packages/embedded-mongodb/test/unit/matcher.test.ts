/** The matcher agrees with a naive model on random documents and filters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileFilter } from '../../src/matcher.js';

/*
 * An independent, naive model: it first lists every value that a path can mean, as MongoDB's documentation
 * describes it, and then asks the question of each. Values are null, numbers, short strings, arrays, documents.
 */
type Value = null | number | string | Value[] | { [name: string]: Value };

const missing = Symbol('missing');

function isObject(value: unknown): value is Record<string, Value> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function endpoints(value: Value, path: string[]): (Value | typeof missing)[] {
  const [head, ...tail] = path;
  if (head === undefined) return [value];
  if (Array.isArray(value)) {
    const numbered =
      /^\d$/.test(head) && Number(head) < value.length ? endpoints(value[Number(head)] ?? null, tail) : [];
    return [...numbered, ...value.filter(isObject).flatMap((element) => endpoints(element, path))];
  }
  if (isObject(value) && head in value) return endpoints(value[head] ?? null, tail);
  return [missing];
}

/** The values that a comparison looks at: an array's elements and the array. */
const opened = (document: Value, path: string): unknown[] =>
  endpoints(document, path.split('.')).flatMap<unknown>((found) =>
    Array.isArray(found) ? [...found, found] : [found],
  );

const typeName = (value: unknown): string =>
  value === null || value === missing ? 'null' : Array.isArray(value) ? 'array' : typeof value;

function less(left: unknown, right: unknown): boolean {
  return (
    typeName(left) !== 'null' && typeName(left) === typeName(right) && (left as number) < (right as number)
  );
}

const same = (left: unknown, right: unknown): boolean =>
  typeName(left) === 'null' ? typeName(right) === 'null' : JSON.stringify(left) === JSON.stringify(right);

type Condition = Record<string, unknown>;

function meets(document: Value, path: string, operator: string, operand: unknown): boolean {
  const values = opened(document, path);
  switch (operator) {
    case '$eq':
      return values.some((value) => same(value, operand));
    case '$ne':
      return !values.some((value) => same(value, operand));
    case '$gt':
      return values.some((value) => less(operand, value));
    case '$lt':
      return values.some((value) => less(value, operand));
    case '$gte':
      return values.some((value) => less(operand, value) || same(value, operand));
    case '$lte':
      return values.some((value) => less(value, operand) || same(value, operand));
    case '$in':
      return values.some((value) => (operand as unknown[]).some((one) => same(value, one)));
    case '$nin':
      return !values.some((value) => (operand as unknown[]).some((one) => same(value, one)));
    case '$exists':
      return endpoints(document, path.split('.')).some((value) => value !== missing) === operand;
    default:
      throw new Error(operator);
  }
}

function naive(document: Value, filter: Condition): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    const list = condition as Condition[];
    if (name === '$and') return list.every((clause) => naive(document, clause));
    if (name === '$or') return list.some((clause) => naive(document, clause));
    return Object.entries(condition as Condition).every(([operator, operand]) =>
      meets(document, name, operator, operand),
    );
  });
}

const scalar: fc.Arbitrary<Value> = fc.constantFrom<Value[]>(null, 0, 1, 2, 3, 'a', 'b');
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: scalar, weight: 3 },
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
}));
const document = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3, noNullPrototype: true });
const path = fc.constantFrom('a', 'b', 'a.b', 'a.0', 'b.a.b', 'a.1.b', 'c');

const test1: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$lt', '$gte', '$lte'), scalar)
    .map(([operator, operand]) => ({ [operator]: operand })),
  fc
    .tuple(fc.constantFrom('$in', '$nin'), fc.array(scalar, { maxLength: 3 }))
    .map(([operator, operand]) => ({ [operator]: operand })),
  fc.boolean().map((operand) => ({ $exists: operand })),
);
const clause: fc.Arbitrary<Condition> = fc
  .tuple(path, test1)
  .map(([name, condition]) => ({ [name]: condition }));
const filter: fc.Arbitrary<Condition> = fc.oneof(
  clause,
  fc
    .tuple(fc.constantFrom('$and', '$or'), fc.array(clause, { minLength: 1, maxLength: 3 }))
    .map(([name, list]) => ({ [name]: list })),
);

test('the matcher agrees with the naive model', () => {
  fc.assert(
    fc.property(document, filter, (given, wanted) => {
      assert.equal(compileFilter(wanted)(given), naive(given, wanted));
    }),
    { numRuns: 20_000 },
  );
});
