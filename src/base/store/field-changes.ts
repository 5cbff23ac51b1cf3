/** What is different between two versions of a document, as small as an update can say it. Pure. */

/** A value at a dotted path: what it was, and what it is to be. */
export interface FieldChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** @param fields those of `content` that are to be others */
export function fieldChanges(
  content: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, unknown>>,
): readonly FieldChange[] {
  return Object.entries(fields).flatMap(([key, after]) => changesAt(key, content[key], after));
}

/** Of a document or a list its entries, as long as a path can name them; else the whole value. */
function changesAt(path: string, before: unknown, after: unknown): readonly FieldChange[] {
  if (before === after) return [];
  const [old, wanted] = [entriesOf(before), entriesOf(after)];
  const isSame = old?.size === wanted?.size && Array.isArray(before) === Array.isArray(after);
  if (
    old === undefined ||
    wanted === undefined ||
    !isSame ||
    ![...old.keys()].every((key) => wanted.has(key))
  )
    return [{ path, before, after }];
  return [...old].flatMap(([key, value]) => changesAt(`${path}.${key}`, value, wanted.get(key)));
}

/** Undefined: no list, no document, or one with names that mean something else in a path. */
function entriesOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.map((entry: unknown, index) => [String(index), entry]));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return undefined;
  const entries = Object.entries(value);
  return entries.every(([key]) => /^[^.$\d][^.]*$/.test(key)) ? new Map(entries) : undefined;
}
