/** What differs between two configurations, for imports and for the history. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { atOnce } from '../in-slices.js';
import { partSteps } from './parts.js';
import type { Configuration } from './schema.js';

/** Ids (numbers for groups, keys for settings) by what happened to them. */
export interface Changes {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

type Parts = ReadonlyMap<string, unknown>;

/** `before` undefined: everything is added. */
export function changesBetween(before: Configuration | undefined, after: Configuration): Changes {
  return atOnce(changeSteps(before, after));
}

/** The same with a step for each part. */
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
  const isReordered =
    before !== undefined && sameKeys(old, now) && !isSameOrder([...old.keys()], [...now.keys()]);
  return {
    added: [...now.keys()].filter((key) => !old.has(key)),
    changed: isReordered ? [...changed, 'the order of the entries'] : changed,
    removed: [...old.keys()].filter((key) => !now.has(key)),
  };
}

export function hasChanges({ added, changed, removed }: Changes): boolean {
  return added.length + changed.length + removed.length > 0;
}

function sameKeys(one: Parts, other: Parts): boolean {
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}

function isSameOrder(one: readonly string[], other: readonly string[]): boolean {
  return one.every((key, index) => key === other[index]);
}
