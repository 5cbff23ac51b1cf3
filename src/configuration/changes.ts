/** What differs between two configurations, for the one who imports and for the history. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { partsOf } from './parts.js';
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
  const old = before === undefined ? new Map<string, unknown>() : partsOf(before);
  const now = partsOf(after);
  const orderChanged =
    before !== undefined && !isDeepStrictEqual([...old.keys()], [...now.keys()]) ? sameKeys(old, now) : false;
  return {
    added: [...now.keys()].filter((key) => !old.has(key)),
    changed: [
      ...[...now]
        .filter(([key, value]) => old.has(key) && !isDeepStrictEqual(old.get(key), value))
        .map(([key]) => key),
      ...(orderChanged ? ['the order of the entries'] : []),
    ],
    removed: [...old.keys()].filter((key) => !now.has(key)),
  };
}

function sameKeys(one: Parts, other: Parts): boolean {
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
}
