/**
 * Merges the changes of two people to one part, such as a group or a user. The unit is a field of the form: a field
 * that only one of them changed is kept. The members of a stage and the recipients of a mail are merged one by one.
 * A destination and every other list are one field each. Pure.
 */
import type { PartKind } from './part-names.js';
import { mergeEntries, mergeOrder, type Entries, type States } from './three-way.js';

/** The state that both started from is no longer known. */
export const UNKNOWN = Symbol('unknown');

export interface PartStates {
  /** What both started from, or UNKNOWN: then every difference between the two is a collision. */
  readonly base: unknown;
  /** The current state. */
  readonly theirs: unknown;
  /** The wanted state. */
  readonly ours: unknown;
}

export interface MergedPart {
  /**
   * Both sides' changes, with ours where they collide. Not checked: each side may be valid and the result still
   * invalid.
   */
  readonly content: unknown;
  /**
   * Paths of fields that both changed in different ways, or, if the base is unknown, that differ: `name`,
   * `stages[0].members`.
   */
  readonly collisions: readonly string[];
}

/** Blocks whose keys are fields of their own; `[]` stands for any row. Everything else is one value. */
const BLOCKS: Readonly<Record<PartKind, readonly string[]>> = {
  // Rows are compared one by one only if none was added or removed; otherwise it is unclear which row is which.
  group: ['', 'missed', 'missed.mail', 'report', 'stages', 'stages[]'],
  user: ['', 'mobile'],
  switch: ['', 'manual', 'schedule'],
  calendar: [''],
  webhook: [''],
  settings: ['', 'externalNumbers', 'notices'],
};

/** Lists of people, in which everybody occurs once; each entry is merged by itself. */
const PEOPLE: readonly string[] = ['stages[].members', 'missed.mail.to', 'report.to'];

/** The keys that identify somebody in such a list. */
const KEYS = ['user', 'extension', 'external', 'address'] as const;

/**
 * `ours` must be canonical, as the schema reads it; otherwise a mere difference in notation would count as a
 * change.
 */
export function mergePart(kind: PartKind, { base, theirs, ours }: PartStates): MergedPart {
  const merged = mergeBlock(kind, '', { was: base, theirs, ours });
  return merged === undefined
    ? { content: ours, collisions: [''] }
    : { content: merged.value, collisions: merged.collisions };
}

/** The fields that differ between two states of a part, named as mergePart names them. */
export function changedFields(kind: PartKind, before: unknown, after: unknown): readonly string[] {
  return mergePart(kind, { base: UNKNOWN, theirs: before, ours: after }).collisions;
}

/** Undefined: it is one value, or a block that is missing on one of the three sides. */
function mergeBlock(kind: PartKind, path: string, { was, theirs, ours }: States) {
  const place = path.replaceAll(/\[\d+\]/g, '[]');
  if (kind === 'group' && PEOPLE.includes(place)) return mergePeople(path, { was, theirs, ours });
  if (!BLOCKS[kind].includes(place)) return undefined;
  const [their, our] = [entriesOf(theirs), entriesOf(ours)];
  const before = was === UNKNOWN ? unknownOf(their, our) : entriesOf(was);
  if (their === undefined || our === undefined || before === undefined) return undefined;
  const isList = Array.isArray(theirs);
  if (isList !== Array.isArray(ours) || (isList && (their.size !== our.size || their.size !== before.size)))
    return undefined;
  const pathOf = (name: string) => (isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`);
  const { entries, collisions } = mergeEntries(before, their, our, (name, states) => {
    const inner = mergeBlock(kind, pathOf(name), states);
    return inner ?? { value: states.ours, collisions: [pathOf(name)] };
  });
  const value = isList ? [...entries.values()] : Object.fromEntries(entries);
  return { value, collisions };
}

/** Undefined: it is one value. A list that the merge would empty, although both sides have entries, is a collision. */
function mergePeople(path: string, { was, theirs, ours }: States) {
  const [before, their, our] = [peopleOf(was), peopleOf(theirs), peopleOf(ours)];
  if (before === undefined || their === undefined || our === undefined) return undefined;
  const { entries, collisions } = mergeEntries(before, their, our);
  const order = mergeOrder([...before.keys()], [...their.keys()], [...our.keys()]);
  const isEmptied = entries.size === 0 && their.size > 0 && our.size > 0;
  if (collisions.length > 0 || order.collides || isEmptied) return { value: ours, collisions: [path] };
  const value = order.ids.filter((id) => entries.has(id)).map((id) => entries.get(id));
  return { value, collisions: [] };
}

/** The entries by their keys; undefined: it is not a list, or somebody is in it twice. */
function peopleOf(value: unknown): Entries | undefined {
  if (!Array.isArray(value)) return undefined;
  const people = new Map((value as unknown[]).map((one) => [personKey(one), one]));
  return people.size === value.length ? people : undefined;
}

function personKey(one: unknown): string {
  // A user is an id, or a block with it: the same person.
  if (typeof one === 'string') return `user ${one}`;
  const fields = one as Readonly<Record<string, unknown>>;
  const key = KEYS.find((known) => known in fields);
  return key === undefined ? JSON.stringify(one) : `${key} ${String(fields[key])}`;
}

function entriesOf(value: unknown): Entries | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

/** Counts every entry as changed, because the base is unknown. */
function unknownOf(...sides: readonly (Entries | undefined)[]): Entries {
  return new Map(sides.flatMap((entries) => [...(entries?.keys() ?? [])].map((name) => [name, UNKNOWN])));
}
