/**
 * Two people changed one part, a group or a user: field by field as their forms have them, what only one of them changed
 * is kept; of members of a stage and recipients of a mail one by one. A destination and every other list are one field each.
 * Pure.
 */
import type { PartKind } from './part-names.js';
import { mergeEntries, mergeOrder, type Entries, type States } from './three-way.js';

/** The state that both began with is not known any more. */
export const UNKNOWN = Symbol('unknown');

export interface PartStates {
  /** What both began with, or UNKNOWN: then everything in which the two differ collides. */
  readonly base: unknown;
  /** What is there now. */
  readonly theirs: unknown;
  /** What shall be there. */
  readonly ours: unknown;
}

export interface MergedPart {
  /** Both changes; of what collides ours. Not checked: each side may be good and both together not. */
  readonly content: unknown;
  /** Paths of what both changed in different ways, or in what the states differ: `name`, `stages[0].members`. */
  readonly collisions: readonly string[];
}

/** Blocks whose keys are fields of their own, `[]` for any row. Everything else is one value. */
const BLOCKS: Readonly<Record<PartKind, readonly string[]>> = {
  // Rows are compared one by one only while none was added or removed: else nobody knows which is which.
  group: ['', 'missed', 'missed.mail', 'report', 'stages', 'stages[]'],
  user: ['', 'mobile'],
  switch: ['', 'manual', 'schedule'],
  calendar: [''],
  settings: ['', 'externalNumbers'],
};

/** Lists of people: who is in is one thing, and each is in once. */
const PEOPLE: readonly string[] = ['stages[].members', 'missed.mail.to', 'report.to'];

/** What somebody in such a list is called by. */
const KEYS = ['extension', 'external', 'address'] as const;

/** Ours is to be canonical, as the schema reads it: else what was only written otherwise counts as a change. */
export function mergePart(kind: PartKind, { base, theirs, ours }: PartStates): MergedPart {
  const merged = mergeBlock(kind, '', { was: base, theirs, ours });
  return merged === undefined
    ? { content: ours, collisions: [''] }
    : { content: merged.value, collisions: merged.collisions };
}

/** Fields that differ between two states of a part, as mergePart calls them. */
export function changedFields(kind: PartKind, before: unknown, after: unknown): readonly string[] {
  return mergePart(kind, { base: UNKNOWN, theirs: before, ours: after }).collisions;
}

/** Undefined: it is one value, or a block that not all three have. */
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

/** Undefined: it is one value; so is a list that nobody would be left in though each side has somebody. */
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

/** By what each is called; undefined: no list, or somebody is in it twice. */
function peopleOf(value: unknown): Entries | undefined {
  if (!Array.isArray(value)) return undefined;
  const people = new Map((value as unknown[]).map((one) => [personKey(one), one]));
  return people.size === value.length ? people : undefined;
}

function personKey(one: unknown): string {
  if (typeof one === 'string') return one;
  const fields = one as Readonly<Record<string, unknown>>;
  const key = KEYS.find((known) => known in fields);
  return key === undefined ? JSON.stringify(one) : `${key} ${String(fields[key])}`;
}

function entriesOf(value: unknown): Entries | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

/** Whatever there is has changed, for all that one can know. */
function unknownOf(...sides: readonly (Entries | undefined)[]): Entries {
  return new Map(sides.flatMap((entries) => [...(entries?.keys() ?? [])].map((name) => [name, UNKNOWN])));
}
