/** The differences between two states of plain data, by path. Pure. */

export interface Difference {
  /** `stages[0].ringSec`; empty: the whole value. */
  readonly path: string;
  /** JSON; null: there was nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Compares single values; an added or removed block is one difference. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (isBlock(before) && isBlock(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => {
      const at = Array.isArray(before) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      return differences(own(before, key), own(after, key), at);
    });
  }
  const [one, other] = [textOf(before), textOf(after)];
  return one === other ? [] : [{ path, before: one, after: other }];
}

function isBlock(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
