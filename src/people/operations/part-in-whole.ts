/** Puts one part into a configuration or removes it, and decides which faults are the part's own. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../../base/configuration/faults.js';
import { LISTS, type ListKind, type PartKind } from '../../base/configuration/part-names.js';
import { entriesOf, idOf, namedAs, type PartName } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';
import { takeOutSteps, type References } from '../../base/configuration/take-out.js';
import type { RevisionChanges } from '../../base/store/configurations.js';

/** A change to one part. `content` undefined removes it; '' as id: a new one. */
export interface PartEdit extends PartName {
  readonly content: unknown;
  readonly references?: References | undefined;
}

/** Where the part is in the configuration: `settings`, or `groups` and its index; undefined index: it is gone. */
export type Place = readonly [list: string, index: number | undefined];

/** The configuration with the change, unchecked; `open`: what has to be decided first. In steps, one for each entry. */
export function* editSteps(
  configuration: Configuration,
  edit: PartEdit,
): Generator<undefined, { next: unknown; path: Place; open: readonly Fault[] }> {
  const { kind, id, content, references } = edit;
  if (content !== undefined || references === undefined || kind === 'settings') {
    return { ...replaced(configuration, edit), open: [] };
  }
  const { next, faults } = yield* takeOutSteps(configuration, { kind, id }, references);
  return { next, path: [LISTS[kind].list, undefined], open: faults };
}

function replaced(
  configuration: Configuration,
  { kind, id, content }: PartEdit,
): { next: unknown; path: Place } {
  if (kind === 'settings')
    return { next: { ...configuration, settings: content }, path: ['settings', undefined] };
  const { list } = LISTS[kind];
  const all = entriesOf(configuration, kind);
  const index = id === '' ? all.length : indexOf(configuration, kind, id);
  const without = all.filter((_entry, at) => at !== index);
  const next = content === undefined ? without : [...all.slice(0, index), content, ...all.slice(index + 1)];
  return {
    next: { ...configuration, [list]: next },
    path: [list, content === undefined ? undefined : index],
  };
}

function indexOf(configuration: Configuration, kind: ListKind, id: string): number {
  return entriesOf(configuration, kind).findIndex((entry) => idOf(entry, kind) === id);
}

export function partAtPlace(configuration: Configuration, [list, index]: Place): unknown {
  if (list === 'settings') return configuration.settings;
  const all = (configuration as unknown as Record<string, readonly unknown[]>)[list];
  return index === undefined ? undefined : all?.[index];
}

/** What a revision that changes one part says about it. A part with a new id counts as another part. */
export function changesOfPart(kind: PartKind, before: unknown, after: unknown): RevisionChanges {
  const names = (content: unknown) =>
    kind === 'settings'
      ? Object.entries(content as object).map(([key, value]) => [`setting ${key}`, value] as const)
      : content === undefined
        ? []
        : [[namedAs({ kind, id: idOf(content, kind) }), content] as const];
  const [old, now] = [new Map<string, unknown>(names(before)), new Map<string, unknown>(names(after))];
  const both = [...now.keys()].filter((key) => old.has(key));
  return {
    added: [...now.keys()].filter((key) => !old.has(key)),
    changed: both.filter((key) => !isDeepStrictEqual(old.get(key), now.get(key))),
    removed: [...old.keys()].filter((key) => !now.has(key)),
  };
}

/** Faults of the part itself, with its own paths. */
export function within(faults: readonly Fault[], place: Place): Fault[] {
  if (place[0] !== 'settings' && place[1] === undefined) return [];
  const prefix = prefixOf(place);
  return faults
    .filter(({ path }) => path === prefix || path.startsWith(`${prefix}.`))
    .map((fault) => ({ ...fault, path: fault.path.slice(prefix.length + 1) }));
}

/**
 * The part's own faults, including a number that it shares with another part. A fault elsewhere, where others refer
 * to this part, is not included.
 */
export function ownFaults(faults: readonly Fault[], place: Place): Fault[] {
  return within([...faults, ...faults.flatMap((fault) => turned(fault, prefixOf(place)))], place);
}

function prefixOf([list, index]: Place): string {
  return index === undefined ? list : `${list}[${index}]`;
}

/** "Your number is taken by me", reported at a later part, turned into this part's "my number is taken by them". */
function turned(fault: Fault, prefix: string): Fault[] {
  if (fault.code !== 'taken' || fault.part === undefined) return [];
  const taker = fault.others?.find(({ path }) => path.startsWith(`${prefix}.`));
  if (taker === undefined) return [];
  const { path, ...part } = taker;
  const name = fault.part.name === '' ? '' : ` (${fault.part.name})`;
  const message = `is taken by ${fault.path.replace(/\..*$/, '')}${name} already; it must be unique`;
  return [{ ...fault, path, part, message, others: [{ ...fault.part, path: fault.path }] }];
}
