import { ObjectId, BSONRegExp } from 'bson';
import { fail, unsupported } from './errors.js';
import { equal } from './key-encoding.js';
import { compileChange, type Change } from './update-operators.js';
import { changeAt, compileArrayFilters } from './update-paths.js';
import { decode, encode, isDocument, isOperatorDocument, type Document } from './values.js';

export interface UpdateContext {
  /** Where the query matched inside an array, for the positional operator `$`. */
  readonly matchedIndex?: number | undefined;
  /** Whether the document is being made by an upsert, which is when $setOnInsert counts. */
  readonly isInsert: boolean;
}

/** Gives the new document; the old one stays as it is. */
export type Update = (document: Document, context: UpdateContext) => Document;

interface Step {
  readonly operator: string;
  readonly path: string;
  readonly change: Change;
}

function refuseConflicts(paths: readonly string[]): void {
  for (const [at, path] of paths.entries()) {
    const other = paths
      .slice(0, at)
      .find((seen) => `${seen}.`.startsWith(`${path}.`) || path.startsWith(`${seen}.`));
    if (other === undefined) continue;
    const shorter = path.length < other.length ? path : other;
    fail('ConflictingUpdateOperators', `Updating the path '${path}' would create a conflict at '${shorter}'`);
  }
}

/** MongoDB applies fields in the order of their names, which decides where new fields stand. */
function parseSteps(update: Document): Step[] {
  const steps = Object.entries(update).flatMap(([operator, fields]) => {
    if (!isDocument(fields))
      return fail('FailedToParse', `Modifiers operate on fields but ${operator} was given something else`);
    return Object.entries(fields).map(([path, operand]) => ({
      operator,
      path,
      change: compileChange(operator, operand),
    }));
  });
  refuseConflicts(steps.map(({ path }) => path));
  return steps.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** _id never changes, and it stands first. */
function withSameId(before: Document, after: Document): Document {
  if (!('_id' in before)) return after;
  if (!equal(before['_id'], after['_id']))
    fail('ImmutableField', `Performing an update on the path '_id' would modify the immutable field '_id'`);
  return { _id: before['_id'], ...after };
}

function replacement(update: Document): Update {
  const operator = Object.keys(update).find((name) => name.startsWith('$'));
  if (operator !== undefined)
    fail(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${operator}' is not allowed in a replacement`,
    );
  return (document) =>
    withSameId(document, '_id' in document ? { _id: document['_id'], ...update } : { ...update });
}

/**
 * An update or a replacement as a function.
 *
 * Throws CommandError for unknown operators, malformed operands and conflicting paths; the returned function
 * throws it when an update does not fit a document (a scalar in the way, a changed _id).
 */
export function compileUpdate(update: unknown, filters: readonly unknown[] = []): Update {
  if (Array.isArray(update)) unsupported('FailedToParse', 'An update by an aggregation pipeline');
  if (!isDocument(update)) return fail('FailedToParse', 'Update argument must be an object');
  if (!isOperatorDocument(update)) return replacement(update);
  const arrayFilters = compileArrayFilters(filters);
  const steps = parseSteps(update);
  const unused = [...arrayFilters.keys()].find(
    (name) => !steps.some(({ path }) => path.includes(`$[${name}]`)),
  );
  if (unused !== undefined)
    fail('FailedToParse', `The array filter for identifier '${unused}' was not used in the update`);
  return (document, { matchedIndex, isInsert }) => {
    const result = decode(encode(document));
    const visited = steps
      .filter(({ operator }) => operator !== '$setOnInsert' || isInsert)
      .flatMap(({ path, change }) =>
        changeAt(result, path.split('.'), change, { matchedIndex, arrayFilters }),
      );
    if (steps.some(({ path }) => path.includes('$'))) refuseConflicts(visited);
    return withSameId(document, result);
  };
}

/** The fields that an upsert takes from its filter: equalities, also inside $and and a $or of one clause. */
function equalities(filter: Document): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, condition]): [string, unknown][] => {
    if (name === '$and' || (name === '$or' && Array.isArray(condition) && condition.length === 1))
      return (condition as Document[]).flatMap(equalities);
    if (name.startsWith('$') || condition instanceof BSONRegExp) return [];
    if (!isOperatorDocument(condition)) return [[name, condition]];
    return '$eq' in condition ? [[name, condition['$eq']]] : [];
  });
}

/** The document that an upsert inserts when nothing matched; it gets an ObjectId unless filter or update give an _id. */
export function upsertDocument(filter: Document, update: unknown, apply: Update): Document {
  const base: Document = {};
  const positions = { matchedIndex: undefined, arrayFilters: new Map() };
  for (const [path, value] of equalities(filter)) {
    if (isOperatorDocument(update) || path === '_id')
      changeAt(
        base,
        path.split('.'),
        (present) =>
          present === undefined
            ? value
            : fail('BadValue', `cannot infer query fields to set, path '${path}' is matched twice`),
        positions,
      );
  }
  const made = apply(base, { isInsert: true });
  return '_id' in made ? made : { _id: new ObjectId(), ...made };
}
