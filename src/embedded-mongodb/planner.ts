import {
  boundsOf,
  conditionsOf,
  intersect,
  inverted,
  isPoint,
  type Condition,
  type FieldBounds,
} from './bounds.js';
import type { Collection } from './collection.js';
import { fail } from './errors.js';
import type { Index } from './indexes.js';
import { equal, identity } from './key-encoding.js';
import { compileCondition } from './matcher.js';
import type { SortField } from './paths.js';
import { isDocument, ownField, type Document } from './values.js';

/** How to read an index. */
export interface IndexScan {
  readonly index: Index;
  /** Per index field, in the field's own direction. */
  readonly bounds: readonly FieldBounds[];
  readonly isReverse: boolean;
}

/** How to reach the documents: by one index, or by one for each clause of a $or. */
export interface Plan {
  readonly scans: readonly IndexScan[];
  /** Whether each scan gives the wanted order. */
  readonly providesSort: boolean;
}

interface Candidate {
  readonly scan: IndexScan;
  readonly providesSort: boolean;
  readonly score: number;
}

/** Whether a value meets a condition; `undefined` stands for a missing field. */
const meets = (value: unknown, { operator, operand }: Condition): boolean =>
  compileCondition({ [operator]: operand })(value);

/** A document without the field cannot meet the condition. */
const needsField = (condition: Condition): boolean => !meets(undefined, condition);

function implies(given: Condition, wanted: Condition): boolean {
  if (given.path !== wanted.path) return false;
  if (given.operator === '$eq' && meets(given.operand, wanted)) return true;
  if (wanted.operator === '$exists' && meets(null, wanted)) return needsField(given);
  return given.operator === wanted.operator && identity(given.operand) === identity(wanted.operand);
}

/** Sparse and partial indexes lack documents; they serve only queries that cannot ask for those. */
function holdsAllMatches(index: Index, conditions: readonly Condition[]): boolean {
  if (index.isSparse)
    return index.fields.some(([path]) => conditions.some((one) => one.path === path && needsField(one)));
  if (index.partialFilter === undefined) return true;
  const isPlain = Object.keys(index.partialFilter).every((name) => name === '$and' || !name.startsWith('$'));
  const wanted = conditionsOf(index.partialFilter);
  return isPlain && wanted.every((one) => conditions.some((given) => implies(given, one)));
}

function fieldBounds(index: Index, conditions: readonly Condition[]): FieldBounds[] {
  return index.fields.map(([path, direction], at) => {
    // In a multikey index one element may meet one condition and another element the next one.
    if (index.isMultikey && at > 0) return undefined;
    const all = conditions.filter((condition) => condition.path === path).map(boundsOf);
    const bounds = index.isMultikey
      ? all.find((one) => one !== undefined)
      : all.reduce<FieldBounds>(intersect, undefined);
    return direction === -1 ? inverted(bounds) : bounds;
  });
}

const isOnePoint = (bounds: FieldBounds): boolean => bounds?.length === 1 && bounds.every(isPoint);

/** 1 or -1 if reading the index forwards or backwards gives the sort order, else 0. */
function sortDirection(index: Index, bounds: readonly FieldBounds[], sort: readonly SortField[]): number {
  if (sort.length === 0 || index.isMultikey) return 0;
  const fixed = new Set(index.fields.filter((_, at) => isOnePoint(bounds[at])).map(([path]) => path));
  const wanted = sort.filter(([path]) => !fixed.has(path));
  const offered = index.fields.filter(([path]) => !fixed.has(path));
  if (wanted.length === 0) return 1;
  const turns = wanted.map(([path, direction], at) =>
    offered[at]?.[0] === path ? offered[at][1] * direction : 0,
  );
  return turns.every((turn) => turn === turns[0]) ? (turns[0] ?? 0) : 0;
}

/** Equalities count most, then ranges, as long as they lead; later ones only make keys skippable. */
function scoreOf(index: Index, bounds: readonly FieldBounds[]): number {
  let score = 0;
  let isLeading = true;
  for (const field of bounds) {
    if (field === undefined) isLeading = false;
    else if (!isLeading) score += 0.5;
    else {
      isLeading = field.every(isPoint);
      score += isLeading ? 4 : 2;
    }
  }
  return index.isUnique && bounds.every(isOnePoint) ? score + 10 : score;
}

function best(
  indexes: readonly Index[],
  conditions: readonly Condition[],
  sort: readonly SortField[],
): Candidate | undefined {
  let chosen: Candidate | undefined;
  for (const index of indexes) {
    if (!holdsAllMatches(index, conditions)) continue;
    const bounds = fieldBounds(index, conditions);
    const direction = sortDirection(index, bounds, sort);
    // The _id index stands for reading everything, which is cheaper than all keys of another index.
    const score = scoreOf(index, bounds) + Math.abs(direction) + (index.number === 0 ? 0.1 : 0);
    if (chosen === undefined || score > chosen.score)
      chosen = { scan: { index, bounds, isReverse: direction === -1 }, providesSort: direction !== 0, score };
  }
  return chosen;
}

function hinted(collection: Collection, hint: unknown): readonly Index[] {
  if (hint === undefined || (isDocument(hint) && Object.keys(hint).length === 0)) return collection.indexes;
  const found = collection.indexes.find(({ name, number, spec }) => {
    if (typeof hint === 'string') return name === hint;
    return isDocument(hint) && '$natural' in hint ? number === 0 : equal(spec['key'], hint);
  });
  if (found !== undefined) return [found];
  return fail('BadValue', 'error processing query: hint provided does not correspond to an existing index');
}

/** Chooses the index with the most equalities, then ranges, then the wanted order. Throws for a hint that cannot be followed. */
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
    const branches = clauses
      .map((clause) => best(indexes, [...conditions, ...conditionsOf(clause as Document)], sort))
      .filter((branch) => branch !== undefined && branch.score > (single?.score ?? 0)) as Candidate[];
    if (branches.length === clauses.length)
      return {
        scans: branches.map(({ scan }) => scan),
        providesSort: branches.every(({ providesSort }) => providesSort),
      };
  }
  if (single !== undefined) return { scans: [single.scan], providesSort: single.providesSort };
  return fail('BadValue', 'The hinted index does not hold all documents that the query can match');
}

function explainScan({ index, bounds, isReverse }: IndexScan): Document {
  const direction = isReverse ? 'backward' : 'forward';
  if (index.number === 0 && bounds.every((one) => one === undefined)) return { stage: 'COLLSCAN', direction };
  const { name: indexName, isMultikey: isMultiKey } = index;
  const keyPattern = index.spec['key'];
  return { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName, keyPattern, isMultiKey, direction } };
}

/** The plan in the form of explain's winningPlan. */
export function explainPlan({ scans, providesSort }: Plan, isSorted: boolean): Document {
  const stages = scans.map(explainScan);
  const access = stages.length === 1 ? stages[0] : { stage: 'OR', inputStages: stages };
  return isSorted && !providesSort ? { stage: 'SORT', inputStage: access } : { ...access };
}
