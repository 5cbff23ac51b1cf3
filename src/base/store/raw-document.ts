/**
 * Decodes and encodes large documents in steps. The driver would do it in one go, which would block the event loop and
 * delay calls.
 */
import { deserialize, serialize, type DeserializeOptions } from 'bson';

/**
 * Decodes a document; the arrays named in `lists` are decoded entry by entry. A key with such a name must hold an array
 * of documents wherever it occurs. Other values are decoded at once.
 *
 * @param bytes as the driver returns them with its option `raw`
 */
export function* documentSteps(
  bytes: Uint8Array,
  lists: readonly string[],
): Generator<undefined, Record<string, unknown>> {
  const options: DeserializeOptions = { fieldsAsRaw: Object.fromEntries(lists.map((key) => [key, true])) };
  return (yield* decoded(deserialize(bytes, options))) as Record<string, unknown>;
}

/** Raw entries occur only in arrays: values that contain arrays are searched, all others stay unchanged. */
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
 * Encodes a document; the arrays named in `lists`, wherever they occur, are encoded entry by entry and must hold only
 * documents. The result is byte for byte that of `serialize`.
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
      // Without the leading length and the terminator.
      parts.push(serialize({ [key]: value }).subarray(4, -1));
    }
  }
  return framed(parts);
}

/** How many parts are concatenated at a time. */
const BLOCK = 600;

const DOCUMENT = 3;
const ARRAY = 4;

function* encodedList(entries: readonly object[]): Generator<undefined, Uint8Array> {
  const blocks: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  for (const [index, entry] of entries.entries()) {
    parts.push(...element(DOCUMENT, String(index), serialize(entry)));
    // Concatenating thousands of small parts in the last step would take too long.
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
