/** The parts of a configuration that are changed, compared and taken back one by one. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from './schema.js';

/** A setting is one key of the settings. */
export const PART_LISTS = {
  user: { list: 'users', key: 'id' },
  group: { list: 'groups', key: 'number' },
  switch: { list: 'switches', key: 'id' },
  holidays: { list: 'holidays', key: 'id' },
} as const;

export type PartListKind = keyof typeof PART_LISTS;
export type PartKind = PartListKind | 'setting';

export interface PartName {
  readonly kind: PartKind;
  readonly id: string;
}

/** `group 700`: how revisions, audit log and command line name a part. */
export function partText({ kind, id }: PartName): string {
  return `${kind} ${id}`;
}

/** Undefined: the text names no part. */
export function partNamed(text: string): PartName | undefined {
  const [, kind, id] = /^(user|group|switch|holidays|setting) (\S{1,64})$/.exec(text) ?? [];
  return kind === undefined || id === undefined ? undefined : { kind: kind as PartKind, id };
}

/** All parts by their text, in the order of the configuration. */
export function partsOf(configuration: Configuration): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(configuration.settings).map(([key, value]) => [`setting ${key}`, value] as const),
    ...configuration.users.map((user) => [`user ${user.id}`, user] as const),
    ...configuration.groups.map((group) => [`group ${group.number}`, group] as const),
    ...configuration.switches.map((entry) => [`switch ${entry.id}`, entry] as const),
    ...configuration.holidays.map((calendar) => [`holidays ${calendar.id}`, calendar] as const),
  ]);
}

/** Undefined: there is none. */
export function partOf(configuration: Configuration, { kind, id }: PartName): unknown {
  if (kind === 'setting') {
    const { settings } = configuration;
    return Object.hasOwn(settings, id) ? settings[id as keyof typeof settings] : undefined;
  }
  return entriesOf(configuration, kind).find((entry) => idOf(entry, kind) === id);
}

/**
 * The configuration with one part as it is in `from`: changed, removed, or put back behind the entry that it followed
 * there. Unchecked: others may refer to what is removed.
 */
export function withPartOf(configuration: Configuration, from: Configuration, name: PartName): Configuration {
  const part = partOf(from, name);
  const { kind, id } = name;
  if (kind === 'setting') {
    const settings = Object.entries(configuration.settings).filter(([key]) => key !== id);
    const own = part === undefined ? [] : [[id, part] as const];
    return {
      ...configuration,
      settings: Object.fromEntries([...settings, ...own]) as Configuration['settings'],
    };
  }
  const { list } = PART_LISTS[kind];
  const now = entriesOf(configuration, kind);
  const ids = now.map((entry) => idOf(entry, kind));
  const at = ids.indexOf(id);
  const others = now.filter((_entry, index) => index !== at);
  if (part === undefined) return { ...configuration, [list]: others };
  const place = at === -1 ? placeAfter(ids, from, kind, id) : at;
  return { ...configuration, [list]: [...others.slice(0, place), part, ...others.slice(place)] };
}

/** Behind the nearest entry before it that is still there. */
function placeAfter(ids: readonly string[], from: Configuration, kind: PartListKind, id: string): number {
  const there = entriesOf(from, kind).map((entry) => idOf(entry, kind));
  const before = there.slice(0, there.indexOf(id)).findLast((other) => ids.includes(other));
  return before === undefined ? 0 : ids.indexOf(before) + 1;
}

function entriesOf(configuration: Configuration, kind: PartListKind): readonly unknown[] {
  return configuration[PART_LISTS[kind].list];
}

function idOf(entry: unknown, kind: PartListKind): string {
  const value = (entry as Record<string, unknown>)[PART_LISTS[kind].key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Those parts that differ, before and after by their text; what is not there is missing. */
export function changedParts(
  before: Configuration | undefined,
  after: Configuration,
): { readonly before: Record<string, unknown>; readonly after: Record<string, unknown> } {
  const [old, now] = [before === undefined ? new Map<string, unknown>() : partsOf(before), partsOf(after)];
  const differ = [...new Set([...old.keys(), ...now.keys()])].filter(
    (key) => !isDeepStrictEqual(old.get(key), now.get(key)),
  );
  const of = (parts: ReadonlyMap<string, unknown>) =>
    Object.fromEntries(differ.filter((key) => parts.has(key)).map((key) => [key, parts.get(key)]));
  return { before: of(old), after: of(now) };
}
