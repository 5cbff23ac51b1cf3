import { Double, Int32, Long } from 'bson';
import { fail, unsupported } from './errors.js';
import { approximate, bsonType, numberOf, rank, rankOf } from './values.js';

const isInt = (value: unknown): boolean =>
  bsonType(value) === 'Int32' ||
  (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31);
const isWhole = (value: unknown): boolean => isInt(value) || bsonType(value) === 'Long';

/**
 * Adds or multiplies as MongoDB does: int grows to long when it overflows, a double makes all double.
 * Throws CommandError for decimals (not supported) and when a long overflows.
 */
export function calculate(left: unknown, right: unknown, operation: 'add' | 'multiply'): unknown {
  if (bsonType(left) === 'Decimal128' || bsonType(right) === 'Decimal128') {
    unsupported('NotImplemented', 'Arithmetic with Decimal128');
  }
  if (!isWhole(left) || !isWhole(right)) {
    const [a, b] = [approximate(left), approximate(right)];
    return new Double(operation === 'add' ? a + b : a * b);
  }
  const [a, b] = [BigInt(numberOf(left) as number), BigInt(numberOf(right) as number)];
  const result = operation === 'add' ? a + b : a * b;
  if (BigInt.asIntN(64, result) !== result)
    fail('BadValue', `Failed to apply arithmetic: ${result} overflows a long`);
  const fitsInt = BigInt.asIntN(32, result) === result;
  return isInt(left) && isInt(right) && fitsInt ? new Int32(Number(result)) : Long.fromBigInt(result);
}

/** A whole number given as an option, for example limit; throws CommandError naming the option. */
export function wholeOption(value: unknown, name: string): number {
  if (rankOf(value) !== rank.number)
    fail('TypeMismatch', `BSON field '${name}' is the wrong type, expected a number`);
  const number = approximate(value);
  if (!Number.isSafeInteger(number)) fail('FailedToParse', `BSON field '${name}' must be a whole number`);
  return number;
}
