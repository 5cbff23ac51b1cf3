import { BSONRegExp, Double, Int32, Long } from 'bson';
import { fail, unsupported } from './errors.js';
import { compare, equal } from './key-encoding.js';
import { compileCondition } from './matcher.js';
import { readOptions, wholeNumber } from './options.js';
import { isDocument, isNumber, typeOf } from './values.js';

/**
 * Returns the new value of a field for its old one (undefined: missing); undefined removes the field or leaves it
 * missing.
 */
export type Change = (present: unknown) => unknown;

/** Adds as MongoDB does: int grows to long when it overflows, a double makes all double. */
function add(left: unknown, right: unknown): unknown {
  const types = [typeOf(left), typeOf(right)];
  if (types.includes('Double')) return new Double(Number(left) + Number(right));
  const sum = BigInt(String(left)) + BigInt(String(right));
  if (BigInt.asIntN(64, sum) !== sum) fail('BadValue', `Failed to apply $inc: ${sum} overflows a long`);
  const isInt = !types.includes('Long') && BigInt.asIntN(32, sum) === sum;
  return isInt ? new Int32(Number(sum)) : Long.fromBigInt(sum);
}

function increment(amount: unknown): Change {
  if (!isNumber(amount))
    fail('TypeMismatch', `Cannot increment with non-numeric argument: ${JSON.stringify(amount)}`);
  return (present) => {
    if (present !== undefined && !isNumber(present))
      fail('TypeMismatch', `Cannot apply $inc to a value of non-numeric type ${typeOf(present)}`);
    return present === undefined ? amount : add(present, amount);
  };
}

const extreme =
  (operand: unknown, direction: 1 | -1): Change =>
  (present) =>
    present === undefined || compare(operand, present) * direction > 0 ? operand : present;

/** Makes a new array from the old one; a missing field counts as `missing`, or stays missing. */
function changeArray(
  operator: string,
  change: (array: readonly unknown[]) => unknown[],
  missing?: readonly unknown[],
): Change {
  return (present) => {
    const array = present === undefined ? missing : present;
    if (array === undefined) return undefined;
    if (Array.isArray(array)) return change(array as unknown[]);
    const code = operator === '$pop' ? 'TypeMismatch' : 'BadValue';
    return fail(code, `${operator}: the field must be an array but is of type ${typeOf(present)}`);
  };
}

/** `{$each: […]}` with what else the operator takes, or one value to add. */
function added(operator: '$push' | '$addToSet', operand: unknown) {
  if (!isDocument(operand) || !('$each' in operand)) return { $each: [operand] };
  const { $each = [], $slice } = readOptions(
    operator,
    operand,
    { $each: 'array', $slice: 'whole' },
    'BadValue',
  );
  if (operator === '$addToSet' && $slice !== undefined)
    fail('BadValue', 'Unrecognized clause in $addToSet: $slice');
  return { $each, $slice };
}

function push(operand: unknown): Change {
  const { $each, $slice } = added('$push', operand);
  const change = (present: readonly unknown[]): unknown[] => {
    const array = [...present, ...$each];
    if ($slice === undefined) return array;
    return $slice < 0 ? array.slice($slice) : array.slice(0, $slice);
  };
  return changeArray('$push', change, []);
}

function addToSet(operand: unknown): Change {
  const { $each } = added('$addToSet', operand);
  const change = (present: readonly unknown[]): unknown[] => {
    const array = [...present];
    for (const value of $each) if (!array.some((element) => equal(element, value))) array.push(value);
    return array;
  };
  return changeArray('$addToSet', change, []);
}

const pull = (operator: string, matches: (element: unknown) => boolean): Change =>
  changeArray(operator, (array) => array.filter((element) => !matches(element)));

/** What $pull does not merely compare with. */
const isCondition = (operand: unknown): boolean => isDocument(operand) || operand instanceof BSONRegExp;

function pullAll(operand: unknown): Change {
  if (!Array.isArray(operand)) return fail('BadValue', '$pullAll requires an array argument');
  return pull('$pullAll', (element) => operand.some((value) => equal(value, element)));
}

function pop(operand: unknown): Change {
  const end = wholeNumber('$pop', operand);
  if (Math.abs(end) !== 1) fail('FailedToParse', '$pop expects 1 or -1');
  return changeArray('$pop', (array) => (end === 1 ? array.slice(0, -1) : array.slice(1)));
}

const operators: Readonly<Record<string, (operand: unknown) => Change>> = {
  $set: (operand) => () => operand,
  $setOnInsert: (operand) => () => operand,
  $unset: () => () => undefined,
  $inc: increment,
  $min: (operand) => extreme(operand, -1),
  $max: (operand) => extreme(operand, 1),
  $push: push,
  $addToSet: addToSet,
  $pull: (operand) =>
    pull('$pull', isCondition(operand) ? compileCondition(operand) : (element) => equal(element, operand)),
  $pullAll: pullAll,
  $pop: pop,
};

/** Prepares one operator with its operand. Throws CommandError for what is unknown or malformed. */
export function compileChange(operator: string, operand: unknown): Change {
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) return unsupported('FailedToParse', `Unknown modifier: ${operator}. It`);
  return compile(operand);
}
