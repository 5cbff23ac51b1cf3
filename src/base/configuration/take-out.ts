/**
 * Where a user, group, switch or calendar is used, and a configuration without it: removed from every place, or
 * replaced by another one. What the administrator must decide (a final destination, a stage that would be left
 * without members) stays unchanged, so that the checks or a fault from this file report it. Pure.
 */
import { atOnce } from '../in-slices.js';
import { fault, pathText, type Fault, type Path } from './faults.js';
import { kindOf, LIST_KINDS, LISTS, partAt, type ListKind } from './part-names.js';
import { byId, entriesOf, idOf } from './parts.js';
import { phoneOfUser, readPhoneAddress, type PhoneAddress } from '../model/phone-address.js';
import {
  GONE,
  NUMBER_PLACES,
  REFERENCE_PLACES,
  rewritten,
  SWITCH_NUMBER_PLACES,
  type Decide,
  type Way,
} from './reference-places.js';
import type { Configuration } from './schema.js';

export interface Named {
  readonly kind: ListKind;
  readonly id: string;
}

export interface References {
  /** The id of the replacement, of the same kind; undefined: the references are removed. */
  readonly by: string | undefined;
  /** For a user: also replaces the extension where it is named by its number. Default: those places stay unchanged. */
  readonly numbers?: boolean;
}

/** A place in the configuration that refers to it, located like a fault. */
export type Place = Pick<Fault, 'path' | 'part'>;

/** Every place that refers to the part, in the order of the configuration. */
export function placesOf(configuration: Configuration, named: Named): Place[] {
  return atOnce(placeSteps(configuration, named));
}

/** The same in steps, one for each entry. */
export function placeSteps(configuration: Configuration, named: Named): Generator<undefined, Place[]> {
  return placesWith(
    configuration,
    (there) => there === named.id,
    (kind) => waysTo(named.kind, kind),
  );
}

/**
 * Places that name a user's extension by its number: as a member, as a destination, as a voicemail box. They remain
 * valid without the user. Empty for any other kind of part.
 */
export function numberPlacesOf(configuration: Configuration, named: Named): Place[] {
  return atOnce(numberPlaceSteps(configuration, named));
}

/** The same in steps, one for each entry. */
export function* numberPlaceSteps(configuration: Configuration, named: Named): Generator<undefined, Place[]> {
  const number = extensionOf(configuration, named);
  if (number === undefined) return [];
  return yield* placesWith(configuration, isPhone(configuration, number), numberWays);
}

function* placesWith(
  configuration: Configuration,
  isIt: (there: unknown) => boolean,
  ways: (kind: ListKind) => readonly Way[],
): Generator<undefined, Place[]> {
  const found: Place[] = [];
  yield* rewriteSteps(configuration, ways, (path, there) => {
    if (isIt(there)) {
      const text = pathText(path);
      const part = partAt(configuration, text);
      found.push({ path: text, ...(part !== undefined && { part }) });
    }
    return there;
  });
  return found;
}

/**
 * The configuration without the part and without references to it, unchecked. `faults`: what has to be decided
 * first. With a switch, the rules that read it are removed; with a group, the rules that send calls to it.
 */
export function takenOut(configuration: Configuration, named: Named, references: References): TakenOut {
  return atOnce(takeOutSteps(configuration, named, references));
}

export interface TakenOut {
  readonly next: unknown;
  readonly faults: readonly Fault[];
}

/** The same in steps, one for each entry. */
export function* takeOutSteps(
  configuration: Configuration,
  named: Named,
  { by, numbers = false }: References,
): Generator<undefined, TakenOut> {
  const decide =
    (isIt: (there: unknown) => boolean, instead: string | undefined) => (_path: Path, there: unknown) =>
      isIt(there) ? (instead ?? GONE) : there;
  const isNamed = (there: unknown) => there === named.id;
  let next = yield* rewriteSteps(configuration, (kind) => waysTo(named.kind, kind), decide(isNamed, by));
  const faults: Fault[] = [];
  const number = numbers ? extensionOf(configuration, named) : undefined;
  if (number !== undefined) {
    const instead = by === undefined ? undefined : extensionOf(configuration, { kind: 'user', id: by });
    if (by !== undefined && instead === undefined) faults.push(...withoutExtension(configuration, named, by));
    else next = yield* rewriteSteps(next, numberWays, decide(isPhone(configuration, number), instead));
  }
  const { list } = LISTS[named.kind];
  const entries = entriesOf(next, named.kind).filter((entry) => idOf(entry, named.kind) !== named.id);
  const left = { ...next, [list]: entries };
  return { next: left, faults: by === undefined ? emptied(configuration, left, named) : faults };
}

/** A fault for each place where the number stood: the replacement has no extension to put there. */
function withoutExtension(configuration: Configuration, named: Named, by: string): Fault[] {
  return numberPlacesOf(configuration, named).map((place) => ({
    value: undefined,
    message: `the user ${by} has no extension`,
    ...place,
  }));
}

function extensionOf(configuration: Configuration, { kind, id }: Named): PhoneAddress | undefined {
  const user = kind === 'user' ? byId(configuration, 'user').get(id) : undefined;
  return user === undefined
    ? undefined
    : phoneOfUser(user as Configuration['users'][number], configuration.settings.domain);
}

/** Tells whether a place names this phone. */
function isPhone({ settings }: Configuration, address: PhoneAddress): (there: unknown) => boolean {
  return (there) => typeof there === 'string' && readPhoneAddress(there, settings.domain) === address;
}

/** Where the entries of one kind refer to those of another. */
function waysTo(names: ListKind, from: ListKind): readonly Way[] {
  return REFERENCE_PLACES.filter((place) => place.names === names && kindOf(place.list) === from).map(
    ({ at }) => at,
  );
}

function numberWays(kind: ListKind): readonly Way[] {
  if (kind === 'switch') return SWITCH_NUMBER_PLACES;
  return kind === 'group' ? NUMBER_PLACES : [];
}

/** The configuration with a new value at every place that the paths lead to. */
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

/** Stages that are left without members: allowed in a file, but hardly intended by somebody who deletes a user. */
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
