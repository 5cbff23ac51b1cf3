/**
 * Decides whether a file may become the configuration, when others may have changed the configuration meanwhile.
 * Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { changesBetween, type Changes } from './changes.js';
import { checkValue } from './check.js';
import type { Fault } from './faults.js';
import { LIST_KINDS, LISTS } from './part-names.js';
import { byId } from './parts.js';
import type { Configuration } from './schema.js';
import { mergeEntries, mergeOrder, type Entries } from './three-way.js';

export interface Revised {
  readonly revision: number;
  readonly configuration: Configuration;
}

export interface ImportPlanInput {
  /** Undefined: the database has none, or only the example from the first start. */
  readonly running: Revised | undefined;
  readonly file: {
    /** The revision that the file was exported from; undefined: the file does not say. */
    readonly revision: number | undefined;
    readonly configuration: Configuration;
  };
  /** The configuration of the file's revision; undefined: it is no longer kept. */
  readonly base: Configuration | undefined;
  /**
   * `replace`: the changes of others are undone. `merge`: both sides' changes are kept, and nothing is imported if
   * both changed one part in different ways.
   */
  readonly how: 'asItIs' | 'replace' | 'merge';
}

export type ImportPlan =
  /** What becomes the configuration. */
  | { readonly kind: 'take'; readonly configuration: Configuration }
  /** The running configuration has changes that the file does not contain; undefined: it cannot be determined which. */
  | { readonly kind: 'behind'; readonly unknown: Changes | undefined }
  /** Parts that the file and others changed in different ways. */
  | { readonly kind: 'collision'; readonly parts: readonly string[] }
  /** Each side is valid but both together are not: a group in the file names a user whom others removed. */
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** `take` is always a configuration that `checkValue` accepts, given that the file's is. */
export function planImport({ running, file, base, how }: ImportPlanInput): ImportPlan {
  const take = (configuration: Configuration): ImportPlan => ({ kind: 'take', configuration });
  if (running === undefined || how === 'replace' || file.revision === running.revision) {
    return take(file.configuration);
  }
  if (isDeepStrictEqual(file.configuration, running.configuration)) return take(running.configuration);
  if (base === undefined) return { kind: 'behind', unknown: undefined };
  // The changes of others have already been undone.
  if (isDeepStrictEqual(base, running.configuration)) return take(file.configuration);
  if (how === 'asItIs') return { kind: 'behind', unknown: changesBetween(base, running.configuration) };
  const merged = mergeConfigurations(base, running.configuration, file.configuration);
  if (merged.parts.length > 0) return { kind: 'collision', parts: merged.parts };
  const checked = checkValue(merged.configuration);
  return checked.kind === 'faulty' ? checked : take(checked.configuration);
}

/**
 * Merges the changes that both made since `base`, part by part: a user, a group, a switch, a calendar, a setting,
 * and the order of each list. `parts` names those that both changed in different ways. The result is not checked.
 */
export function mergeConfigurations(
  base: Configuration,
  theirs: Configuration,
  ours: Configuration,
): { readonly configuration: Configuration; readonly parts: readonly string[] } {
  const settings = mergeEntries(settingsOf(base), settingsOf(theirs), settingsOf(ours));
  const lists = LIST_KINDS.map((kind) => {
    const { list, named } = LISTS[kind];
    const [was, running, file] = [byId(base, kind), byId(theirs, kind), byId(ours, kind)];
    const { entries, collisions } = mergeEntries(was, running, file);
    const order = mergeOrder([...was.keys()], [...running.keys()], [...file.keys()]);
    const merged = order.ids.filter((id) => entries.has(id)).map((id) => entries.get(id));
    const parts = collisions.map((id) => `${named} ${id}`);
    return { list, merged, parts: order.collides ? [...parts, `the order of the ${list}`] : parts };
  });
  const configuration = {
    ...ours,
    settings: Object.fromEntries(settings.entries),
    ...Object.fromEntries(lists.map(({ list, merged }) => [list, merged])),
  } as Configuration;
  const parts = [
    ...settings.collisions.map((key) => `setting ${key}`),
    ...lists.flatMap((merged) => merged.parts),
  ];
  return { configuration, parts };
}

function settingsOf({ settings }: Configuration): Entries {
  return new Map(Object.entries(settings));
}
