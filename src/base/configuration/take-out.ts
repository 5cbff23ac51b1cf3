/**
 * Where a user, group, switch or calendar is used, and a configuration without it: taken out of every place, or with
 * another one in its stead. What may not be decided for the administrator (a final destination, a stage in which nobody
 * would be left) is left as it is, so that the checks or a fault of this file tell it. Pure.
 */
import { atOnce } from '../in-slices.js';
import { fault, pathText, type Fault, type Path } from './faults.js';
import { kindOf, LIST_KINDS, LISTS, partAt, type ListKind } from './part-names.js';
import { byId, entriesOf, idOf } from './parts.js';
import {
  GONE,
  NUMBER_PLACES,
  REFERENCE_PLACES,
  rewritten,
  type Decide,
  type Way,
} from './reference-places.js';
import type { Configuration } from './schema.js';

export interface Named {
  readonly kind: ListKind;
  readonly id: string;
}

export interface References {
  /** Undefined: taken out; else the id of another one of the same kind. */
  readonly by: string | undefined;
  /** With a user: also where the extension is named by its number. Default: those places stay as they are. */
  readonly numbers?: boolean;
}

/** A place of the configuration that refers to it, as a fault is placed. */
export type Place = Pick<Fault, 'path' | 'part'>;

/** Every place that refers to the part, in the order of the configuration. */
export function placesOf(configuration: Configuration, named: Named): Place[] {
  return atOnce(placeSteps(configuration, named));
}

/** The same with a step for each entry. */
export function placeSteps(configuration: Configuration, named: Named): Generator<undefined, Place[]> {
  return placesWith(configuration, named.id, (kind) => waysTo(named.kind, kind));
}

/**
 * Places that name a user's extension by its number: as a member, where calls go, a voicemail box. They hold without the
 * user, too. None of another kind of part.
 */
export function numberPlacesOf(configuration: Configuration, named: Named): Place[] {
  return atOnce(numberPlaceSteps(configuration, named));
}

/** The same with a step for each entry. */
export function* numberPlaceSteps(configuration: Configuration, named: Named): Generator<undefined, Place[]> {
  const number = extensionOf(configuration, named);
  return number === undefined ? [] : yield* placesWith(configuration, number, numberWays);
}

function* placesWith(
  configuration: Configuration,
  value: string,
  ways: (kind: ListKind) => readonly Way[],
): Generator<undefined, Place[]> {
  const found: Place[] = [];
  yield* rewriteSteps(configuration, ways, (path, there) => {
    if (there === value) {
      const text = pathText(path);
      const part = partAt(configuration, text);
      found.push({ path: text, ...(part !== undefined && { part }) });
    }
    return there;
  });
  return found;
}

/**
 * The configuration without the part and without any reference to it, unchecked; `faults`: what is left open. A rule of
 * a switch that goes, goes with it; so does one that sends calls to a group that goes.
 */
export function takenOut(configuration: Configuration, named: Named, references: References): TakenOut {
  return atOnce(takeOutSteps(configuration, named, references));
}

export interface TakenOut {
  readonly next: unknown;
  readonly faults: readonly Fault[];
}

/** The same with a step for each entry. */
export function* takeOutSteps(
  configuration: Configuration,
  named: Named,
  { by, numbers = false }: References,
): Generator<undefined, TakenOut> {
  const decide = (value: string, instead: string | undefined) => (_path: Path, there: unknown) =>
    there === value ? (instead ?? GONE) : there;
  let next = yield* rewriteSteps(configuration, (kind) => waysTo(named.kind, kind), decide(named.id, by));
  const faults: Fault[] = [];
  const number = numbers ? extensionOf(configuration, named) : undefined;
  if (number !== undefined) {
    const instead = by === undefined ? undefined : extensionOf(configuration, { kind: 'user', id: by });
    if (by !== undefined && instead === undefined) faults.push(...withoutExtension(configuration, named, by));
    else next = yield* rewriteSteps(next, numberWays, decide(number, instead));
  }
  const { list } = LISTS[named.kind];
  const entries = entriesOf(next, named.kind).filter((entry) => idOf(entry, named.kind) !== named.id);
  const left = { ...next, [list]: entries };
  return { next: left, faults: by === undefined ? emptied(configuration, left, named) : faults };
}

/** Nothing can stand where the number stood. */
function withoutExtension(configuration: Configuration, named: Named, by: string): Fault[] {
  return numberPlacesOf(configuration, named).map((place) => ({
    value: undefined,
    message: `the user ${by} has no extension`,
    ...place,
  }));
}

function extensionOf(configuration: Configuration, { kind, id }: Named): string | undefined {
  if (kind !== 'user') return undefined;
  return (byId(configuration, 'user').get(id) as Configuration['users'][number] | undefined)?.extension;
}

/** Where the entries of one kind name those of another. */
function waysTo(names: ListKind, from: ListKind): readonly Way[] {
  return REFERENCE_PLACES.filter((place) => place.names === names && kindOf(place.list) === from).map(
    ({ at }) => at,
  );
}

function numberWays(kind: ListKind): readonly Way[] {
  return kind === 'group' ? NUMBER_PLACES : [];
}

/** The configuration with each value at the end of the ways decided anew. */
function* rewriteSteps(
  configuration: Configuration,
  ways: (kind: ListKind) => readonly Way[],
  decide: Decide,
): Generator<undefined, Configuration> {
  const lists: [string, unknown][] = [];
  for (const kind of LIST_KINDS) {
    const [{ list }, all] = [LISTS[kind], ways(kind)];
    if (all.length === 0) continue;
    const entries: unknown[] = [];
    for (const [index, entry] of entriesOf(configuration, kind).entries()) {
      entries.push(all.reduce((next, at) => rewritten(next, at, decide, [list, index]), entry));
      yield;
    }
    lists.push([list, entries]);
  }
  return { ...configuration, ...Object.fromEntries(lists) };
}

/** Stages in which nobody is left: allowed in a file, and yet nobody who deletes a user means it. */
function emptied(before: Configuration, next: unknown, { kind }: Named): Fault[] {
  if (kind !== 'user') return [];
  const groups = (next as { readonly groups: Configuration['groups'] }).groups;
  return groups.flatMap((group, g) =>
    group.stages.flatMap((stage, s) => {
      const had = before.groups[g]?.stages[s]?.members ?? [];
      if (stage.members.length > 0 || had.length === 0) return [];
      const path = ['groups', g, 'stages', s];
      const part = partAt(next, pathText(path));
      const told = fault(
        path,
        undefined,
        'nobody would be left in this stage; remove the stage or add somebody',
      );
      return [part === undefined ? told : { ...told, part }];
    }),
  );
}
