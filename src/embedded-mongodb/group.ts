import { fail, unsupported } from './errors.js';
import { compileExpression } from './expressions.js';
import { compare, identity } from './key-encoding.js';
import { checkMemory } from './sort.js';
import { encode, isDocument, setField, type Document } from './values.js';

/** Adds one value to what an accumulator holds (undefined at first) and gives what it holds then. */
type Fold = (held: unknown, value: unknown) => unknown;

const extreme =
  (direction: 1 | -1): Fold =>
  (held, value) => {
    if (value === undefined || value === null) return held ?? null;
    return held === undefined || held === null || compare(value, held) * direction > 0 ? value : held;
  };

function average(held: unknown, value: unknown): unknown {
  const { sum, count } = (held ?? { sum: 0, count: 0 }) as { sum: number; count: number };
  return typeof value === 'number' ? { sum: sum + value, count: count + 1 } : { sum, count };
}

function push(held: unknown, value: unknown): unknown {
  const values = (held ?? []) as unknown[];
  if (value !== undefined) values.push(value);
  return values;
}

function addToSet(held: unknown, value: unknown): unknown {
  const values = (held ?? new Map()) as Map<string, unknown>;
  if (value !== undefined) values.set(identity(value), value);
  return values;
}

const accumulators: Readonly<Record<string, Fold>> = {
  $sum: (held, value) => ((held ?? 0) as number) + (typeof value === 'number' ? value : 0),
  $avg: average,
  $min: extreme(-1),
  $max: extreme(1),
  $first: (held, value) => (held === undefined ? (value ?? null) : held),
  $last: (_held, value) => value ?? null,
  $push: push,
  $addToSet: addToSet,
};

/** What the finished group shows of what its accumulator holds. */
function result(operator: string, held: unknown): unknown {
  if (operator === '$addToSet') return [...(held as Map<string, unknown>).values()];
  if (operator !== '$avg') return held;
  const { sum, count } = held as { sum: number; count: number };
  return count === 0 ? null : sum / count;
}

function parseField([name, spec]: [string, unknown]) {
  const [[operator, expression] = ['', null], ...others] = isDocument(spec) ? Object.entries(spec) : [];
  if (operator === '' || others.length > 0)
    fail('BadValue', `The field '${name}' must be an accumulator object`);
  const fold = Object.hasOwn(accumulators, operator) ? accumulators[operator] : undefined;
  if (fold === undefined) return unsupported('InvalidPipelineOperator', `The group operator '${operator}'`);
  return { name, operator, fold, evaluate: compileExpression(expression) };
}

/**
 * The $group stage: one pass, holding the groups and not their documents. Throws
 * QueryExceededMemoryLimitNoDiskUseAllowed when keys and collected values pass 100 MB.
 */
export function group(spec: Document): (documents: Iterable<Document>) => Iterable<Document> {
  const { _id: id, ...others } = spec;
  if (id === undefined) fail('BadValue', 'a group specification must include an _id');
  const keyOf = compileExpression(id);
  const fields = Object.entries(others).map(parseField);
  return function* (documents) {
    const groups = new Map<string, { key: unknown; held: unknown[] }>();
    let heldBytes = 0;
    for (const document of documents) {
      const key = keyOf(document) ?? null;
      const text = identity(key);
      if (!groups.has(text)) heldBytes += text.length + 100;
      const found = groups.get(text) ?? { key, held: [] };
      groups.set(text, found);
      for (const [at, { operator, fold, evaluate }] of fields.entries()) {
        const value = evaluate(document);
        found.held[at] = fold(found.held[at], value);
        if (operator === '$push' || operator === '$addToSet') heldBytes += encode({ value }).length;
      }
      checkMemory('$group', heldBytes);
    }
    for (const { key, held } of groups.values()) {
      const document: Document = { _id: key };
      for (const [at, { name, operator }] of fields.entries())
        setField(document, name, result(operator, held[at]));
      yield document;
    }
  };
}
