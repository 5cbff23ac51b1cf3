/** The parts of a configuration that are changed, compared and taken back one by one. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { ENTRY_LISTS } from './entries.js';
import { kindOf, LISTS, type ListKind, type PartKind } from './part-names.js';
import type { Configuration } from './schema.js';

/** The settings have no id; `''` stands for it. */
export interface PartName {
  readonly kind: PartKind;
  readonly id: string;
}

/** Everything by the text that revisions and audit log name it by (`group 700`, `setting domain`), in its order. */
export function partsOf(configuration: Configuration): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(configuration.settings).map(([key, value]) => [`setting ${key}`, value] as const),
    ...ENTRY_LISTS.map(kindOf).flatMap((kind) =>
      entriesOf(configuration, kind).map(
        (entry) => [namedAs({ kind, id: idOf(entry, kind) }), entry] as const,
      ),
    ),
  ]);
}

/** How revisions name a part of a list: `holidays bavaria`. */
export function namedAs({ kind, id }: { readonly kind: ListKind; readonly id: string }): string {
  return `${LISTS[kind].named} ${id}`;
}

/** Entries by their id or number, in their order. */
export function byId(configuration: Configuration, kind: ListKind): ReadonlyMap<string, unknown> {
  return new Map(entriesOf(configuration, kind).map((entry) => [idOf(entry, kind), entry]));
}

/** Undefined: there is none of this name. */
export function partIn(configuration: Configuration, { kind, id }: PartName): unknown {
  if (kind === 'settings') return configuration.settings;
  return entriesOf(configuration, kind).find((entry) => idOf(entry, kind) === id);
}

/**
 * The configuration with one part as it is in `from`: changed, removed, or put back behind the entry that it followed
 * there; undefined: neither has it. Unchecked: others may refer to what is removed.
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

/** Behind the nearest entry before it that is still there. */
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

/** Everything that differs, before and after by their text; what is not there is missing. */
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
