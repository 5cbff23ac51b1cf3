import { boundsOf, conditionsOf, intersect, inverted, type Condition, type FieldBounds } from './bounds.js';
import type { Collection } from './collection.js';
import { equal } from './compare.js';
import { fail } from './errors.js';
import { identity } from './key-encoding.js';
import type { Index } from './indexes.js';
import { compileFilter } from './matcher.js';
import { ownField } from './paths.js';
import type { IndexScan } from './scan.js';
import type { SortField } from './sort.js';
import { isDocument, rank, rankOf, type Document } from './values.js';

/** How to reach the documents: one index, or one per clause of a $or. */
export type Plan =
  | { readonly kind: 'scan'; readonly scan: IndexScan; readonly providesSort: boolean }
  | { readonly kind: 'union'; readonly branches: readonly IndexScan[]; readonly providesSort: boolean };

interface Candidate {
  readonly scan: IndexScan;
  readonly providesSort: boolean;
  readonly score: number;
}

function impliedBy(conditions: readonly Condition[], wanted: Condition): boolean {
  return conditions
    .filter((condition) => condition.path === wanted.path)
    .some(({ operator, operand }) => {
      if (operator === wanted.operator && identity(operand) === identity(wanted.operand)) return true;
      if (operator === '$eq')
        return compileFilter({ value: { [wanted.operator]: wanted.operand } })({ value: operand });
      const isUpper = ['$lt', '$lte'].includes(operator) && ['$lt', '$lte'].includes(wanted.operator);
      const isLower = ['$gt', '$gte'].includes(operator) && ['$gt', '$gte'].includes(wanted.operator);
      const isStrict = operator.length === 3 || wanted.operator.length === 4;
      if (isUpper || isLower) {
        const holds = isUpper ? '$lte' : '$gte';
        const isInside = compileFilter({ value: { [holds]: wanted.operand } })({ value: operand });
        return isInside && (isStrict || !equal(operand, wanted.operand));
      }
      return (
        wanted.operator === '$exists' &&
        wanted.operand === true &&
        neverMissing({ path: '', operator, operand })
      );
    });
}

/** Conditions that a document without the field cannot meet. */
function neverMissing({ operator, operand }: Condition): boolean {
  if (operator === '$exists') return operand === true;
  if (operator === '$in')
    return Array.isArray(operand) && operand.every((value) => rankOf(value) !== rank.null);
  return (
    ['$eq', '$gt', '$gte', '$lt', '$lte', '$regex', '$type', '$size', '$elemMatch'].includes(operator) &&
    rankOf(operand) !== rank.null &&
    rankOf(operand) !== rank.minKey &&
    rankOf(operand) !== rank.maxKey
  );
}

/** Sparse and partial indexes lack documents; they serve only queries that cannot ask for those. */
function holdsAllMatches(index: Index, conditions: readonly Condition[]): boolean {
  if (index.isSparse) {
    return index.fields.some(([path]) =>
      conditions.some((condition) => condition.path === path && neverMissing(condition)),
    );
  }
  if (index.partialFilter === undefined) return true;
  const isPlain = Object.keys(index.partialFilter).every((name) => name === '$and' || !name.startsWith('$'));
  return isPlain && conditionsOf(index.partialFilter).every((wanted) => impliedBy(conditions, wanted));
}

function fieldBounds(index: Index, conditions: readonly Condition[]): FieldBounds[] {
  return index.fields.map(([path, direction], at) => {
    // In a multikey index one element may meet one condition and another element the next one.
    if (index.record.isMultikey && at > 0) return undefined;
    const all = conditions
      .filter((condition) => condition.path === path)
      .map(({ operator, operand }) => boundsOf(operator, operand))
      .filter((bounds) => bounds !== undefined);
    const bounds = index.record.isMultikey ? all[0] : all.reduce<FieldBounds>(intersect, undefined);
    return direction === -1 ? inverted(bounds) : bounds;
  });
}

const isOnePoint = (bounds: FieldBounds): boolean => bounds?.length === 1 && bounds[0]?.isPoint === true;

/** 1 or -1 if reading the index forwards or backwards gives the sort order, else 0. */
function sortDirection(index: Index, bounds: readonly FieldBounds[], sort: readonly SortField[]): number {
  if (sort.length === 0 || index.record.isMultikey) return 0;
  const fixed = new Set(index.fields.filter((_, at) => isOnePoint(bounds[at])).map(([path]) => path));
  const wanted = sort.filter(([path]) => !fixed.has(path));
  const offered = index.fields.filter(([path]) => !fixed.has(path));
  if (wanted.length === 0) return 1;
  const turns = wanted.map(([path, direction], at) =>
    offered[at]?.[0] === path ? offered[at][1] * direction : 0,
  );
  return turns.every((turn) => turn === turns[0]) ? (turns[0] ?? 0) : 0;
}

function scoreOf(index: Index, bounds: readonly FieldBounds[]): number {
  let score = 0;
  let isLeading = true;
  for (const field of bounds) {
    if (field === undefined) isLeading = false;
    else if (!isLeading) score += 0.5;
    else if (field.every((interval) => interval.isPoint)) score += 4;
    else {
      score += 2;
      isLeading = false;
    }
  }
  return index.isUnique && bounds.every(isOnePoint) ? score + 10 : score;
}

function candidate(
  index: Index,
  conditions: readonly Condition[],
  sort: readonly SortField[],
): Candidate | undefined {
  if (!holdsAllMatches(index, conditions)) return undefined;
  const bounds = fieldBounds(index, conditions);
  const direction = sortDirection(index, bounds, sort);
  // Bounds on later fields alone mean reading all keys: the collection itself is cheaper, unless sorted.
  const score = scoreOf(index, bounds) + Math.abs(direction) + (index.number === 0 ? 0.1 : 0);
  return { scan: { index, bounds, isReverse: direction === -1 }, providesSort: direction !== 0, score };
}

function best(
  indexes: readonly Index[],
  conditions: readonly Condition[],
  sort: readonly SortField[],
): Candidate | undefined {
  return indexes
    .map((index) => candidate(index, conditions, sort))
    .filter((found) => found !== undefined)
    .reduce<Candidate | undefined>(
      (chosen, found) => (chosen === undefined || found.score > chosen.score ? found : chosen),
      undefined,
    );
}

function hinted(collection: Collection, hint: unknown): readonly Index[] {
  if (hint === undefined || (isDocument(hint) && Object.keys(hint).length === 0)) return collection.indexes;
  const isNatural = isDocument(hint) && '$natural' in hint;
  const found = collection.indexes.find((index) =>
    isNatural
      ? index.number === 0
      : typeof hint === 'string'
        ? index.name === hint
        : equal(index.spec['key'], hint),
  );
  if (found === undefined)
    fail('BadValue', 'error processing query: hint provided does not correspond to an existing index');
  return [found];
}

/** Chooses the index with the most equalities, then ranges, then the wanted order; the _id index stands for reading everything. */
export function planQuery(
  collection: Collection,
  filter: Document,
  sort: readonly SortField[],
  hint?: unknown,
): Plan {
  const indexes = hinted(collection, hint);
  const conditions = conditionsOf(filter);
  const single = best(indexes, conditions, sort);
  const clauses = ownField(filter, '$or');
  if (Array.isArray(clauses) && indexes.length > 1) {
    const branches = clauses.map((clause) =>
      best(indexes, [...conditions, ...conditionsOf(clause as Document)], sort),
    );
    if (branches.every((branch) => branch !== undefined && branch.score > (single?.score ?? 0))) {
      const found = branches.filter((branch) => branch !== undefined);
      return {
        kind: 'union',
        branches: found.map(({ scan }) => scan),
        providesSort: found.every((branch) => branch.providesSort),
      };
    }
  }
  if (single === undefined)
    fail('BadValue', 'The hinted index does not hold all documents that the query can match');
  return { kind: 'scan', scan: single.scan, providesSort: single.providesSort };
}

const isUnbounded = (scan: IndexScan): boolean => scan.bounds.every((bounds) => bounds === undefined);

function explainScan(scan: IndexScan): Document {
  if (scan.index.number === 0 && isUnbounded(scan)) {
    return { stage: 'COLLSCAN', direction: scan.isReverse ? 'backward' : 'forward' };
  }
  return {
    stage: 'FETCH',
    inputStage: {
      stage: 'IXSCAN',
      indexName: scan.index.name,
      keyPattern: scan.index.spec['key'],
      isMultiKey: scan.index.record.isMultikey,
      direction: scan.isReverse ? 'backward' : 'forward',
    },
  };
}

/** The plan in the form of explain's winningPlan. */
export function explainPlan(plan: Plan, isSorted: boolean): Document {
  const access =
    plan.kind === 'scan'
      ? explainScan(plan.scan)
      : { stage: 'OR', inputStages: plan.branches.map(explainScan) };
  return isSorted && !plan.providesSort ? { stage: 'SORT', inputStage: access } : access;
}
