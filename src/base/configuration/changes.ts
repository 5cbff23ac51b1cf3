/** What differs between two configurations, for imports and for the history. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { atOnce } from '../in-slices.js';
import { partSteps } from './parts.js';
import type { Configuration } from './schema.js';

/** Ids (numbers for groups, keys for settings), sorted by what happened to them. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

type Parts = ReadonlyMap<string, unknown>;

/** If `before` is undefined, everything counts as added. */
export function changesBetween(before: Configuration | undefined, after: Configuration): Changes {
  return atOnce(changeSteps(before, after));
}

/** The same in steps, one for each part. */
export function* changeSteps(
  before: Configuration | undefined,
  after: Configuration,
): Generator<undefined, Changes> {
  const old = before === undefined ? new Map<string, unknown>() : yield* partSteps(before);
  const now = yield* partSteps(after);
  const changed: string[] = [];
  for (const [key, value] of now) {
    if (old.has(key) && !isDeepStrictEqual(old.get(key), value)) changed.push(key);
    yield;
  }
  const added = yield* keysMissingIn(old, now);
  const removed = yield* keysMissingIn(now, old);
  const sameKeys = added.length + removed.length === 0;
  const isReordered = before !== undefined && sameKeys && !(yield* isSameOrder(old, now));
  return { added, changed: isReordered ? [...changed, 'the order of the entries'] : changed, removed };
}

export function hasChanges({ added, changed, removed }: Changes): boolean {
  return added.length + changed.length + removed.length > 0;
}

function* keysMissingIn(other: Parts, parts: Parts): Generator<undefined, string[]> {
  const missing: string[] = [];
  for (const key of parts.keys()) {
    if (!other.has(key)) missing.push(key);
    yield;
  }
  return missing;
}

/** For parts with the same keys. */
function* isSameOrder(one: Parts, other: Parts): Generator<undefined, boolean> {
  const keys = other.keys();
  for (const key of one.keys()) {
    if (keys.next().value !== key) return false;
    yield;
  }
  return true;
}
