import { ObjectId } from 'bson';
import { fail, unsupported } from './errors.js';
import { equal } from './key-encoding.js';
import { compileFilter } from './matcher.js';
import { compileChange, type Change } from './update-operators.js';
import {
  decode,
  encode,
  isDocument,
  isOperatorDocument,
  ownField,
  setField,
  typeOf,
  type Document,
} from './values.js';

type ArrayFilters = ReadonlyMap<string, (element: unknown) => boolean>;

/**
 * Returns the new document; the old one stays unchanged. `isInsert`: an upsert is creating it; only then does
 * $setOnInsert apply.
 */
export type Update = (document: Document, isInsert: boolean) => Document;

/** MongoDB pads an array up to the index that is set; this limits the padding of one update. */
const maxPadding = 1_500_000;

/** The top-level fields of a filter's paths. */
const fieldsIn = (filter: Document): string[] =>
  Object.entries(filter).flatMap(([path, clauses]) =>
    path.startsWith('$') && Array.isArray(clauses)
      ? (clauses as Document[]).flatMap(fieldsIn)
      : [path.split('.')[0] ?? ''],
  );

/** `[{'item.a': 1}]` as tests by identifier. */
function compileArrayFilters(filters: readonly unknown[]): ArrayFilters {
  const tests = new Map<string, (element: unknown) => boolean>();
  for (const filter of filters) {
    if (!isDocument(filter)) return fail('TypeMismatch', 'arrayFilters entries must be objects');
    const matches = compileFilter(filter);
    const [name = '', ...others] = new Set(fieldsIn(filter));
    if (others.length > 0 || !/^[a-z]\w*$/i.test(name) || tests.has(name))
      fail(
        'FailedToParse',
        `Expected one array filter with one top-level field name, not '${name}' and others`,
      );
    tests.set(name, (element) => matches({ [name]: element }));
  }
  return tests;
}

/** The fields or elements of `holder` that one part of a path refers to: one, or several for `$[name]`. */
function namesOf(part: string, holder: unknown, filters: ArrayFilters): string[] {
  if (part === '')
    fail('EmptyFieldName', 'The update path contains an empty field name, which is not allowed.');
  if (!part.startsWith('$')) return [part];
  if (part === '$' || part === '$[]') unsupported('BadValue', `The positional operator '${part}'`);
  const name = /^\$\[(.*)\]$/.exec(part)?.[1];
  if (name === undefined)
    return fail(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${part}' is not allowed in a path.`,
    );
  const test = filters.get(name);
  if (test === undefined) return fail('BadValue', `No array filter found for identifier '${name}'`);
  if (!Array.isArray(holder))
    return fail('BadValue', `Cannot apply array updates to a non-array element of type ${typeOf(holder)}`);
  return holder.flatMap((element, at) => (test(element) ? [String(at)] : []));
}

function childOf(holder: unknown, name: string): unknown {
  if (Array.isArray(holder)) return (holder as unknown[])[Number(name)];
  return isDocument(holder) ? ownField(holder, name) : undefined;
}

/** Sets or, for undefined, removes a field; a removed array element becomes null, as in MongoDB. */
function setChild(holder: unknown, name: string, value: unknown): void {
  if (Array.isArray(holder) && /^\d+$/.test(name)) {
    const missing = Number(name) - holder.length;
    if (missing > maxPadding) fail('BadValue', `can't backfill more than ${maxPadding} elements`);
    for (let at = 0; at < missing; at += 1) holder.push(null);
    holder[Number(name)] = value ?? null;
  } else if (!isDocument(holder)) {
    fail('PathNotViable', `Cannot create field '${name}' in an element of type ${typeOf(holder)}`);
  } else if (value === undefined) Reflect.deleteProperty(holder, name);
  else setField(holder, name, value);
}

/**
 * Changes in place what a path refers to in this document, creating missing parent documents; returns the concrete
 * paths that it visited.
 */
function changeAt(
  holder: unknown,
  [part = '', ...rest]: readonly string[],
  change: Change,
  filters: ArrayFilters = new Map(),
  prefix = '',
): string[] {
  return namesOf(part, holder, filters).flatMap((name) => {
    const path = prefix + name;
    const present = childOf(holder, name);
    if (rest.length === 0) {
      const next = change(present);
      if (next !== present) setChild(holder, name, next);
      return [path];
    }
    const inner: unknown = present === undefined ? ({} satisfies Document) : present;
    const visited = changeAt(inner, rest, change, filters, `${path}.`);
    if (inner !== present && Object.keys(inner as Document).length > 0) setChild(holder, name, inner);
    return visited;
  });
}

interface Step {
  readonly operator: string;
  readonly path: string;
  readonly change: Change;
}

/** Refuses two paths that are equal, or of which one contains the other. */
function refuseConflicts(paths: readonly string[], refuse: (path: string, other: string) => never): void {
  for (const [at, path] of paths.entries()) {
    const isWithin = (seen: string): boolean =>
      `${seen}.`.startsWith(`${path}.`) || path.startsWith(`${seen}.`);
    const other = paths.slice(0, at).find(isWithin);
    if (other !== undefined) refuse(path, other);
  }
}

const conflict = (path: string, other: string): never =>
  fail('ConflictingUpdateOperators', `Updating the path '${path}' would create a conflict at '${other}'`);

/** MongoDB applies fields in name order, which determines the order of new fields. */
function parseSteps(update: Document): Step[] {
  const steps = Object.entries(update).flatMap(([operator, fields]) => {
    if (!isDocument(fields))
      return fail('FailedToParse', `Modifiers operate on fields but ${operator} was given something else`);
    const changes = Object.entries(fields);
    return changes.map(([path, operand]) => ({ operator, path, change: compileChange(operator, operand) }));
  });
  refuseConflicts(
    steps.map(({ path }) => path),
    conflict,
  );
  return steps.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** _id never changes, and stays first. */
function withSameId(before: Document, after: Document): Document {
  if (!('_id' in before)) return after;
  if (!equal(before['_id'], after['_id']))
    fail('ImmutableField', `Performing an update on the path '_id' would modify the immutable field '_id'`);
  return { _id: before['_id'], ...after };
}

function replacement(update: Document): Update {
  const name = Object.keys(update).find((field) => field.startsWith('$'));
  if (name !== undefined)
    fail(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${name}' is not allowed in a replacement`,
    );
  return (before) => withSameId(before, '_id' in before ? { _id: before['_id'], ...update } : { ...update });
}

/**
 * Compiles an update or a replacement to a function.
 *
 * Throws CommandError for unknown operators, malformed operands and conflicting paths; the returned function
 * throws it when an update does not fit a document (a scalar in the way, a changed _id).
 */
export function compileUpdate(update: unknown, arrayFilters: readonly unknown[] = []): Update {
  if (Array.isArray(update)) unsupported('FailedToParse', 'An update by an aggregation pipeline');
  if (!isDocument(update)) return fail('FailedToParse', 'Update argument must be an object');
  if (!isOperatorDocument(update)) return replacement(update);
  const filters = compileArrayFilters(arrayFilters);
  const steps = parseSteps(update);
  const unused = [...filters.keys()].find((name) => !steps.some(({ path }) => path.includes(`$[${name}]`)));
  if (unused !== undefined)
    fail('FailedToParse', `The array filter for identifier '${unused}' was not used in the update`);
  return (document, isInsert) => {
    const result = decode(encode(document));
    const visited = steps
      .filter(({ operator }) => operator !== '$setOnInsert' || isInsert)
      .flatMap(({ path, change }) => changeAt(result, path.split('.'), change, filters));
    if (steps.some(({ path }) => path.includes('$'))) refuseConflicts(visited, conflict);
    return withSameId(document, result);
  };
}

/** The fields that an upsert takes from its filter: equalities, also inside $and and a $or of one clause. */
function equalities(filter: Document): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, condition]): [string, unknown][] => {
    if (name === '$and' || (name === '$or' && Array.isArray(condition) && condition.length === 1))
      return (condition as Document[]).flatMap(equalities);
    if (name.startsWith('$')) return [];
    if (!isOperatorDocument(condition)) return [[name, condition]];
    return '$eq' in condition ? [[name, condition['$eq']]] : [];
  });
}

/** The document that an upsert inserts when nothing matched; it gets an ObjectId unless filter or update give an _id. */
export function upsertDocument(filter: Document, update: unknown, apply: Update): Document {
  const base: Document = {};
  const taken = equalities(filter).filter(([path]) => isOperatorDocument(update) || path === '_id');
  refuseConflicts(
    taken.map(([path]) => path),
    (path) =>
      fail('NotSingleValueField', `cannot infer query fields to set, path '${path}' is matched twice`),
  );
  for (const [path, value] of taken) changeAt(base, path.split('.'), () => value);
  const made = apply(base, true);
  return '_id' in made ? made : { _id: new ObjectId(), ...made };
}
