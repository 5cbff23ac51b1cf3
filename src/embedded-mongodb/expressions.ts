import { Context, evalExpr, ProcessingMode } from 'mingo/core';
import * as accumulatorOperators from 'mingo/operators/accumulator';
import * as expressionOperators from 'mingo/operators/expression';
import { CommandError, fail, unsupported } from './errors.js';
import { compare } from './key-encoding.js';
import { isDocument, isNumber, setField, typeOf, type Document } from './values.js';

/** mingo's own comparisons order types differently and compare no Binary: these follow BSON's order. */
const comparison =
  (result: (order: number) => unknown) =>
  (document: unknown, operands: unknown, options: never): unknown => {
    const [left, right] = evalExpr(document, operands, options) as [unknown, unknown];
    // In expressions, unlike in queries, a missing value is smaller than null.
    if (left === undefined || right === undefined)
      return result(Number(left !== undefined) - Number(right !== undefined));
    return result(compare(left, right));
  };

const scripts = new Set(['$function', '$where', '$accumulator', '$toHashedIndexKey', '$rand']);
const operators: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(Object.entries(expressionOperators).filter(([name]) => !scripts.has(name))),
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: comparison((order) => Math.sign(order)),
};
/** Of the accumulators, those that also work on an array within one document. */
const overArrays = { $sum: 1, $avg: 1, $min: 1, $max: 1, $first: 1, $last: 1, $mergeObjects: 1 };

const options = {
  idKey: '_id',
  scriptEnabled: false,
  useStrictMode: true,
  failOnError: true,
  processingMode: ProcessingMode.CLONE_OFF,
  context: Context.init({ expression: operators as never, accumulator: accumulatorOperators }),
};

function checkOperators(expression: unknown): void {
  if (Array.isArray(expression)) expression.forEach(checkOperators);
  if (!isDocument(expression)) return;
  for (const [name, operand] of Object.entries(expression)) {
    if (name === '$literal') continue;
    if (name.startsWith('$') && !Object.hasOwn(operators, name) && !Object.hasOwn(overArrays, name))
      unsupported('InvalidPipelineOperator', `Unrecognized expression '${name}'. It`);
    checkOperators(operand);
  }
}

/**
 * A value with plain JS numbers, which mingo computes with. Longs beyond 2^53 and Decimal128 are refused:
 * nothing is rounded in silence.
 */
export function promote(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(promote);
  if (isDocument(value)) {
    const plain: Document = {};
    for (const [name, field] of Object.entries(value)) setField(plain, name, promote(field));
    return plain;
  }
  const isLarge = typeOf(value) === 'Long' && !Number.isSafeInteger(Number(value));
  if (isLarge || typeOf(value) === 'Decimal128')
    unsupported('NotImplemented', `A ${typeOf(value)} of this size in an aggregation`);
  return isNumber(value) ? Number(value) : value;
}

/**
 * An aggregation expression as a function of a plain document (see `promote`); undefined means missing.
 * mingo computes it. Throws CommandError for operators that are unknown or run scripts.
 */
export function compileExpression(expression: unknown): (document: Document) => unknown {
  checkOperators(expression);
  const plain = promote(expression);
  return (document) => {
    try {
      return evalExpr(document, plain, options);
    } catch (error) {
      if (error instanceof CommandError) throw error;
      return fail('BadValue', `Failed to evaluate an expression: ${(error as Error).message}`);
    }
  };
}
