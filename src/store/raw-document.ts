/** Decodes a large document in steps: the driver would decode it in one go and hold up the calls of that moment. */
import { deserialize, type DeserializeOptions } from 'bson';

/**
 * The document, decoded entry by entry of its lists `lists`, which must be arrays of documents wherever such a key
 * stands in it. Other values are decoded at once.
 *
 * @param bytes as the driver gives them with its option `raw`
 */
export function* documentSteps(
  bytes: Uint8Array,
  lists: readonly string[],
): Generator<undefined, Record<string, unknown>> {
  const options: DeserializeOptions = { fieldsAsRaw: Object.fromEntries(lists.map((key) => [key, true])) };
  return (yield* decoded(deserialize(bytes, options))) as Record<string, unknown>;
}

/** Raw entries stand in arrays only; what holds them is looked through, what holds none stays as it is. */
function* decoded(value: unknown): Generator<undefined, unknown> {
  if (Array.isArray(value)) {
    const entries: unknown[] = [];
    for (const entry of value as unknown[]) {
      entries.push(entry instanceof Uint8Array ? deserialize(entry) : entry);
      yield;
    }
    return entries;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  for (const [key, entry] of Object.entries(value)) {
    (value as Record<string, unknown>)[key] = yield* decoded(entry);
  }
  return value;
}
