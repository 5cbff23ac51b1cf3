import { Double, Int32 } from 'bson';
import { calculate } from './arithmetic.js';
import { compare, equal } from './compare.js';
import { fail, unsupported } from './errors.js';
import { compileExpression } from './expressions.js';
import { identity } from './key-encoding.js';
import { memoryLimitBytes } from './sort.js';
import { approximate, encode, isDocument, rank, rankOf, setField, type Document } from './values.js';

/** Collects one accumulated field of one group. */
interface Accumulator {
  add(value: unknown): void;
  result(): unknown;
}

const isNumber = (value: unknown): boolean => rankOf(value) === rank.number;

function sum(): Accumulator {
  let total: unknown = new Int32(0);
  return {
    add: (value) => {
      if (isNumber(value)) total = calculate(total, value, 'add');
    },
    result: () => total,
  };
}

function average(): Accumulator {
  let total = 0;
  let count = 0;
  return {
    add: (value) => {
      if (!isNumber(value)) return;
      total += approximate(value);
      count += 1;
    },
    result: () => (count === 0 ? null : new Double(total / count)),
  };
}

const extreme = (direction: 1 | -1) => (): Accumulator => {
  let best: unknown = null;
  return {
    add: (value) => {
      if (value === undefined || value === null) return;
      if (best === null || compare(value, best) * direction > 0) best = value;
    },
    result: () => best,
  };
};

function first(): Accumulator {
  let values: unknown[] = [];
  return {
    add: (value) => {
      if (values.length === 0) values = [value ?? null];
    },
    result: () => values[0],
  };
}

function last(): Accumulator {
  let latest: unknown = null;
  return { add: (value) => (latest = value ?? null), result: () => latest };
}

function push(): Accumulator {
  const values: unknown[] = [];
  return {
    add: (value) => {
      if (value !== undefined) values.push(value);
    },
    result: () => values,
  };
}

function addToSet(): Accumulator {
  const values = new Map<string, unknown>();
  return {
    add: (value) => {
      if (value !== undefined && !values.has(identity(value))) values.set(identity(value), value);
    },
    result: () => [...values.values()],
  };
}

const accumulators: Readonly<Record<string, () => Accumulator>> = {
  $sum: sum,
  $avg: average,
  $min: extreme(-1),
  $max: extreme(1),
  $first: first,
  $last: last,
  $push: push,
  $addToSet: addToSet,
  $count: sum,
};

const collecting = new Set(['$push', '$addToSet']);

interface Field {
  readonly name: string;
  readonly start: () => Accumulator;
  readonly evaluate: (document: Document) => unknown;
  readonly isCollecting: boolean;
}

function parseField(name: string, spec: unknown): Field {
  const [operator, ...others] = isDocument(spec) ? Object.keys(spec) : [];
  if (operator === undefined || others.length > 0)
    fail('BadValue', `The field '${name}' must be an accumulator object`);
  const start = Object.hasOwn(accumulators, operator) ? accumulators[operator] : undefined;
  if (start === undefined) unsupported('InvalidPipelineOperator', `The group operator '${operator}'`);
  const evaluate = compileExpression(operator === '$count' ? new Int32(1) : (spec as Document)[operator]);
  return { name, start, evaluate, isCollecting: collecting.has(operator) };
}

/**
 * The $group stage: one pass, holding the groups and not their documents. Throws QueryExceededMemoryLimitNoDiskUseAllowed when
 * keys and collected values pass 100 MB.
 */
export function group(spec: Document): (documents: Iterable<Document>) => Iterable<Document> {
  if (!('_id' in spec)) fail('BadValue', 'a group specification must include an _id');
  const keyOf = compileExpression(spec['_id']);
  const fields = Object.entries(spec)
    .filter(([name]) => name !== '_id')
    .map(([name, value]) => parseField(name, value));
  return function* (documents) {
    const groups = new Map<string, { key: unknown; values: Accumulator[] }>();
    let heldBytes = 0;
    for (const document of documents) {
      const key = keyOf(document) ?? null;
      const text = identity(key);
      let found = groups.get(text);
      if (found === undefined) {
        found = { key, values: fields.map((field) => field.start()) };
        groups.set(text, found);
        heldBytes += text.length + 100;
      }
      for (const [at, field] of fields.entries()) {
        const value = field.evaluate(document);
        found.values[at]?.add(value);
        if (field.isCollecting) heldBytes += encode({ value }).length;
      }
      if (heldBytes > memoryLimitBytes)
        fail(
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          `$group exceeded its memory limit of ${memoryLimitBytes} bytes`,
        );
    }
    for (const { key, values } of groups.values()) {
      const result: Document = { _id: key };
      for (const [at, { name }] of fields.entries()) setField(result, name, values[at]?.result());
      yield result;
    }
  };
}

/** Distinct values in the order of their first appearance. */
export function distinct(values: Iterable<unknown>): unknown[] {
  const seen = new Map<string, unknown>();
  for (const value of values) if (!seen.has(identity(value))) seen.set(identity(value), value);
  return [...seen.values()].sort((a, b) => (equal(a, b) ? 0 : compare(a, b)));
}
