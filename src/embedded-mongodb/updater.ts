import { ObjectId } from 'bson';
import { compareStrings, equal } from './compare.js';
import { fail, unsupported } from './errors.js';
import { compileChange, type Change } from './update-operators.js';
import { compileArrayFilters, expandPath, readPath, writePath } from './update-paths.js';
import { isOperatorDocument, decode, encode, isDocument, rank, rankOf, type Document } from './values.js';

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

function conflict(paths: readonly string[]): void {
  for (const [at, path] of paths.entries()) {
    const other = paths
      .slice(0, at)
      .find((seen) => path === seen || path.startsWith(`${seen}.`) || seen.startsWith(`${path}.`));
    if (other !== undefined) {
      fail(
        'ConflictingUpdateOperators',
        `Updating the path '${path}' would create a conflict at '${path.length < other.length ? path : other}'`,
      );
    }
  }
}

function parseSteps(update: Document, now: Date): Step[] {
  const steps = Object.entries(update).flatMap(([operator, fields]) => {
    if (!operator.startsWith('$'))
      fail(
        'FailedToParse',
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDocument(fields))
      fail(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${String(fields)}}`,
      );
    return Object.entries(fields).map(([path, operand]) => ({
      operator,
      path,
      change: compileChange(operator, operand, now),
    }));
  });
  const renamed = steps.flatMap((step) =>
    step.operator === '$rename' ? [String((update['$rename'] as Document)[step.path])] : [],
  );
  conflict([...steps.map((step) => step.path), ...renamed]);
  // MongoDB applies fields in the order of their names, which decides where new fields stand.
  return steps.sort((a, b) => comparePaths(a.path, b.path));
}

function comparePaths(left: string, right: string): number {
  const [a, b] = [left.split('.'), right.split('.')];
  for (const [at, part] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    const areNumbers = /^\d+$/.test(part) && /^\d+$/.test(other);
    const order = areNumbers ? Number(part) - Number(other) : compareStrings(part, other);
    if (order !== 0) return order;
  }
  return -1;
}

/** _id never changes, and it stands first. */
function withSameId(before: Document, after: Document): Document {
  if (!('_id' in before)) return after;
  if ('_id' in after && !equal(before['_id'], after['_id'])) {
    fail('ImmutableField', `Performing an update on the path '_id' would modify the immutable field '_id'`);
  }
  return { _id: before['_id'], ...after };
}

function replacement(update: Document): Update {
  const operator = Object.keys(update).find((name) => name.startsWith('$'));
  if (operator !== undefined)
    fail(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${operator}' in '${operator}' is not allowed in the context of a replacement`,
    );
  return (document) => withSameId('_id' in document ? { _id: document['_id'] } : {}, structuredCopy(update));
}

/** A copy through BSON, so that two documents never share a nested object. */
const structuredCopy = (document: Document): Document => decode(encode(document));

/**
 * An update or a replacement as a function. `now` is what $currentDate writes.
 *
 * Throws CommandError for unknown operators, malformed operands and conflicting paths; the returned function
 * throws it when an update does not fit a document (a scalar in the way, a changed _id).
 */
export function compileUpdate(update: unknown, arrayFilters: readonly unknown[], now: Date): Update {
  if (Array.isArray(update)) unsupported('FailedToParse', 'An update by an aggregation pipeline');
  if (!isDocument(update)) fail('FailedToParse', 'Update argument must be either an object or an array');
  if (!isOperatorDocument(update)) return replacement(update);
  const filters = compileArrayFilters(arrayFilters);
  const steps = parseSteps(update, now);
  for (const name of filters.keys()) {
    if (!steps.some((step) => step.path.includes(`$[${name}]`))) {
      fail('FailedToParse', `The array filter for identifier '${name}' was not used in the update`);
    }
  }
  return (document, { matchedIndex, isInsert }) => {
    const result = structuredCopy(document);
    const changed: string[] = [];
    for (const { operator, path, change } of steps) {
      if (operator === '$setOnInsert' && !isInsert) continue;
      for (const parts of expandPath(result, path, { matchedIndex, arrayFilters: filters })) {
        if (parts[0] === '_id' && operator === '$unset')
          fail(
            'ImmutableField',
            `Performing an update on the path '_id' would modify the immutable field '_id'`,
          );
        changed.push(parts.join('.'));
        change(result, parts);
      }
    }
    if (changed.length > 1 && steps.some((step) => step.path.includes('$'))) conflict(changed);
    return withSameId(document, structuredCopy(result));
  };
}

/** The fields that an upsert takes from its filter: equalities, also inside $and and a $or of one clause. */
function equalities(filter: Document): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, condition]): [string, unknown][] => {
    if (name === '$and' || (name === '$or' && Array.isArray(condition) && condition.length === 1)) {
      return (condition as Document[]).flatMap(equalities);
    }
    if (name.startsWith('$') || rankOf(condition) === rank.regex) return [];
    if (!isOperatorDocument(condition)) return [[name, condition]];
    if ('$eq' in condition) return [[name, condition['$eq']]];
    const all = condition['$all'];
    return Array.isArray(all) && all.length === 1 && !isOperatorDocument(all[0]) ? [[name, all[0]]] : [];
  });
}

/** The document that an upsert inserts when nothing matched; it gets an ObjectId unless filter or update give an _id. */
export function upsertDocument(filter: Document, update: unknown, apply: Update): Document {
  const base: Document = {};
  const isReplacement = isDocument(update) && !isOperatorDocument(update);
  for (const [path, value] of equalities(filter)) {
    if (isReplacement && path !== '_id') continue;
    const parts = path.split('.');
    if (readPath(base, parts) !== undefined)
      fail('BadValue', `cannot infer query fields to set, path '${path}' is matched twice`);
    writePath(base, parts, value);
  }
  const made = apply(base, { isInsert: true });
  return '_id' in made ? made : { _id: new ObjectId(), ...made };
}
