/**
 * Decodes and encodes large documents in steps: the driver would do it in one go and hold up the calls that come
 * meanwhile.
 */
import { deserialize, serialize, type DeserializeOptions } from 'bson';

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

/** Raw entries occur in arrays only: values that contain arrays are searched, all others stay unchanged. */
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

/**
 * The bytes of a document, encoded entry by entry of its lists `lists`, wherever such a key stands in it; byte for byte
 * what `serialize` makes of it. Lists hold documents only.
 */
export function* encodedSteps(
  document: Readonly<Record<string, unknown>>,
  lists: readonly string[],
): Generator<undefined, Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const [key, value] of Object.entries(document)) {
    if (lists.includes(key) && Array.isArray(value)) {
      parts.push(...element(ARRAY, key, yield* encodedList(value as object[])));
    } else if (isPlain(value) && lists.some((list) => list in value)) {
      parts.push(...element(DOCUMENT, key, yield* encodedSteps(value, lists)));
    } else {
      // Everything but its leading length and its terminator.
      parts.push(serialize({ [key]: value }).subarray(4, -1));
    }
  }
  return framed(parts);
}

/** Parts that are put together at once. */
const BLOCK = 600;

const DOCUMENT = 3;
const ARRAY = 4;

function* encodedList(entries: readonly object[]): Generator<undefined, Uint8Array> {
  const blocks: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  for (const [index, entry] of entries.entries()) {
    parts.push(...element(DOCUMENT, String(index), serialize(entry)));
    // Thousands of small parts would take long to be put together in the last step.
    if (parts.length > BLOCK) {
      blocks.push(Buffer.concat(parts));
      parts = [];
    }
    yield;
  }
  return framed([...blocks, ...parts]);
}

/** Type, name as a C string, value. */
function element(type: number, key: string, value: Uint8Array): readonly Uint8Array[] {
  return [Uint8Array.of(type), Buffer.from(`${key}\0`), value];
}

/** A leading length and a trailing zero. */
function framed(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(length);
  return Buffer.concat([head, ...parts, Buffer.alloc(1)], length);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
