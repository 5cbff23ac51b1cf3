import {
  boundsOf,
  conditionsOf,
  intersect,
  inverted,
  isPoint,
  type Condition,
  type FieldBounds,
} from './bounds.js';
import type { Index } from './indexes.js';
import { identity } from './key-encoding.js';
import { compileFilter } from './matcher.js';
import type { SortField } from './paths.js';
import { ownField, type Document } from './values.js';

/** How to scan an index. */
export interface IndexScan {
  readonly index: Index;
  /** Per index field, in the field's own direction. */
  readonly bounds: readonly FieldBounds[];
  readonly isReverse: boolean;
}

/** How to reach the documents: by one index, or by one for each clause of a $or. */
export interface Plan {
  readonly scans: readonly IndexScan[];
  /** Whether each scan returns documents in the wanted order. */
  readonly providesSort: boolean;
}

interface Candidate {
  readonly scan: IndexScan;
  readonly providesSort: boolean;
  readonly score: number;
}

/** Whether a value meets a condition; `undefined` stands for a missing field. */
const meets = (value: unknown, { operator, operand }: Condition): boolean =>
  compileFilter({ value: { [operator]: operand } })({ value });

/**
 * Whether only documents with the field can meet the condition. A path into an empty array leads to no value at all,
 * not even a missing one; only negated conditions are met there.
 */
function needsField(condition: Condition): boolean {
  const { path, operator } = condition;
  return !meets(undefined, condition) && !(path.includes('.') && /^\$(ne|nin)$/.test(operator));
}

function implies(given: Condition, wanted: Condition): boolean {
  if (given.path !== wanted.path) return false;
  // A missing field meets equality with null too.
  const isOfMissing = !needsField(given) && !meets(undefined, wanted);
  if (given.operator === '$eq' && meets(given.operand, wanted)) return !isOfMissing;
  if (wanted.operator === '$exists' && meets(null, wanted)) return needsField(given);
  return given.operator === wanted.operator && identity(given.operand) === identity(wanted.operand);
}

/** Sparse and partial indexes lack some documents, so they serve only queries that cannot match those. */
function holdsAllMatches({ isSparse, fields, partialFilter }: Index, given: readonly Condition[]): boolean {
  if (isSparse) return fields.some(([path]) => given.some((one) => one.path === path && needsField(one)));
  if (partialFilter === undefined) return true;
  const isPlain = Object.keys(partialFilter).every((name) => name === '$and' || !name.startsWith('$'));
  return isPlain && conditionsOf(partialFilter).every((wanted) => given.some((one) => implies(one, wanted)));
}

function fieldBounds(index: Index, conditions: readonly Condition[]): FieldBounds[] {
  return index.fields.map(([path, direction], at) => {
    const all = conditions.filter((condition) => condition.path === path).map(boundsOf);
    const bounds = index.arrays.has(path)
      ? ofOneElement(all, at)
      : all.reduce<FieldBounds>(intersect, undefined);
    return direction === -1 ? inverted(bounds) : bounds;
  });
}

/** One element of an array may meet one condition and another element the next. */
const ofOneElement = (all: readonly FieldBounds[], at: number): FieldBounds =>
  at > 0 ? undefined : all.find((one) => one !== undefined);

const isOnePoint = (bounds: FieldBounds): boolean => bounds?.length === 1 && bounds.every(isPoint);

/** 1 or -1 if reading the index forwards or backwards gives the sort order, else 0. */
function sortDirection(index: Index, bounds: readonly FieldBounds[], sort: readonly SortField[]): number {
  // Of an array's elements the least or the greatest counts, which an index does not tell.
  if (sort.length === 0 || sort.some(([path]) => index.arrays.has(path))) return 0;
  const fixed = new Set(index.fields.filter((_, at) => isOnePoint(bounds[at])).map(([path]) => path));
  const offered = index.fields.filter(([path]) => !fixed.has(path));
  const turns = sort
    .filter(([path]) => !fixed.has(path))
    .map(([path, direction], at) => (offered[at]?.[0] === path ? offered[at][1] * direction : 0));
  return turns.every((turn) => turn === turns[0]) ? (turns[0] ?? 1) : 0;
}

/** Equalities count most, then ranges, if they are on the leading fields; on later fields they only let the scan skip keys. */
function scoreOf(index: Index, bounds: readonly FieldBounds[]): number {
  // The _id index means a full scan, which is cheaper than reading all keys of another index.
  let score = index.number === 0 ? 0.1 : 0;
  let isLeading = true;
  for (const field of bounds) {
    if (field !== undefined) score += isLeading ? (field.every(isPoint) ? 4 : 2) : 0.5;
    isLeading &&= field?.every(isPoint) === true;
  }
  return index.isUnique && bounds.every(isOnePoint) ? score + 10 : score;
}

function best(
  indexes: readonly Index[],
  conditions: readonly Condition[],
  sort: readonly SortField[],
): Candidate[] {
  return indexes
    .filter((index) => holdsAllMatches(index, conditions))
    .map((index) => {
      const bounds = fieldBounds(index, conditions);
      const direction = sortDirection(index, bounds, sort);
      const score = scoreOf(index, bounds) + Math.abs(direction);
      return { scan: { index, bounds, isReverse: direction === -1 }, providesSort: direction !== 0, score };
    })
    .reduce<Candidate[]>((top, one) => (top[0] === undefined || one.score > top[0].score ? [one] : top), []);
}

/** Chooses the index with the most equalities, then ranges, then the wanted order. */
export function planQuery(indexes: readonly Index[], filter: Document, sort: readonly SortField[]): Plan {
  const conditions = conditionsOf(filter);
  const single = best(indexes, conditions, sort);
  const clauses = ownField(filter, '$or');
  if (Array.isArray(clauses)) {
    const branches = (clauses as Document[])
      .flatMap((clause) => best(indexes, [...conditions, ...conditionsOf(clause)], sort))
      .filter(({ score }) => score > (single[0]?.score ?? 0));
    if (branches.length === clauses.length) return planOf(branches);
  }
  return planOf(single);
}

const planOf = (candidates: readonly Candidate[]): Plan => ({
  scans: candidates.map(({ scan }) => scan),
  providesSort: candidates.every(({ providesSort }) => providesSort),
});
