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

/** The document with only these fields at its top, in their order; all of it when it holds a type of old times. */
export function onlyFields(bytes: Buffer, names: ReadonlySet<string>): Buffer {
  const parts: Buffer[] = [];
  let size = 5;
  for (let at = 4; bytes[at] !== 0;) {
    const type = bytes[at] ?? 0;
    const nameEnd = bytes.indexOf(0, at + 1);
    const counted = COUNTED[type];
    const length = counted === undefined ? FIXED[type] : counted + bytes.readInt32LE(nameEnd + 1);
    if (length === undefined || nameEnd < 0) return bytes;
    const end = nameEnd + 1 + length;
    if (names.has(bytes.toString('latin1', at + 1, nameEnd))) {
      parts.push(bytes.subarray(at, end));
      size += end - at;
    }
    at = end;
  }
  const head = Buffer.allocUnsafe(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...parts, Buffer.from([0])], size);
}

const isPlainName = (name: string): boolean => /^[a-zA-Z0-9_]+$/.test(name);

/** The fields of a projection that only names whole ones to keep; undefined: it asks for more than that. */
export function wholeFields(projection: Document): ReadonlySet<string> | undefined {
  const names = Object.entries(projection);
  if (names.length === 0 || !names.every(([name, keep]) => isPlainName(name) && Number(keep) === 1))
    return undefined;
  return new Set(['_id', ...names.map(([name]) => name)]);
}

/** The fields that a filter and a sort look at; undefined when that does not stand in their keys. */
export function fieldsRead(filter: Document, sort: Document): ReadonlySet<string> | undefined {
  const paths = [...Object.keys(filter), ...Object.keys(sort)];
  const names = paths.map((path) => path.split('.', 1)[0] ?? '');
  return names.every(isPlainName) ? new Set(names) : undefined;
}
