/** The parts of a configuration, which are changed, compared and restored one by one. Pure. */
import { atOnce } from '../in-slices.js';
import { ENTRY_LISTS } from './entries.js';
import { kindOf, LISTS, type ListKind, type PartKind } from './part-names.js';
import type { Configuration } from './schema.js';

/** The settings have no id; `''` stands in for it. */
export interface PartName {
  readonly kind: PartKind;
  readonly id: string;
}

/**
 * All parts, in their order, keyed by the names that revisions and the audit log use (`group 700`, `setting
 * domain`).
 */
export function partsOf(configuration: Configuration): ReadonlyMap<string, unknown> {
  return atOnce(partSteps(configuration));
}

/** The same in steps, one for each entry. */
export function* partSteps(configuration: Configuration): Generator<undefined, ReadonlyMap<string, unknown>> {
  const parts = new Map<string, unknown>();
  for (const [key, value] of Object.entries(configuration.settings)) parts.set(`setting ${key}`, value);
  for (const kind of ENTRY_LISTS.map(kindOf)) {
    for (const entry of entriesOf(configuration, kind)) {
      parts.set(namedAs({ kind, id: idOf(entry, kind) }), entry);
      yield;
    }
  }
  return parts;
}

/** How revisions name a part of a list: `holidays bavaria`. */
export function namedAs({ kind, id }: { readonly kind: ListKind; readonly id: string }): string {
  return `${LISTS[kind].named} ${id}`;
}

/** Entries by their id or number, in their order. */
export function byId(configuration: Configuration, kind: ListKind): ReadonlyMap<string, unknown> {
  return new Map(entriesOf(configuration, kind).map((entry) => [idOf(entry, kind), entry]));
}

/** Undefined: there is none with this name. */
export function partIn(configuration: Configuration, { kind, id }: PartName): unknown {
  if (kind === 'settings') return configuration.settings;
  return entriesOf(configuration, kind).find((entry) => idOf(entry, kind) === id);
}

/** Finds a part by its name; undefined: there is none. */
export type PartFinder = (name: PartName) => unknown;

/** For finding many parts of a large configuration: each list is read only once. */
export function partFinder(configuration: Configuration | undefined): PartFinder {
  if (configuration === undefined) return () => undefined;
  const known = new Map<ListKind, ReadonlyMap<string, unknown>>();
  return ({ kind, id }) => {
    if (kind === 'settings') return configuration.settings;
    const entries = known.get(kind) ?? byId(configuration, kind);
    known.set(kind, entries);
    return entries.get(id);
  };
}

/**
 * The configuration with one part as it is in `from`: changed, removed, or put back after the entry that it
 * followed there; undefined: neither has it. Unchecked: others may refer to a part that is removed.
 */
export function withPartOf(
  configuration: Configuration,
  from: Configuration,
  name: PartName,
): Configuration | undefined {
  const { kind, id } = name;
  if (kind === 'settings') return { ...configuration, settings: from.settings };
  const part = partIn(from, name);
  const now = entriesOf(configuration, kind);
  const ids = now.map((entry) => idOf(entry, kind));
  const at = ids.indexOf(id);
  if (part === undefined && at === -1) return undefined;
  const others = now.filter((_entry, index) => index !== at);
  const { list } = LISTS[kind];
  if (part === undefined) return { ...configuration, [list]: others };
  const place = at === -1 ? placeAfter(ids, from, kind, id) : at;
  return { ...configuration, [list]: [...others.slice(0, place), part, ...others.slice(place)] };
}

/** The index after the nearest preceding entry that still exists. */
function placeAfter(ids: readonly string[], from: Configuration, kind: ListKind, id: string): number {
  const there = entriesOf(from, kind).map((entry) => idOf(entry, kind));
  const known = new Set(ids);
  const before = there.slice(0, there.indexOf(id)).findLast((other) => known.has(other));
  return before === undefined ? 0 : ids.indexOf(before) + 1;
}

export function entriesOf(configuration: Configuration, kind: ListKind): readonly unknown[] {
  return configuration[LISTS[kind].list];
}

/** The id, or a group's number; `''`: it has none. */
export function idOf(entry: unknown, kind: ListKind): string {
  const value = (entry as Record<string, unknown>)[LISTS[kind].key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * The parts with these names, as revisions write them; parts that do not exist are left out. In steps, one for each
 * entry.
 */
export function* partsNamedSteps(
  configuration: Configuration,
  names: readonly string[],
): Generator<undefined, Record<string, unknown>> {
  const wanted = new Set(names);
  const found: [string, unknown][] = [];
  const take = (name: string, part: unknown) => {
    if (wanted.has(name)) found.push([name, part]);
  };
  for (const [key, value] of Object.entries(configuration.settings)) take(`setting ${key}`, value);
  for (const kind of ENTRY_LISTS.map(kindOf)) {
    // Usually few of thousands are wanted, so lists without any wanted name are skipped.
    if (!names.some((name) => name.startsWith(`${LISTS[kind].named} `))) continue;
    for (const entry of entriesOf(configuration, kind)) {
      take(namedAs({ kind, id: idOf(entry, kind) }), entry);
      yield;
    }
  }
  return Object.fromEntries(found);
}
