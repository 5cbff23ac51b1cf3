/**
 * Somebody changed a part between another person's look and save: what can be kept of both, and who changed the
 * rest.
 */
import { ENTRY_SCHEMAS, plain } from '../../base/configuration/entries.js';
import { changedFields, mergePart, UNKNOWN } from '../../base/configuration/part-merge.js';
import { LISTS, type PartKind } from '../../base/configuration/part-names.js';
import type { PartName } from '../../base/configuration/parts.js';
import { settingsSchema } from '../../base/configuration/schema.js';
import type { ConfigurationStore, RevisionInfo } from '../../base/store/configurations.js';
import { historySince, lastChangeOf, type PartHistory } from './part-history.js';

/** A field that others have changed since. */
export interface OthersChange {
  /** Inside the part: `name`, `stages[0].members`; empty: the whole part. */
  readonly path: string;
  /** Who changed it last; undefined: this is no longer stored. */
  readonly by: RevisionInfo | undefined;
}

export interface ConflictDetails {
  /** Everything that others have changed since; if the base is unknown, everything that differs from ours. */
  readonly others: readonly OthersChange[];
  /** What both changed in different ways: somebody has to choose. */
  readonly open: readonly OthersChange[];
  /** Both sides' changes, with ours where it is open; undefined: they cannot be merged. */
  readonly merged: unknown;
  /** Who changed or deleted it last; undefined: this is no longer stored. */
  readonly last: RevisionInfo | undefined;
}

interface Given extends PartName {
  readonly etag: string | undefined;
  readonly content: unknown;
}

/** @param theirs the current state; undefined: it is gone */
export async function conflictDetails(
  configurations: ConfigurationStore,
  { kind, id, etag = '', content }: Given,
  theirs: unknown,
): Promise<ConflictDetails> {
  const history = await historySince(configurations, { kind, id }, { now: theirs, etag });
  const last = history.changes.at(-1)?.by;
  if (theirs === undefined) return { others: [], open: [], merged: undefined, last };
  if (content === undefined) {
    return { others: othersOf(kind, history, theirs), open: [], merged: undefined, last };
  }
  const ours = canonical(kind, content) ?? content;
  const { content: merged, collisions } = mergePart(kind, { base: history.base, theirs, ours });
  const open = named(kind, history, collisions);
  return { others: history.base === UNKNOWN ? open : othersOf(kind, history, theirs), open, merged, last };
}

/** Whether the part itself has faults, regardless of references from others. */
export function hasFaults({ kind, content }: Pick<Given, 'kind' | 'content'>): boolean {
  return content !== undefined && canonical(kind, content) === undefined;
}

function othersOf(kind: PartKind, history: PartHistory, theirs: unknown): OthersChange[] {
  return history.base === UNKNOWN ? [] : named(kind, history, changedFields(kind, history.base, theirs));
}

function named(kind: PartKind, history: PartHistory, paths: readonly string[]): OthersChange[] {
  return paths.map((path) => ({ path, by: lastChangeOf(history, kind, path) }));
}

/** As the schema reads it; undefined: it has faults. */
function canonical(kind: PartKind, content: unknown): unknown {
  const schema = kind === 'settings' ? settingsSchema : ENTRY_SCHEMAS[LISTS[kind].list];
  const read = schema.safeParse(content);
  return read.success ? plain(read.data) : undefined;
}
