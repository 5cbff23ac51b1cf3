import { Double, Int32, Long } from 'bson';
import { fail, unsupported } from './errors.js';
import { compare } from './key-encoding.js';
import { readOptions } from './options.js';
import { isDocument, isNumber, typeOf } from './values.js';

/**
 * Computes the new value of a field from its old one (undefined: missing). Returning undefined removes the field or
 * leaves it missing.
 */
export type Change = (present: unknown) => unknown;

/** Adds as MongoDB does: an int that overflows becomes a long; if one value is a double, so is the sum. */
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

function push(operand: unknown): Change {
  const isMany = isDocument(operand) && '$each' in operand;
  const table = { $each: 'array', $slice: 'whole' } as const;
  const { $each = [], $slice } = readOptions(
    '$push',
    isMany ? operand : { $each: [operand] },
    table,
    'BadValue',
  );
  return (present) => {
    const array = present === undefined ? [] : present;
    if (!Array.isArray(array))
      return fail('BadValue', `$push: the field must be an array but is of type ${typeOf(present)}`);
    const longer = [...(array as unknown[]), ...$each];
    if ($slice === undefined) return longer;
    return $slice < 0 ? longer.slice($slice) : longer.slice(0, $slice);
  };
}

const operators: Readonly<Record<string, (operand: unknown) => Change>> = {
  $set: (operand) => () => operand,
  $setOnInsert: (operand) => () => operand,
  $unset: () => () => undefined,
  $inc: increment,
  $min: (operand) => extreme(operand, -1),
  $max: (operand) => extreme(operand, 1),
  $push: push,
};

/** Prepares one operator with its operand. Throws CommandError for what is unknown or malformed. */
export function compileChange(operator: string, operand: unknown): Change {
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) return unsupported('FailedToParse', `Unknown modifier: ${operator}. It`);
  return compile(operand);
}
