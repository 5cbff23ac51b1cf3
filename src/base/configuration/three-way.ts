/** Merges two people's changes to a common base: lists of entries and blocks of values. Pure. */
import { isDeepStrictEqual } from 'node:util';

/** Values by their name. */
export type Entries = ReadonlyMap<string, unknown>;

/** The three states of one value; undefined: it is missing. */
export interface States {
  readonly was: unknown;
  readonly theirs: unknown;
  readonly ours: unknown;
}

export interface MergedEntries {
  /** The merged entries, with ours where both collide. */
  readonly entries: ReadonlyMap<string, unknown>;
  /** Names of entries that both changed in different ways. */
  readonly collisions: readonly string[];
}

/** Merges the inside of a value that both changed; undefined: it cannot be merged, it is one value. */
export type Within = (
  name: string,
  states: States,
) => { readonly value: unknown; readonly collisions: readonly string[] } | undefined;

/** Entry by entry: a change that only one side made is kept. Their entries come first, in their order. */
export function mergeEntries(was: Entries, theirs: Entries, ours: Entries, within?: Within): MergedEntries {
  const entries = new Map<string, unknown>();
  const collisions: string[] = [];
  for (const name of new Set([...theirs.keys(), ...ours.keys(), ...was.keys()])) {
    const states = { was: was.get(name), theirs: theirs.get(name), ours: ours.get(name) };
    const weChanged = !isDeepStrictEqual(states.was, states.ours);
    const theyChanged = !isDeepStrictEqual(states.was, states.theirs);
    let value = weChanged ? states.ours : states.theirs;
    if (weChanged && theyChanged && !isDeepStrictEqual(states.theirs, states.ours)) {
      const inner = within?.(name, states);
      collisions.push(...(inner?.collisions ?? [name]));
      if (inner !== undefined) value = inner.value;
    }
    if (value !== undefined) entries.set(name, value);
  }
  return { entries, collisions };
}

/**
 * The order of the side that moved entries. An entry that only the other side has follows the entry that it
 * followed there.
 */
export function mergeOrder(was: readonly string[], theirs: readonly string[], ours: readonly string[]) {
  const weMoved = moved(was, ours);
  const [lead, other] = weMoved ? [ours, theirs] : [theirs, ours];
  const ids = [...lead];
  const inLead = new Set(lead);
  for (const [index, id] of other.entries()) {
    if (!inLead.has(id)) ids.splice(index === 0 ? 0 : ids.indexOf(other[index - 1] ?? '') + 1, 0, id);
  }
  return { ids, collides: weMoved && moved(was, theirs) && moved(ours, theirs) };
}

/** Whether the ids that both have are in a different order. */
function moved(one: readonly string[], other: readonly string[]): boolean {
  const [inOne, inOther] = [new Set(one), new Set(other)];
  return !isDeepStrictEqual(
    one.filter((id) => inOther.has(id)),
    other.filter((id) => inOne.has(id)),
  );
}
