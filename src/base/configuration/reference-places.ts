/**
 * Where a configuration names its own parts. References are checked, listed, removed and replaced by this one
 * table. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Node } from './draft.js';
import type { EntryList, ListKind, PartKind } from './part-names.js';

export interface ReferencePlace {
  /** What the place contains: the id of one of these, or a group's number. */
  readonly names: ListKind;
  /** The list whose entries have this place. */
  readonly list: EntryList;
  /** The path to it in the entry; ROWS stands for each row of a list. */
  readonly at: Way;
}

export const ROWS = Symbol('each row');
export type Way = readonly (string | typeof ROWS)[];

const DESTINATIONS: readonly Way[] = [['anonymous', 'divert'], ['rules', ROWS, 'to'], ['final']];
const MEMBERS: Way = ['stages', ROWS, 'members', ROWS];
/** Whose phones may use a code. */
const PICKUP: Way = ['pickup', ROWS];
const CODE_ALLOWED: Way = ['codeAllowed', ROWS];

/** Mails and reports go to users with an email, or to addresses. */
export const RECIPIENTS: readonly Way[] = [
  ['missed', 'mail', 'to', ROWS],
  ['report', 'to', ROWS],
];

export const REFERENCE_PLACES: readonly ReferencePlace[] = [
  { names: 'calendar', list: 'users', at: ['mobile', 'holidays'] },
  { names: 'calendar', list: 'switches', at: ['schedule', 'holidays'] },
  { names: 'switch', list: 'groups', at: ['rules', ROWS, 'switch'] },
  { names: 'user', list: 'groups', at: MEMBERS },
  { names: 'user', list: 'groups', at: [...MEMBERS, 'user'] },
  { names: 'user', list: 'groups', at: PICKUP },
  { names: 'user', list: 'switches', at: CODE_ALLOWED },
  ...DESTINATIONS.map((to) => ({ names: 'group', list: 'groups', at: [...to, 'group'] }) as const),
  { names: 'group', list: 'webhooks', at: ['groups', ROWS] },
  ...RECIPIENTS.map((at) => ({ names: 'user', list: 'groups', at }) as const),
];

/** Where a group names a phone or a voicemail box by its number; the list of users says whose number it is. */
export const NUMBER_PLACES: readonly Way[] = [
  [...MEMBERS, 'extension'],
  [...PICKUP, 'extension'],
  ...DESTINATIONS.flatMap((to) => [
    [...to, 'extension'],
    [...to, 'voicemail'],
  ]),
];

/** Where a part names a sound file. */
export const SOUND_PLACES: Readonly<Partial<Record<PartKind, readonly Way[]>>> = {
  settings: [['confirmFile'], ['blockedAnnouncement']],
  switch: [['codeSound']],
  group: [
    ['blockedAnnouncement'],
    ['nameFile'],
    ['greeting', 'file'],
    ['recordingNotice', 'file'],
    ['recordingNotice', 'memberFile'],
    ['ringback', 'file'],
    ...DESTINATIONS.map((to) => [...to, 'announcement']),
  ],
};

/** The same for a switch. */
export const SWITCH_NUMBER_PLACES: readonly Way[] = [[...CODE_ALLOWED, 'extension']];

/** All values at the path, as far as the path exists. */
export function nodesAt(entry: Node, at: Way): Node[] {
  const [first, ...rest] = at;
  if (first === undefined) return [entry];
  if (first === ROWS) return entry.rows().flatMap((row) => nodesAt(row, rest));
  const next = entry.at(first);
  return next.value === undefined ? [] : nodesAt(next, rest);
}

/** Returned for a value that is to be removed. */
export const GONE = Symbol('gone');

/** Returns the new value of a place; the same value leaves the place unchanged. */
export type Decide = (path: readonly (string | number)[], value: unknown) => unknown;

/**
 * The entry with a new value at every place that the path leads to. GONE removes the row that contains the value (a
 * member of a stage, a rule), or its own key if it is not in a row. If two rows become equal, only the first is
 * kept.
 * @param path of the entry
 */
export function rewritten(
  entry: unknown,
  at: Way,
  decide: Decide,
  path: readonly (string | number)[],
): unknown {
  return step(entry, at, { decide, path, isInRow: false });
}

interface Step {
  readonly decide: Decide;
  readonly path: readonly (string | number)[];
  readonly isInRow: boolean;
}

function step(value: unknown, at: Way, { decide, path, isInRow }: Step): unknown {
  const [first, ...rest] = at;
  if (first === undefined) return decide(path, value);
  if (typeof value !== 'object' || value === null) return value;
  if (first === ROWS) {
    return Array.isArray(value)
      ? rowsWith(value as readonly unknown[], rest, { decide, path, isInRow })
      : value;
  }
  if (!Object.hasOwn(value, first)) return value;
  const { [first]: before, ...others } = value as Record<string, unknown>;
  const after = step(before, rest, { decide, path: [...path, first], isInRow });
  if (after === before) return value;
  if (after !== GONE) return { ...value, [first]: after };
  return isInRow ? GONE : others;
}

function rowsWith(rows: readonly unknown[], rest: Way, { decide, path }: Step): readonly unknown[] {
  const next = rows.map((row, index) => step(row, rest, { decide, path: [...path, index], isInRow: true }));
  if (next.every((row, index) => row === rows[index])) return rows;
  // Two equal stages are allowed.
  const mayBeTwice = rest.includes(ROWS);
  const isTwice = (row: unknown, index: number) =>
    next.some(
      (other, at) =>
        at < index && (row !== rows[index] || other !== rows[at]) && isDeepStrictEqual(other, row),
    );
  return next.filter((row, index) => row !== GONE && (mayBeTwice || !isTwice(row, index)));
}
