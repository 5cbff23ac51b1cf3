import { fail, unsupported } from './errors.js';
import { encodeValue, identity } from './key-encoding.js';
import { somePath } from './paths.js';
import { isDocument, isNumber, isOperatorDocument, typeOf, type Document } from './values.js';

/** Whether a document matches. */
export type Predicate = (document: Document) => boolean;
type ValueTest = (value: unknown) => boolean;

/** One operator with its operand. */
interface Test {
  readonly test: ValueTest;
  /** What is tested if the path ends at an array; by default the elements and the array as a whole. */
  readonly reach?: 'whole' | 'elements';
  readonly isNegated?: boolean;
}

function equals(operand: unknown): ValueTest {
  if (typeof operand === 'string') return (value) => value === operand;
  const wanted = encodeValue(operand);
  return (value) => wanted.equals(encodeValue(value));
}

const isNaNValue = (value: unknown): boolean => isNumber(value) && Number.isNaN(Number(value));

/** Type bracketing: only values of the operand's type are compared, and NaN only with NaN. */
function ordered(operand: unknown, passes: (order: number) => boolean): Test {
  const wanted = encodeValue(operand);
  const operandIsNaN = isNaNValue(operand);
  const test = (value: unknown): boolean => {
    const bytes = encodeValue(value);
    const isOfType = bytes[0] === wanted[0] && isNaNValue(value) === operandIsNaN;
    return isOfType && passes(Buffer.compare(bytes, wanted));
  };
  return { test };
}

function inList(operator: string, operand: unknown): ValueTest {
  const values = Array.isArray(operand)
    ? (operand as unknown[])
    : fail('BadValue', `${operator} needs an array`);
  if (values.some(isOperatorDocument)) fail('BadValue', `cannot nest $ under ${operator}`);
  const wanted = new Set(values.map(identity));
  return (value) => wanted.has(identity(value));
}

const typeNames: Readonly<Record<string, string>> = {
  double: 'Double',
  string: 'string',
  object: 'Object',
  array: 'Array',
  binData: 'Binary',
  objectId: 'ObjectId',
  bool: 'boolean',
  date: 'Date',
  int: 'Int32',
  long: 'Long',
  decimal: 'Decimal128',
  null: 'null',
};

function ofType(operand: unknown): ValueTest {
  const wanted = typeNames[String(operand)];
  if (wanted === undefined) unsupported('BadValue', `Unknown type name alias: ${String(operand)}. It`);
  return (value) => value !== undefined && typeOf(value) === wanted;
}

/** $elemMatch on documents only; operators on plain elements are refused. */
function elementMatch(operand: unknown): Test {
  if (!isDocument(operand)) return fail('BadValue', '$elemMatch needs an Object');
  if (isOperatorDocument(operand))
    unsupported('BadValue', `$elemMatch with ${Object.keys(operand).join(', ')}`);
  const matches = compileFilter(operand);
  // An array among the elements counts as a document whose field names are its indexes.
  const test: ValueTest = (value) =>
    Array.isArray(value) ? matches(Object.fromEntries(value.entries())) : isDocument(value) && matches(value);
  return { test, reach: 'elements' };
}

function exists(operand: unknown): Test {
  const isWanted = isNumber(operand) ? Number(operand) !== 0 : operand !== false && operand !== null;
  return { test: (value) => value !== undefined, reach: 'whole', isNegated: !isWanted };
}

const operators: Readonly<Record<string, (operand: unknown) => Test>> = {
  $eq: (operand) => ({ test: equals(operand) }),
  $ne: (operand) => ({ test: equals(operand), isNegated: true }),
  $gt: (operand) => ordered(operand, (order) => order > 0),
  $gte: (operand) => ordered(operand, (order) => order >= 0),
  $lt: (operand) => ordered(operand, (order) => order < 0),
  $lte: (operand) => ordered(operand, (order) => order <= 0),
  $in: (operand) => ({ test: inList('$in', operand) }),
  $nin: (operand) => ({ test: inList('$nin', operand), isNegated: true }),
  $exists: exists,
  $type: (operand) => ({ test: ofType(operand) }),
  $elemMatch: elementMatch,
};

function compileTest(operator: string, operand: unknown): Test {
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) return unsupported('BadValue', `unknown operator: ${operator}. It`);
  return compile(operand);
}

function fieldTest(path: string, operator: string, operand: unknown): Predicate {
  const { test, reach, isNegated = false } = compileTest(operator, operand);
  const parts = path.split('.');
  const meets = (value: unknown): boolean => {
    const elements = reach !== 'whole' && Array.isArray(value) ? (value as unknown[]) : [];
    return elements.some(test) || (reach !== 'elements' && test(value));
  };
  return (document) => somePath(document, parts, meets) !== isNegated;
}

function combined(operator: string, value: unknown): Predicate {
  if (operator !== '$and' && operator !== '$or')
    return unsupported('BadValue', `unknown top level operator: ${operator}. It`);
  const clauses = Array.isArray(value) ? (value as unknown[]) : [];
  if (clauses.length === 0 || !clauses.every(isDocument))
    fail('BadValue', `${operator} must be a nonempty array of full objects`);
  const tests = clauses.map((clause) => compileFilter(clause));
  return operator === '$and' ? every(tests) : (document) => tests.some((test) => test(document));
}

function every(tests: readonly Predicate[]): Predicate {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (document) => tests.every((test) => test(document));
}

/** The operators of a condition on a field; a literal means $eq. */
export const testsOf = (condition: unknown): Document =>
  isOperatorDocument(condition) ? condition : { $eq: condition };

/**
 * Compiles a MongoDB filter to a function with MongoDB's documented semantics: comparisons stay within one type, null
 * also matches a missing field, and an array matches if one of its elements does.
 *
 * Throws CommandError for operators that are unknown, malformed or not supported.
 */
export function compileFilter(filter: Document): Predicate {
  const tests = Object.entries(filter).flatMap(([name, condition]) => {
    if (name.startsWith('$')) return [combined(name, condition)];
    const conditions = Object.entries(testsOf(condition));
    return conditions.map(([operator, operand]) => fieldTest(name, operator, operand));
  });
  return every(tests);
}
