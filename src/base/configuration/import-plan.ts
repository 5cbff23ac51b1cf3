/** Whether a file may become the configuration, when others may have changed that meanwhile. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { changesBetween, type Changes } from './changes.js';
import { checkValue } from './check.js';
import type { Fault } from './faults.js';
import type { Configuration } from './schema.js';

export interface Revised {
  readonly revision: number;
  readonly configuration: Configuration;
}

export interface ImportPlanInput {
  /** Undefined: the database holds none, or only the example of the first start. */
  readonly running: Revised | undefined;
  readonly file: {
    /** The revision that the file was exported from; undefined: it does not say. */
    readonly revision: number | undefined;
    readonly configuration: Configuration;
  };
  /** The configuration of the file's revision; undefined: it is no longer kept. */
  readonly base: Configuration | undefined;
  /** `replace`: what others changed is undone; `merge`: both changes are kept, where no part has both. */
  readonly how: 'asItIs' | 'replace' | 'merge';
}

export type ImportPlan =
  /** What becomes the configuration, and what that changes in the running one. */
  | { readonly kind: 'take'; readonly configuration: Configuration; readonly changes: Changes }
  /** The running configuration has changes that the file does not know; undefined: nobody can say which. */
  | { readonly kind: 'behind'; readonly unknown: Changes | undefined }
  /** Parts that the file and others changed in different ways. */
  | { readonly kind: 'collision'; readonly parts: readonly string[] }
  /** Each side is good, both together are not: a group of the file names a user whom others removed. */
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** `take` is always a configuration that `checkValue` accepts, given that the file's is. */
export function planImport({ running, file, base, how }: ImportPlanInput): ImportPlan {
  const take = (configuration: Configuration): ImportPlan => ({
    kind: 'take',
    configuration,
    changes: changesBetween(running?.configuration, configuration),
  });
  if (running === undefined || how === 'replace' || file.revision === running.revision) {
    return take(file.configuration);
  }
  if (isDeepStrictEqual(file.configuration, running.configuration)) return take(running.configuration);
  if (base === undefined) return { kind: 'behind', unknown: undefined };
  // What others changed is undone already.
  if (isDeepStrictEqual(base, running.configuration)) return take(file.configuration);
  if (how === 'asItIs') return { kind: 'behind', unknown: changesBetween(base, running.configuration) };
  const merged = mergeConfigurations(base, running.configuration, file.configuration);
  if (merged.parts.length > 0) return { kind: 'collision', parts: merged.parts };
  const checked = checkValue(merged.configuration);
  return checked.kind === 'faulty' ? checked : take(checked.configuration);
}

const LISTS = {
  users: { one: 'user', key: 'id' },
  groups: { one: 'group', key: 'number' },
  switches: { one: 'switch', key: 'id' },
  holidays: { one: 'holidays', key: 'id' },
} as const;

type Entries = ReadonlyMap<string, unknown>;

/**
 * What both changed since `base`, part by part: a user, a group, a switch, a calendar, a setting, and the order of
 * each list. `parts` names what both changed in different ways. The result is not checked.
 */
export function mergeConfigurations(
  base: Configuration,
  theirs: Configuration,
  ours: Configuration,
): { readonly configuration: Configuration; readonly parts: readonly string[] } {
  const settings = mergeEntries('setting', settingsOf(base), settingsOf(theirs), settingsOf(ours));
  const lists = Object.entries(LISTS).map(([list, { one, key }]) => {
    const from = (configuration: Configuration): Entries => {
      const entries = configuration[list as keyof typeof LISTS] as readonly Record<string, unknown>[];
      return new Map(entries.map((entry) => [String(entry[key]), entry]));
    };
    const [was, running, file] = [from(base), from(theirs), from(ours)];
    const { entries, parts } = mergeEntries(one, was, running, file);
    const order = mergeOrder([...was.keys()], [...running.keys()], [...file.keys()]);
    const merged = order.ids.filter((id) => entries.has(id)).map((id) => entries.get(id));
    return { list, merged, parts: order.collides ? [...parts, `the order of the ${list}`] : parts };
  });
  const configuration = {
    ...ours,
    settings: Object.fromEntries(settings.entries),
    ...Object.fromEntries(lists.map(({ list, merged }) => [list, merged])),
  } as Configuration;
  return { configuration, parts: [...settings.parts, ...lists.flatMap(({ parts }) => parts)] };
}

function settingsOf({ settings }: Configuration): Entries {
  return new Map(Object.entries(settings));
}

function mergeEntries(one: string, was: Entries, theirs: Entries, ours: Entries) {
  const entries = new Map<string, unknown>();
  const parts: string[] = [];
  for (const id of new Set([...theirs.keys(), ...ours.keys(), ...was.keys()])) {
    const [before, their, our] = [was.get(id), theirs.get(id), ours.get(id)];
    const weChanged = !isDeepStrictEqual(before, our);
    const theyChanged = !isDeepStrictEqual(before, their);
    if (weChanged && theyChanged && !isDeepStrictEqual(their, our)) parts.push(`${one} ${id}`);
    const value = weChanged ? our : their;
    if (value !== undefined) entries.set(id, value);
  }
  return { entries, parts };
}

/** The order of the side that moved entries; what only the other side has follows the one that it followed there. */
function mergeOrder(was: readonly string[], theirs: readonly string[], ours: readonly string[]) {
  const weMoved = moved(was, ours);
  const [lead, other] = weMoved ? [ours, theirs] : [theirs, ours];
  const ids = [...lead];
  const inLead = new Set(lead);
  for (const [index, id] of other.entries()) {
    if (!inLead.has(id)) ids.splice(index === 0 ? 0 : ids.indexOf(other[index - 1] ?? '') + 1, 0, id);
  }
  return { ids, collides: weMoved && moved(was, theirs) && moved(ours, theirs) };
}

/** Whether the ids that both have stand in another order. */
function moved(one: readonly string[], other: readonly string[]): boolean {
  const [inOne, inOther] = [new Set(one), new Set(other)];
  return !isDeepStrictEqual(
    one.filter((id) => inOther.has(id)),
    other.filter((id) => inOne.has(id)),
  );
}
