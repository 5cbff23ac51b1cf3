import { BSONRegExp } from 'bson';
import { fail, unsupported } from './errors.js';
import { encodeValue, identity } from './key-encoding.js';
import { visitPath } from './paths.js';
import { isDocument, isNumber, isOperatorDocument, typeOf, type Document } from './values.js';

/** Where a match inside an array was found, for the positional operator. */
export interface Trace {
  index?: number;
}

/** Whether a document matches; `trace` receives the array position that the positional operator `$` means. */
export type Predicate = (document: Document, trace?: Trace) => boolean;
type ValueTest = (value: unknown) => boolean;

/** One operator with its operand. */
interface Test {
  readonly test: ValueTest;
  /** What it looks at when the path ends at an array; by default its elements and the array as a whole. */
  readonly reach?: 'whole' | 'elements';
  readonly isNegated?: boolean;
}

function equals(operand: unknown): ValueTest {
  if (typeof operand === 'string') return (value) => value === operand;
  const wanted = encodeValue(operand);
  return (value) => wanted.equals(encodeValue(value));
}

const isNaNValue = (value: unknown): boolean => isNumber(value) && Number.isNaN(Number(value));

/** Type bracketing: only values of the operand's own type compare, and NaN only with NaN. */
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
  const regexes = values.filter((value) => value instanceof BSONRegExp).map((value) => regexTest(value));
  const exact = new Set(values.filter((value) => !(value instanceof BSONRegExp)).map(identity));
  return (value) => exact.has(identity(value)) || regexes.some((test) => test(value));
}

/** Syntax that PCRE understands and JavaScript silently reads as something else. */
const onlyPcre = /\\[AZzGQEKRHhXC]|\[\[:|\(\?[imsx-]+[:)]|\(\?[>#|R&P+-]|[*+?}]\+/;

/** A pattern as text or as BSONRegExp, with $options. Throws for what JavaScript would read differently. */
function regexTest(operand: unknown, options?: unknown): ValueTest {
  const given = operand instanceof BSONRegExp ? operand : { pattern: operand, options: '' };
  const { pattern } = given;
  const flags = options ?? given.options;
  if (typeof pattern !== 'string' || typeof flags !== 'string')
    return fail('BadValue', '$regex and $options have to be strings');
  if (options !== undefined && given.options !== '')
    fail('Location51091', 'options set in both $regex and $options');
  if (/[^imsu]/.test(flags)) unsupported('Location51091', `The $regex option in "${flags}"`);
  if (onlyPcre.test(pattern))
    unsupported('Location51091', `The PCRE syntax of the regular expression /${pattern}/`);
  let regex: RegExp;
  try {
    regex = new RegExp(pattern, [...new Set(flags.replaceAll('u', ''))].join(''));
  } catch (error) {
    return fail('Location51091', `Regular expression is invalid: ${(error as Error).message}`);
  }
  return (value) => {
    if (value instanceof BSONRegExp) unsupported('NotImplemented', 'Matching a stored regular expression');
    return typeof value === 'string' && regex.test(value);
  };
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
  const names = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  const wanted = names.flatMap((name) => {
    if (name === 'number') return ['Double', 'Int32', 'Long', 'Decimal128'];
    return typeNames[String(name)] ?? unsupported('BadValue', `Unknown type name alias: ${String(name)}. It`);
  });
  return (value) => value !== undefined && wanted.includes(typeOf(value));
}

const isLogical = (condition: Document): boolean => /^\$(and|or|nor)$/.test(Object.keys(condition)[0] ?? '');

function elementMatch(operand: unknown): Test {
  if (!isDocument(operand)) return fail('BadValue', '$elemMatch needs an Object');
  if (isOperatorDocument(operand) && !isLogical(operand))
    return { test: elementTest(operand), reach: 'elements' };
  const matches = compileFilter(operand);
  // An array among the elements counts as a document whose field names are its indexes.
  const test: ValueTest = (value) =>
    Array.isArray(value) ? matches(Object.fromEntries(value.entries())) : isDocument(value) && matches(value);
  return { test, reach: 'elements' };
}

/** Operators on an element as it is: unlike a field, an element that is an array is not looked into. */
function elementTest(condition: Document): ValueTest {
  const tests = Object.entries(condition).map(([operator, operand]): ValueTest => {
    if (operator === '$not') {
      const inner = elementTest(negated(operand));
      return (value) => !inner(value);
    }
    const { test, reach, isNegated = false } = compileTest(operator, operand, condition);
    const isMet = (value: unknown): boolean =>
      reach === 'elements' ? Array.isArray(value) && value.some(test) : test(value);
    return (value) => isMet(value) !== isNegated;
  });
  return (value) => tests.every((test) => test(value));
}

function ofSize(operand: unknown): Test {
  const size = isNumber(operand) ? Number(operand) : -1;
  if (!Number.isInteger(size) || size < 0)
    fail('BadValue', `Failed to parse $size. Expected a non-negative number in: $size: ${String(operand)}`);
  return { test: (value) => Array.isArray(value) && value.length === size, reach: 'whole' };
}

function exists(operand: unknown): Test {
  const isWanted = isNumber(operand) ? Number(operand) !== 0 : operand !== false && operand !== null;
  return { test: (value) => value !== undefined, reach: 'whole', isNegated: !isWanted };
}

const operators: Readonly<Record<string, (operand: unknown, siblings: Document) => Test>> = {
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
  $size: ofSize,
  $regex: (operand, { $options }) => ({ test: regexTest(operand, $options) }),
  $options: (_operand, siblings) =>
    '$regex' in siblings ? { test: () => true, reach: 'whole' } : fail('BadValue', '$options needs a $regex'),
  $elemMatch: elementMatch,
};

/** The operators that a $not negates. */
function negated(operand: unknown): Document {
  if (isOperatorDocument(operand) || operand instanceof BSONRegExp) return testsOf(operand);
  return fail('BadValue', '$not needs a regex or a document');
}

function compileTest(operator: string, operand: unknown, siblings: Document): Test {
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) return unsupported('BadValue', `unknown operator: ${operator}. It`);
  return compile(operand, siblings);
}

function fieldTest(path: string, operator: string, operand: unknown, siblings: Document): Predicate {
  if (operator === '$not') {
    const inner = compileFilter({ [path]: negated(operand) });
    return (document) => !inner(document);
  }
  const { test, reach, isNegated = false } = compileTest(operator, operand, siblings);
  const parts = path.split('.');
  return (document, trace) => {
    const visit = (value: unknown, index: number | undefined): boolean => {
      const passes = test(value);
      if (passes && trace !== undefined && index !== undefined) trace.index = index;
      return passes;
    };
    const found = visitPath(document, parts, (value, index) => {
      const elements = reach !== 'whole' && Array.isArray(value) ? (value as unknown[]) : [];
      const isInside = elements.some((element, place) => visit(element, index ?? place));
      return isInside || (reach !== 'elements' && visit(value, index));
    });
    return found !== isNegated;
  };
}

function combined(operator: string, value: unknown): Predicate {
  if (!['$and', '$or', '$nor'].includes(operator))
    return unsupported('BadValue', `unknown top level operator: ${operator}. It`);
  const clauses = Array.isArray(value) ? (value as unknown[]) : [];
  if (clauses.length === 0 || !clauses.every(isDocument))
    fail('BadValue', `${operator} must be a nonempty array of full objects`);
  const tests = clauses.map((clause) => compileFilter(clause));
  if (operator === '$and') return every(tests);
  if (operator === '$or') return (document, trace) => tests.some((test) => test(document, trace));
  return (document) => !tests.some((test) => test(document));
}

function every(tests: readonly Predicate[]): Predicate {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (document, trace) => tests.every((test) => test(document, trace));
}

/** The operators of a condition on a field; a literal means $eq, a regular expression $regex. */
export function testsOf(condition: unknown): Document {
  if (isOperatorDocument(condition)) return condition;
  return condition instanceof BSONRegExp ? { $regex: condition } : { $eq: condition };
}

/**
 * A MongoDB filter as a function, by MongoDB's documented semantics: comparisons stay within one type,
 * null also means missing, an array matches if one of its elements does.
 *
 * Throws CommandError for operators that are unknown, malformed or not supported.
 */
export function compileFilter(filter: Document): Predicate {
  const tests = Object.entries(filter).flatMap(([name, condition]) => {
    if (name.startsWith('$')) return [combined(name, condition)];
    const siblings = testsOf(condition);
    return Object.entries(siblings).map(([operator, operand]) =>
      fieldTest(name, operator, operand, siblings),
    );
  });
  return every(tests);
}

/** A condition on one bare value, as $pull states it: operators, a document's fields, or a literal. */
export function compileCondition(condition: unknown): ValueTest {
  if (isDocument(condition) && (!isOperatorDocument(condition) || isLogical(condition))) {
    const matches = compileFilter(condition);
    return (value) => isDocument(value) && matches(value);
  }
  const matches = compileFilter({ value: condition });
  return (value) => matches({ value });
}
