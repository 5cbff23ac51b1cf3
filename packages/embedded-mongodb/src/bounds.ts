import { encodeValue, invert, valueEnd } from './key-encoding.js';
import { testsOf } from './matcher.js';
import { rankOf, type Document } from './values.js';

/** Encoded values from low to high, both included; in a descending field already inverted. */
export interface Interval {
  readonly low: Buffer;
  readonly high: Buffer;
}

/** Sorted, non-overlapping intervals of one index field; undefined if the query does not restrict it. */
export type FieldBounds = readonly Interval[] | undefined;

export const isPoint = ({ low, high }: Interval): boolean => low.equals(high);

function inOrder(intervals: Interval[]): Interval[] {
  const order = intervals.sort((a, b) => Buffer.compare(a.low, b.low));
  return order.filter(({ low }, at) => at === 0 || order[at - 1]?.low.equals(low) !== true);
}

/** One operator of a query on one path. */
export interface Condition {
  readonly path: string;
  readonly operator: string;
  readonly operand: unknown;
}

/** The conditions that must all be true: `{a: 1, b: {$gt: 2}}` and everything inside $and. */
export function conditionsOf(filter: Document): Condition[] {
  return Object.entries(filter).flatMap(([path, condition]): Condition[] => {
    if (path === '$and' && Array.isArray(condition)) return (condition as Document[]).flatMap(conditionsOf);
    if (path.startsWith('$')) return [];
    return Object.entries(testsOf(condition)).map(([operator, operand]) => ({ path, operator, operand }));
  });
}

/**
 * Intervals that contain every value for which the condition can be true; undefined: all values. They may contain
 * more, because the query is always checked on the document as well.
 */
export function boundsOf({ operator, operand }: Condition): FieldBounds {
  const operands = operator === '$in' && Array.isArray(operand) ? (operand as unknown[]) : [operand];
  // An index holds the elements of an array, not the array.
  if (operands.some(Array.isArray)) return undefined;
  if (operator === '$eq' || operator === '$in')
    return inOrder(operands.map(encodeValue).map((bytes) => ({ low: bytes, high: bytes })));
  // Ranks are not adjacent: the byte above a rank sorts after all values of the type, and the byte below before them.
  if (operator === '$gt' || operator === '$gte')
    return [{ low: encodeValue(operand), high: Buffer.of(rankOf(operand) + 1) }];
  if (operator === '$lt' || operator === '$lte')
    return [{ low: Buffer.of(rankOf(operand) - 1), high: encodeValue(operand) }];
  return undefined;
}

/** The values that satisfy both bounds of one field. */
export function intersect(left: FieldBounds, right: FieldBounds): FieldBounds {
  if (left === undefined || right === undefined) return left ?? right;
  const both = left.flatMap((a) =>
    right.map((b) => ({
      low: Buffer.compare(a.low, b.low) >= 0 ? a.low : b.low,
      high: Buffer.compare(a.high, b.high) <= 0 ? a.high : b.high,
    })),
  );
  return inOrder(both.filter(({ low, high }) => Buffer.compare(low, high) <= 0));
}

/** The bounds as a descending field stores them. */
export const inverted = (bounds: FieldBounds): FieldBounds =>
  bounds?.map(({ low, high }) => ({ low: invert(high), high: invert(low) })).reverse();

const top = Buffer.of(0xff);

/**
 * Compares a key with the bounds of each field. Returns 'take', or the next key in the direction of the scan that can
 * be inside the bounds, so that the scan skips excluded keys instead of reading them.
 */
export function judge(
  key: Buffer,
  prefixBytes: number,
  fields: readonly { readonly bounds: FieldBounds; readonly flip: number }[],
  isReverse: boolean,
): 'take' | Buffer {
  let from = prefixBytes;
  for (const { bounds, flip } of fields) {
    const start = from;
    const to = (from = valueEnd(key, start, flip));
    if (bounds === undefined) continue;
    // Compared where it is: most keys are inside, and a buffer of its own for each value would take longer than all the rest.
    const order = (bound: Buffer) => key.compare(bound, 0, bound.length, start, to);
    const next = isReverse
      ? bounds.findLast(({ low }) => order(low) >= 0)
      : bounds.find(({ high }) => order(high) <= 0);
    const before = () => key.subarray(0, start);
    if (next === undefined) return isReverse ? before() : Buffer.concat([before(), top]);
    if (!isReverse && order(next.low) < 0) return Buffer.concat([before(), next.low]);
    if (isReverse && order(next.high) > 0) return Buffer.concat([before(), next.high, top]);
  }
  return 'take';
}
