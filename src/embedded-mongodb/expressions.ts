import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import * as accumulatorOperators from 'mingo/operators/accumulator';
import * as expressionOperators from 'mingo/operators/expression';
import { compare } from './compare.js';
import { CommandError, fail, unsupported } from './errors.js';
import { ownField } from './paths.js';
import { bsonType, isDocument, numberOf, rank, rankOf, setField, type Document } from './values.js';

type Operator = (document: unknown, operands: unknown, options: never) => unknown;

/** mingo's own comparisons order types differently and compare no Binary: these follow BSON's order. */
const comparison = (result: (order: number) => unknown): Operator => {
  return (document, operands, options) => {
    const [left, right] = evalExpr(document, operands, options) as [unknown, unknown];
    return result(compareMissing(left, right));
  };
};

/** In expressions, unlike in queries, a missing value is smaller than null. */
const compareMissing = (left: unknown, right: unknown): number =>
  left === undefined || right === undefined
    ? Number(left !== undefined) - Number(right !== undefined)
    : compare(left, right);

const comparisons = {
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: comparison((order) => Math.sign(order)),
};

const scripts = new Set(['$function', '$where', '$accumulator', '$toHashedIndexKey', '$rand']);
const accumulators = [
  '$sum',
  '$avg',
  '$min',
  '$max',
  '$first',
  '$last',
  '$stdDevPop',
  '$stdDevSamp',
  '$mergeObjects',
];
const operators: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(Object.entries(expressionOperators).filter(([name]) => !scripts.has(name))),
  ...comparisons,
};

const options = {
  idKey: '_id',
  scriptEnabled: false,
  useStrictMode: true,
  failOnError: true,
  processingMode: ProcessingMode.CLONE_OFF,
  context: Context.init({
    expression: operators as never,
    accumulator: accumulatorOperators,
  }),
};

function checkOperators(expression: unknown): void {
  if (Array.isArray(expression)) expression.forEach(checkOperators);
  if (!isDocument(expression)) return;
  for (const [name, operand] of Object.entries(expression)) {
    if (name === '$literal') continue;
    const isKnown = Object.hasOwn(operators, name) || accumulators.includes(name);
    if (name.startsWith('$') && !isKnown) {
      unsupported('InvalidPipelineOperator', `Unrecognized expression '${name}'. It`);
    }
    checkOperators(operand);
  }
}

/** Typed BSON numbers and regexes as the plain JS values that mingo computes with. */
function promote(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(promote);
  if (isDocument(value)) {
    const plain: Document = {};
    for (const [name, field] of Object.entries(value)) setField(plain, name, promote(field));
    return plain;
  }
  if (rankOf(value) === rank.number) {
    const exact = numberOf(value);
    if (typeof exact === 'object') unsupported('NotImplemented', 'A Decimal128 in an aggregation expression');
    if (typeof exact === 'bigint' && !Number.isSafeInteger(Number(exact))) {
      unsupported('NotImplemented', 'A long beyond 2^53 in an aggregation expression');
    }
    return Number(exact);
  }
  return bsonType(value) === 'BSONRegExp' ? new RegExp((value as { pattern: string }).pattern) : value;
}

/** The top-level fields that an expression reads, so that only they are converted; undefined for all of them. */
function fieldsReadBy(expression: unknown): Set<string> | undefined {
  const fields = new Set<string>();
  const variables = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part === 'string' && part.startsWith('$$')) variables.add(part);
    else if (typeof part === 'string' && part.startsWith('$')) fields.add(part.slice(1).split('.')[0] ?? '');
    else if (Array.isArray(part)) part.forEach(visit);
    else if (isDocument(part)) Object.values(part).forEach(visit);
  };
  visit(expression);
  return variables.size > 0 ? undefined : fields;
}

/** `$a.b` as expressions read it: arrays on the way give the array of what their documents hold. */
function resolvePath(value: unknown, parts: readonly string[]): unknown {
  const [part, ...rest] = parts;
  if (part === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((element) => resolvePath(element, parts)).filter((found) => found !== undefined);
  }
  return isDocument(value) ? resolvePath(ownField(value, part), rest) : undefined;
}

/**
 * An aggregation expression as a function of a document; undefined means missing.
 *
 * A plain field path keeps the BSON type of the value. Everything else is computed by mingo in JS numbers:
 * whole results come back as int, so an expression may turn 1.0 into 1; longs beyond 2^53 and decimals are refused.
 */
export function compileExpression(expression: unknown): (document: Document) => unknown {
  checkOperators(expression);
  if (typeof expression === 'string' && /^\$[^$]/.test(expression)) {
    const parts = expression.slice(1).split('.');
    return (document) => resolvePath(document, parts);
  }
  if (typeof expression === 'string' && expression.startsWith('$$ROOT')) {
    const parts = expression.split('.').slice(1);
    return (document) => resolvePath(document, parts);
  }
  if (typeof expression !== 'object' || expression === null) return () => expression;
  const plain = promote(expression);
  const fields = fieldsReadBy(plain);
  return (document) => {
    const read = fields === undefined ? document : pick(document, fields);
    try {
      return evalExpr(promote(read), plain, options);
    } catch (error) {
      if (error instanceof CommandError) throw error;
      return fail('BadValue', `Failed to evaluate an expression: ${(error as Error).message}`);
    }
  };
}

const pick = (document: Document, fields: ReadonlySet<string>): Document =>
  Object.fromEntries(Object.entries(document).filter(([name]) => fields.has(name)));

/** The truth of an expression: false, 0, null and missing are false. */
export function matchesExpression(expression: unknown): (document: Document) => boolean {
  const evaluate = compileExpression(expression);
  return (document) => {
    const value = evaluate(document);
    return value !== undefined && value !== null && value !== false && value !== 0;
  };
}
