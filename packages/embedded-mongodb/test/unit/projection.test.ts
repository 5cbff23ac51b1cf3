/** Projections on bytes give what projections on documents give. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Binary, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { compileProjection, fieldsOf, project } from '../../src/projection.js';
import { decode, encode, type Document } from '../../src/values.js';

const everything = {
  _id: new ObjectId('0123456789abcdef01234567'),
  double: new Double(1.5),
  string: 'Çelik',
  document: { a: { b: new Int32(1) } },
  list: ['x', null, { y: true }],
  binary: new Binary(Buffer.from([1, 2, 3])),
  yes: true,
  date: new Date(0),
  nothing: null,
  pattern: /^x/i,
  long: Long.fromNumber(9),
  stamp: new Timestamp({ t: 1, i: 2 }),
  decimal: Decimal128.fromString('1.5'),
  least: new MinKey(),
  most: new MaxKey(),
  ä: 'named with more than ASCII',
};

const projected = (document: object, spec: Document): Document =>
  decode(project(encode({ ...document }), compileProjection(spec)));

test('any field of any type can be kept or left out, in the order of the document', () => {
  const bytes = encode(everything);
  const whole = decode(bytes);
  for (const name of Object.keys(everything)) {
    assert.deepEqual(projected(everything, { [name]: 1, ...(name !== '_id' && { _id: 0 }) }), {
      [name]: whole[name],
    });
    const rest = Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
    assert.deepEqual(projected(everything, { [name]: 0 }), rest);
  }
  assert.deepEqual(Object.keys(projected(everything, { most: 1, date: 1 })), ['_id', 'date', 'most']);
});

test('an empty regular expression at the end is no obstacle', () => {
  assert.deepEqual(projected({ a: 1, b: new RegExp('') }, { a: 0 })['a'], undefined);
});

/*
 * An independent, naive model, as MongoDB's documentation tells it: a path goes into documents and into the
 * documents of arrays; of what is no document an inclusion keeps nothing below it, an exclusion all.
 */
function model(value: unknown, paths: readonly string[][], isInclusion: boolean): unknown {
  if (Array.isArray(value))
    return value
      .map((element) => model(element, paths, isInclusion))
      .filter((element) => element !== undefined);
  if (typeof value !== 'object' || value === null) return isInclusion ? undefined : value;
  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value as Document)) {
    const own = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    const isNamed = own.some((rest) => rest.length === 0);
    const below = own.filter((rest) => rest.length > 0);
    const kept =
      below.length > 0 ? model(field, below, isInclusion) : isNamed === isInclusion ? field : undefined;
    if (kept !== undefined) result[name] = kept;
  }
  return result;
}

const names = fc.constantFrom('a', 'b', 'c');
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer({ min: 0, max: 9 }),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));
const path = fc.array(names, { minLength: 1, maxLength: 3 });
const isWithin = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((part, at) => other[at] === part);

test('whatever the document: a projection does what the naive model does', () => {
  const paths = fc
    .array(path, { minLength: 1, maxLength: 3 })
    .filter((all) =>
      all.every((one, at) => all.every((other, place) => at === place || !isWithin(one, other))),
    );
  fc.assert(
    fc.property(tree.object, paths, fc.boolean(), (document, wanted, isInclusion) => {
      const spec = Object.fromEntries(wanted.map((one) => [one.join('.'), isInclusion ? 1 : 0]));
      const expected = model(document, wanted, isInclusion) as Document;
      assert.deepEqual(
        projected(document as object, { ...spec, ...(isInclusion && { _id: 0 }) }),
        decode(encode(expected)),
      );
    }),
    { numRuns: 3000 },
  );
});

test('what a query looks at stands at the beginning of its paths, unless it has operators at its top', () => {
  const bytes = encode({ a: { b: 1, c: 2 }, d: 3, e: 4 });
  const fields = fieldsOf(['a.b', 'e']);
  assert.ok(fields);
  assert.deepEqual(project(bytes, fields), encode({ a: { b: 1, c: 2 }, e: 4 }));
  assert.equal(fieldsOf(['a', '$or']), undefined);
});
