/**
 * Some fields of a stored document, cut out of its bytes: a query that reads two fields of a large document need not
 * decode the rest, and a projection of whole fields need not decode anything.
 */
import type { Document } from './values.js';

/** Bytes of the values whose length is fixed, by BSON type. */
const FIXED: Readonly<Record<number, number>> = {
  ...{ 0x01: 8, 0x06: 0, 0x07: 12, 0x08: 1, 0x09: 8, 0x0a: 0 },
  ...{ 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16, 0x7f: 0, 0xff: 0 },
};

/** Types that begin with the number of bytes that follow, and what is not counted in it. */
const COUNTED: Readonly<Record<number, number>> = {
  0x02: 4,
  0x03: 0,
  0x04: 0,
  0x05: 5,
  0x0d: 4,
  0x0e: 4,
  0x0f: 0,
};

/** Fields to keep by name: whole (null), or of the documents in them only some. */
export type Fields = ReadonlyMap<string, Fields | null>;

const DOCUMENT = 0x03;
const ARRAY = 0x04;

/** The document with only these fields, in their order; undefined when that cannot be told from the bytes alone. */
export function onlyFields(bytes: Buffer, fields: Fields): Buffer | undefined {
  const parts: Buffer[] = [];
  let size = 5;
  for (let at = 4; bytes[at] !== 0;) {
    const type = bytes[at] ?? 0;
    const nameEnd = bytes.indexOf(0, at + 1);
    const counted = COUNTED[type];
    const length = counted === undefined ? FIXED[type] : counted + bytes.readInt32LE(nameEnd + 1);
    // A type of old times, such as a pattern.
    if (length === undefined || nameEnd < 0) return undefined;
    const end = nameEnd + 1 + length;
    const inner = fields.get(bytes.toString('latin1', at + 1, nameEnd));
    if (inner === null) {
      parts.push(bytes.subarray(at, end));
      size += end - at;
    } else if (inner !== undefined) {
      const kept = cutValue(type, bytes.subarray(nameEnd + 1, end), inner);
      if (kept === undefined) return undefined;
      parts.push(bytes.subarray(at, nameEnd + 1), kept);
      size += nameEnd + 1 - at + kept.length;
    }
    at = end;
  }
  return joined(parts, size);
}

/** Of documents and lists of documents only; what else a path into a value gives is left to the projection itself. */
function cutValue(type: number, value: Buffer, fields: Fields): Buffer | undefined {
  if (type === DOCUMENT) return onlyFields(value, fields);
  if (type !== ARRAY) return undefined;
  const parts: Buffer[] = [];
  let size = 5;
  for (let at = 4; value[at] !== 0;) {
    const start = value.indexOf(0, at + 1) + 1;
    if (value[at] !== DOCUMENT) return undefined;
    const end = start + value.readInt32LE(start);
    const kept = onlyFields(value.subarray(start, end), fields);
    if (kept === undefined) return undefined;
    parts.push(value.subarray(at, start), kept);
    size += start - at + kept.length;
    at = end;
  }
  return joined(parts, size);
}

function joined(parts: readonly Buffer[], size: number): Buffer {
  const head = Buffer.allocUnsafe(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...parts, Buffer.from([0])], size);
}

const isPlainName = (name: string): boolean => /^[a-zA-Z0-9_]+$/.test(name);

/** The fields of a projection that only names ones to keep; undefined: it asks for more than that. */
export function wantedFields(projection: Document): Fields | undefined {
  const fields = new Map<string, Map<string, null> | null>([['_id', null]]);
  for (const [path, keep] of Object.entries(projection)) {
    const [name = '', inner, ...deeper] = path.split('.');
    const isPlain = isPlainName(name) && (inner === undefined || isPlainName(inner)) && deeper.length === 0;
    if (Number(keep) !== 1 || !isPlain) return undefined;
    const known = fields.get(name);
    if (inner === undefined) fields.set(name, null);
    else if (known === undefined) fields.set(name, new Map([[inner, null]]));
    else if (known !== null) known.set(inner, null);
    // A field and a path into it at once are a fault that the projection names.
    else return undefined;
  }
  return fields.size === 1 ? undefined : fields;
}

/** The fields that a filter and a sort look at; undefined when that does not stand in their keys. */
export function fieldsRead(filter: Document, sort: Document): Fields | undefined {
  const paths = [...Object.keys(filter), ...Object.keys(sort)];
  const names = paths.map((path) => path.split('.', 1)[0] ?? '');
  return names.every(isPlainName) ? new Map(names.map((name) => [name, null])) : undefined;
}
