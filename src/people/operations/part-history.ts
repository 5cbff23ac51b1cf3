/** Who has changed a part of the configuration since somebody looked at it, and what it was then. */
import { isDeepStrictEqual } from 'node:util';
import { readable } from '../../base/configuration/import.js';
import { changedFields, UNKNOWN } from '../../base/configuration/part-merge.js';
import { namedAs, partIn, type PartName } from '../../base/configuration/parts.js';
import type { ConfigurationStore, RevisionInfo } from '../../base/store/configurations.js';
import { etagOf } from './etag.js';

export interface PartChange {
  readonly by: RevisionInfo;
  /** Undefined: it did not exist before, or was removed. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface PartHistory {
  /** The state that was looked at; UNKNOWN: no stored revision has the part in that state. */
  readonly base: unknown;
  /** The changes since then, as far as they are stored; oldest first. */
  readonly changes: readonly PartChange[];
}

/**
 * @param now the part in the newest revision; undefined: it is gone
 * @param etag of the state that somebody looked at
 */
export async function historySince(
  configurations: ConfigurationStore,
  name: PartName,
  { now, etag }: { readonly now: unknown; readonly etag: string },
): Promise<PartHistory> {
  const changes: PartChange[] = [];
  let after = now;
  for (const by of await configurations.list()) {
    if (after !== undefined && etagOf(after) === etag) return { base: after, changes };
    if (!mayHaveChanged(by, name)) continue;
    const stored = await readable(await configurations.get(by.revision - 1));
    if (stored === undefined) break;
    const before = partIn(stored, name);
    if (isDeepStrictEqual(before, after)) continue;
    changes.unshift({ by, before, after });
    after = before;
  }
  return { base: after !== undefined && etagOf(after) === etag ? after : UNKNOWN, changes };
}

/** A revision lists the first few names of what it changed. If it changed more, it may have changed the part too. */
function mayHaveChanged({ changes }: RevisionInfo, name: PartName): boolean {
  if (changes === undefined) return true;
  const names = [...changes.added, ...changes.changed, ...changes.removed];
  const { kind, id } = name;
  const isNamed = (one: string) =>
    kind === 'settings' ? one.startsWith('setting ') : one === namedAs({ kind, id });
  return names.some(isNamed) || changes.count > names.length;
}

/** Who changed this field last; undefined: nobody did, as far as revisions are stored. */
export function lastChangeOf(
  { changes }: PartHistory,
  kind: PartName['kind'],
  path: string,
): RevisionInfo | undefined {
  return changes.findLast(({ before, after }) => {
    if (before === undefined || after === undefined) return true;
    return changedFields(kind, before, after).some((field) => isSame(field, path));
  })?.by;
}

/** Whether one is the other field, or a block that contains it. */
function isSame(one: string, other: string): boolean {
  return [
    [one, other],
    [other, one],
  ].some(
    ([inner = '', outer = '']) =>
      inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`),
  );
}
