import { BSONRegExp } from 'bson';
import { compare, equal } from './compare.js';
import { fail, unsupported } from './errors.js';
import { identity } from './key-encoding.js';
import { visitPath, visitPathAndElements } from './paths.js';
import { compileRegex } from './regex.js';
import {
  approximate,
  bsonType,
  isDocument,
  isOperatorDocument,
  rank,
  rankOf,
  type Document,
} from './values.js';

/** Where a match inside an array was found, for the positional operator. */
export interface Trace {
  index?: number;
}

type FieldTest = (document: Document, trace?: Trace) => boolean;
type ValueTest = (value: unknown) => boolean;
/** Makes a test of one array element from a condition: compileCondition of matcher.ts. */
type CompileElement = (condition: unknown) => ValueTest;

/** Matches if the value at the path, or one element of it when it is an array, passes. */
function anyValue(path: string, test: ValueTest): FieldTest {
  const parts = path.split('.');
  return (document, trace) =>
    visitPathAndElements(document, parts, (value, index) => {
      const passes = test(value);
      if (passes && trace !== undefined && index !== undefined) trace.index = index;
      return passes;
    });
}

/** Matches if a whole value at the path passes; arrays are not opened. */
function wholeValue(path: string, test: ValueTest): FieldTest {
  const parts = path.split('.');
  return (document) => visitPath(document, parts, test);
}

const not =
  (test: FieldTest): FieldTest =>
  (document) =>
    !test(document);

const isNaNValue = (value: unknown): boolean =>
  rankOf(value) === rank.number && Number.isNaN(approximate(value));

/** Type bracketing: only values of the operand's own type compare, except against MinKey and MaxKey. */
function ordered(operand: unknown, passes: (order: number) => boolean): ValueTest {
  const place = rankOf(operand);
  if (place === rank.regex) fail('BadValue', `Can't have RegEx as arg to predicate over field`);
  if (place === rank.minKey || place === rank.maxKey) return (value) => passes(compare(value, operand));
  const operandIsNaN = isNaNValue(operand);
  return (value) =>
    rankOf(value) === place && isNaNValue(value) === operandIsNaN && passes(compare(value, operand));
}

const equals =
  (operand: unknown): ValueTest =>
  (value) =>
    equal(value, operand);

function list(operator: string, operand: unknown): unknown[] {
  if (!Array.isArray(operand)) fail('BadValue', `${operator} needs an array`);
  return operand;
}

function inList(operator: string, operand: unknown): ValueTest {
  const values = list(operator, operand);
  if (values.some(isOperatorDocument)) fail('BadValue', `cannot nest $ under ${operator}`);
  const regexes = values.filter((value) => rankOf(value) === rank.regex).map((value) => regexTest(value));
  const exact = new Set(values.map(identity));
  return (value) => exact.has(identity(value)) || regexes.some((test) => test(value));
}

function regexTest(operand: unknown, options?: unknown): ValueTest {
  const regex = compileRegex(operand, options);
  const literal =
    operand instanceof BSONRegExp ? operand : new BSONRegExp(String(operand), options as string | undefined);
  return (value) =>
    typeof value === 'string' ? regex.test(value) : rankOf(value) === rank.regex && equal(value, literal);
}

const typeNames: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  javascript: 13,
  symbol: 14,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};

const numberTypes: Readonly<Record<string, number>> = { Int32: 16, Double: 1, Long: 18, Decimal128: 19 };
const typeOfRank: Readonly<Record<number, string>> = {
  [rank.string]: 'string',
  [rank.object]: 'object',
  [rank.array]: 'array',
  [rank.binary]: 'binData',
  [rank.objectId]: 'objectId',
  [rank.boolean]: 'bool',
  [rank.date]: 'date',
  [rank.timestamp]: 'timestamp',
  [rank.regex]: 'regex',
  [rank.reference]: 'object',
  [rank.code]: 'javascript',
  [rank.minKey]: 'minKey',
  [rank.maxKey]: 'maxKey',
};

/** BSON's type number of a value; undefined for a missing one. */
export function typeNumber(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (value === null) return typeNames['null'];
  const place = rankOf(value);
  if (place === rank.number) return numberTypes[bsonType(value) ?? ''] ?? (Number.isInteger(value) ? 16 : 1);
  return typeNames[typeOfRank[place] ?? ''];
}

function typeTest(operand: unknown): ValueTest {
  const wanted = (Array.isArray(operand) ? (operand as unknown[]) : [operand]).flatMap((type) => {
    if (type === 'number') return [1, 16, 18, 19];
    const code = typeof type === 'string' ? typeNames[type] : approximate(type);
    if (code === undefined) fail('BadValue', `Unknown type name alias: ${String(type)}`);
    if (!Object.values(typeNames).includes(code)) fail('BadValue', `Invalid numerical type code: ${code}`);
    return [code];
  });
  return (value) => wanted.includes(typeNumber(value) ?? 0);
}

function wholeNumber(operator: string, operand: unknown): number {
  if (rankOf(operand) !== rank.number || !Number.isInteger(approximate(operand))) {
    fail('BadValue', `Failed to parse ${operator}. Expected an integer`);
  }
  return approximate(operand);
}

function modTest(operand: unknown): ValueTest {
  const numbers = list('$mod', operand);
  if (numbers.length !== 2)
    fail('BadValue', `malformed mod, ${numbers.length < 2 ? 'not enough' : 'too many'} elements`);
  const [divisor = 0, remainder = 0] = numbers.map((value) => Math.trunc(approximate(value)));
  if (divisor === 0) fail('BadValue', 'divisor cannot be 0');
  return (value) => rankOf(value) === rank.number && Math.trunc(approximate(value)) % divisor === remainder;
}

function elemMatch(path: string, operand: unknown, compileElement: CompileElement): FieldTest {
  if (!isDocument(operand)) fail('BadValue', '$elemMatch needs an Object');
  const matches = compileElement(operand);
  const parts = path.split('.');
  return (document, trace) =>
    visitPath(document, parts, (value, index) => {
      const found = Array.isArray(value) ? value.findIndex(matches) : -1;
      if (found >= 0 && trace !== undefined) trace.index = index ?? found;
      return found >= 0;
    });
}

function all(path: string, operand: unknown, compileElement: CompileElement): FieldTest {
  const tests = list('$all', operand).map((item) => {
    if (isDocument(item) && '$elemMatch' in item) return elemMatch(path, item['$elemMatch'], compileElement);
    if (isOperatorDocument(item)) fail('BadValue', 'no $ expressions in $all');
    return anyValue(path, rankOf(item) === rank.regex ? regexTest(item) : equals(item));
  });
  return (document, trace) => tests.length > 0 && tests.every((test) => test(document, trace));
}

function negated(path: string, operand: unknown, compileElement: CompileElement): FieldTest {
  if (rankOf(operand) === rank.regex) return not(anyValue(path, regexTest(operand)));
  if (!isOperatorDocument(operand)) fail('BadValue', '$not needs a regex or a document');
  const tests = Object.entries(operand)
    .filter(([operator]) => operator !== '$options' || !('$regex' in operand))
    .map(([operator, value]) => fieldTest(path, operator, value, operand, compileElement));
  return (document) => !tests.every((test) => test(document));
}

const truthy = (value: unknown): boolean =>
  rankOf(value) === rank.number ? approximate(value) !== 0 : value !== false && value !== null;

function notRegex(operand: unknown): unknown {
  if (rankOf(operand) === rank.regex) fail('BadValue', "Can't have regex as arg to $ne.");
  return operand;
}

type Compile = (
  path: string,
  operand: unknown,
  compileElement: CompileElement,
  siblings: Document,
) => FieldTest;

const operators: Readonly<Record<string, Compile>> = {
  $eq: (path, operand) => anyValue(path, equals(operand)),
  $ne: (path, operand) => not(anyValue(path, equals(notRegex(operand)))),
  $gt: (path, operand) =>
    anyValue(
      path,
      ordered(operand, (order) => order > 0),
    ),
  $gte: (path, operand) =>
    anyValue(
      path,
      ordered(operand, (order) => order >= 0),
    ),
  $lt: (path, operand) =>
    anyValue(
      path,
      ordered(operand, (order) => order < 0),
    ),
  $lte: (path, operand) =>
    anyValue(
      path,
      ordered(operand, (order) => order <= 0),
    ),
  $in: (path, operand) => anyValue(path, inList('$in', operand)),
  $nin: (path, operand) => not(anyValue(path, inList('$nin', operand))),
  $exists: (path, operand) => {
    const exists = wholeValue(path, (value) => value !== undefined);
    return truthy(operand) ? exists : not(exists);
  },
  $type: (path, operand) => anyValue(path, typeTest(operand)),
  $size: (path, operand) => {
    const size = wholeNumber('$size', operand);
    if (size < 0)
      fail('BadValue', `Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
    return wholeValue(path, (value) => Array.isArray(value) && value.length === size);
  },
  $mod: (path, operand) => anyValue(path, modTest(operand)),
  $regex: (path, operand, _compileElement, siblings) =>
    anyValue(path, regexTest(operand, siblings['$options'])),
  $options: () => fail('BadValue', '$options needs a $regex'),
  $elemMatch: elemMatch,
  $all: all,
  $not: negated,
};

/** One operator on one path, for example 'age', '$gt', 18. `siblings` is the document it stands in, for $options. */
export function fieldTest(
  path: string,
  operator: string,
  operand: unknown,
  siblings: Document,
  compileElement: CompileElement,
): FieldTest {
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) unsupported('BadValue', `unknown operator: ${operator}. It`);
  return compile(path, operand, compileElement, siblings);
}
