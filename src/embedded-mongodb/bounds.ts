import { hasDecimal } from './compare.js';
import { encodeValue, invert, valueEnd } from './key-encoding.js';
import { isOperatorDocument, rank, rankOf, type Document } from './values.js';

/** Encoded values from low to high, both included. A point is one value exactly. */
export interface Interval {
  readonly low: Buffer;
  readonly high: Buffer;
  readonly isPoint: boolean;
}

/** Sorted, not overlapping intervals of one index field; undefined where the query says nothing about it. */
export type FieldBounds = readonly Interval[] | undefined;

const point = (value: unknown): Interval => {
  const bytes = encodeValue(value);
  return { low: bytes, high: bytes, isPoint: true };
};

/** Ranks lie apart, so the byte below a rank precedes and the byte above follows all values of the type, also inverted. */
const startOfType = (value: unknown): Buffer => Buffer.from([rankOf(value) - 1]);
const endOfType = (value: unknown): Buffer => Buffer.from([rankOf(value) + 1]);

/** Values that an index does not order as queries compare them: the whole index is read then. */
const isUnbounded = (value: unknown): boolean =>
  [rank.array, rank.minKey, rank.maxKey, rank.regex].includes(rankOf(value) as 2) || hasDecimal(value);

function sorted(intervals: Interval[]): Interval[] {
  const order = intervals.sort((a, b) => Buffer.compare(a.low, b.low));
  return order.filter(
    (interval, at) => at === 0 || !interval.low.equals(order[at - 1]?.low ?? Buffer.alloc(0)),
  );
}

/**
 * The intervals that hold every value for which `operator operand` can be true; undefined for all values.
 * They may hold more: the query is always checked on the document as well.
 */
export function boundsOf(operator: string, operand: unknown): FieldBounds {
  if (operator === '$in' && Array.isArray(operand)) {
    return operand.some(isUnbounded) ? undefined : sorted(operand.map(point));
  }
  if (isUnbounded(operand)) return undefined;
  const isNull = rankOf(operand) === rank.null;
  switch (operator) {
    case '$eq':
      return [point(operand)];
    case '$gt':
    case '$gte':
      return isNull
        ? [point(null)]
        : [{ low: encodeValue(operand), high: endOfType(operand), isPoint: false }];
    case '$lt':
    case '$lte':
      return isNull
        ? [point(null)]
        : [{ low: startOfType(operand), high: encodeValue(operand), isPoint: false }];
    default:
      return undefined;
  }
}

/** What satisfies both bounds of one field. */
export function intersect(left: FieldBounds, right: FieldBounds): FieldBounds {
  if (left === undefined || right === undefined) return left ?? right;
  const both = left.flatMap((a) =>
    right.flatMap((b) => {
      const low = Buffer.compare(a.low, b.low) >= 0 ? a.low : b.low;
      const high = Buffer.compare(a.high, b.high) <= 0 ? a.high : b.high;
      return Buffer.compare(low, high) <= 0 ? [{ low, high, isPoint: low.equals(high) }] : [];
    }),
  );
  return sorted(both);
}

/** The bounds as they stand in a descending field. */
export function inverted(bounds: FieldBounds): FieldBounds {
  return bounds
    ?.map(({ low, high, isPoint }) => ({ low: invert(high), high: invert(low), isPoint }))
    .reverse();
}

export interface Condition {
  readonly path: string;
  readonly operator: string;
  readonly operand: unknown;
}

/** The conditions that all must hold: `{a: 1, b: {$gt: 2}}` and everything inside $and. */
export function conditionsOf(filter: Document): Condition[] {
  return Object.entries(filter).flatMap(([name, condition]): Condition[] => {
    if (name === '$and' && Array.isArray(condition)) return (condition as Document[]).flatMap(conditionsOf);
    if (name.startsWith('$')) return [];
    if (isOperatorDocument(condition)) {
      return Object.entries(condition).map(([operator, operand]) => ({ path: name, operator, operand }));
    }
    const operator = rankOf(condition) === rank.regex ? '$regex' : '$eq';
    return [{ path: name, operator, operand: condition }];
  });
}

/** What to do with a key during a scan: take it, jump to another key, or stop. */
export type Verdict =
  { readonly kind: 'take' } | { readonly kind: 'seek'; readonly to: Buffer } | { readonly kind: 'end' };

const top = Buffer.from([0xff]);

/**
 * Judges a key against the bounds of each field (already inverted for descending fields). A key outside
 * gives the next key that can be inside, in the direction of the scan: so a scan skips what a field in the
 * middle excludes, instead of reading it.
 */
export function judge(
  key: Buffer,
  prefixBytes: number,
  fields: readonly { readonly bounds: FieldBounds; readonly flip: number }[],
  isReverse: boolean,
): Verdict {
  let from = prefixBytes;
  for (const [at, { bounds, flip }] of fields.entries()) {
    const to = valueEnd(key, from, flip);
    if (bounds !== undefined) {
      const value = key.subarray(from, to);
      const next = isReverse
        ? bounds.findLast((interval) => Buffer.compare(interval.low, value) <= 0)
        : bounds.find((interval) => Buffer.compare(value, interval.high) <= 0);
      const before = key.subarray(0, from);
      if (next === undefined) {
        if (at === 0) return { kind: 'end' };
        return { kind: 'seek', to: isReverse ? before : Buffer.concat([before, top]) };
      }
      if (!isReverse && Buffer.compare(value, next.low) < 0)
        return { kind: 'seek', to: Buffer.concat([before, next.low]) };
      if (isReverse && Buffer.compare(value, next.high) > 0) {
        return { kind: 'seek', to: Buffer.concat([before, next.high, top]) };
      }
    }
    from = to;
  }
  return { kind: 'take' };
}
