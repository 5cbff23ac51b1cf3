/**
 * Access to values by paths such as `stages[0].members[1]`. Field paths come from the program. Paths from a browser are
 * followed only through existing values and never through a prototype.
 */

export type Draft = Record<string, unknown>;

export function keysOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/([A-Za-z][A-Za-z0-9]*)|\[(\d{1,4})\]/g)].map(([, name, index]) =>
    name === undefined ? Number(index) : name,
  );
}

export function valueAt(draft: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    draft,
  );
}

/** Sets the value and creates missing blocks; undefined deletes it. Only for the program's own paths. */
export function setAt(draft: Draft, path: string, value: unknown): void {
  if (value === undefined) return;
  const keys = keysOf(path);
  const last = keys.at(-1);
  let block: Record<string | number, unknown> = draft;
  for (const key of keys.slice(0, -1)) {
    if (!Object.hasOwn(block, key) || typeof block[key] !== 'object') block[key] = {};
    block = block[key] as Record<string | number, unknown>;
  }
  if (last !== undefined) block[last] = value;
}

/**
 * A copy with the value at the path replaced, or deleted if undefined. Unchanged if the block around it does not exist.
 */
export function withValueAt(draft: Draft, path: string, value: unknown): Draft {
  const copy = structuredClone(draft);
  const keys = keysOf(path);
  const last = keys.at(-1);
  const inside = path.replace(/(?:\.[A-Za-z0-9]+|\[\d+\])$/, '');
  const block = inside === path ? copy : valueAt(copy, inside);
  if (last === undefined || typeof block !== 'object' || block === null) return copy;
  if (value === undefined) Reflect.deleteProperty(block, last);
  else (block as Draft)[last] = structuredClone(value);
  return copy;
}
