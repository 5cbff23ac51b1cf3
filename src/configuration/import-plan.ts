/** Whether a file may become the configuration, when others may have changed that meanwhile. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { changesBetween, type Changes } from './changes.js';
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
  | { readonly kind: 'collision'; readonly parts: readonly string[] };

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
  if (how === 'asItIs') return { kind: 'behind', unknown: changesBetween(base, running.configuration) };
  const merged = mergeConfigurations(base, running.configuration, file.configuration);
  return merged.parts.length > 0 ? { kind: 'collision', parts: merged.parts } : take(merged.configuration);
}

const LISTS = {
  users: { one: 'user', key: 'id' },
  groups: { one: 'group', key: 'number' },
  switches: { one: 'switch', key: 'id' },
  holidays: { one: 'holidays', key: 'id' },
} as const;

type Entries = ReadonlyMap<string, unknown>;

/** What both changed since `base`, part by part: a user, a group, a switch, a calendar, a setting. */
export function mergeConfigurations(
  base: Configuration,
  theirs: Configuration,
  ours: Configuration,
): { readonly configuration: Configuration; readonly parts: readonly string[] } {
  const parts: string[] = [];
  const merge = (one: string, from: (configuration: Configuration) => Entries): [string, unknown][] => {
    const [was, running, file] = [from(base), from(theirs), from(ours)];
    const ids = new Set([...file.keys(), ...running.keys()]);
    return [...ids].flatMap((id) => {
      const [before, their, our] = [was.get(id), running.get(id), file.get(id)];
      const weChanged = !isDeepStrictEqual(before, our);
      if (weChanged && !isDeepStrictEqual(before, their) && !isDeepStrictEqual(their, our)) {
        parts.push(`${one} ${id}`);
      }
      const value = weChanged ? our : their;
      return value === undefined ? [] : [[id, value] as [string, unknown]];
    });
  };
  const settings = Object.fromEntries(merge('setting', ({ settings }) => new Map(Object.entries(settings))));
  const lists = Object.entries(LISTS).map(([list, { one, key }]) => {
    const from = (configuration: Configuration): Entries => {
      const entries = configuration[list as keyof typeof LISTS] as readonly Record<string, unknown>[];
      return new Map(entries.map((entry) => [String(entry[key]), entry]));
    };
    return [list, merge(one, from).map(([, entry]) => entry)] as const;
  });
  return { configuration: { ...ours, settings, ...Object.fromEntries(lists) } as Configuration, parts };
}
