import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, unsupported } from './errors.js';
import { encodeKey } from './key-encoding.js';
import { keyRows, type SortField } from './paths.js';
import { openFile, scratchPrefix } from './storage.js';
import { belowNull, isDocument, isNumber, type Document } from './values.js';

/** A larger sort continues in a file. */
const sortMemoryBytes = 32 * 1024 * 1024;
/** LMDB limits keys to 1,978 bytes. */
const maxKeyBytes = 1900;

/** Parses `{a: 1, b: -1}`; throws CommandError for anything else. */
export function parseSort(spec: Document): SortField[] {
  return Object.entries(spec).map(([path, direction]) => {
    if (isDocument(direction) || path.startsWith('$'))
      unsupported('BadValue', `The sort {${path}: ${JSON.stringify(direction)}}`);
    const number = isNumber(direction) ? Number(direction) : 0;
    if (number === 1 || number === -1) return [path, number];
    return fail('BadValue', `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
  });
}

/**
 * Encodes the sort key as bytes that sort in the wanted order. If arrays give several keys, the first in that order
 * counts. An empty array sorts below null.
 */
export function sortKey(document: Document, fields: readonly SortField[]): Buffer {
  const directions = fields.map(([, direction]) => direction);
  const paths = fields.map(([path]) => path);
  const keys = keyRows(document, paths, belowNull).rows.map((row) => encodeKey(row, directions));
  return keys.reduce((best, key) => (Buffer.compare(key, best) < 0 ? key : best));
}

/** A stored document with its key. */
export interface Found {
  readonly key: Buffer;
  readonly bytes: Buffer;
}

/** What to sort, by the bytes of its key. */
interface Sortable {
  readonly key: Buffer;
  readonly found: Found;
}

/**
 * Stable sort; returns the first `keep` items. Beyond 32 MB it sorts in a file in `scratchFolder`, which is removed
 * when the result has been read or is abandoned.
 */
export function* sorted(items: Iterable<Sortable>, keep: number, scratchFolder: string): Generator<Found> {
  let held: Sortable[] = [];
  let heldBytes = 0;
  let scratch: Scratch | undefined;
  const arrange = (): void => {
    held = held.sort((a, b) => Buffer.compare(a.key, b.key)).slice(0, keep);
    heldBytes = held.reduce((sum, { key, found }) => sum + key.length + found.bytes.length, 0);
  };
  try {
    for (const item of items) {
      held.push(item);
      heldBytes += item.key.length + item.found.bytes.length;
      if (held.length >= keep + 1000 || heldBytes > sortMemoryBytes) arrange();
      if (heldBytes <= sortMemoryBytes) continue;
      (scratch ??= new Scratch(scratchFolder)).add(held);
      [held, heldBytes] = [[], 0];
    }
    arrange();
    scratch?.add(held);
    if (scratch !== undefined) yield* scratch.entries();
    else for (const { found } of held) yield found;
  } finally {
    scratch?.remove();
  }
}

/** A temporary file that keeps items in the order of their keys. */
class Scratch {
  static #count = 0;
  readonly #file: string;
  readonly #tree;
  #size = 0;

  constructor(folder: string) {
    this.#file = join(folder, `${scratchPrefix}${(Scratch.#count += 1)}.mdb`);
    this.#tree = openFile(this.#file, true);
  }

  /** Adds items in one transaction. Each key is followed by the item's number, so that equal keys keep their order. */
  add(items: readonly Sortable[]): void {
    this.#tree.transactionSync(() => {
      for (const { key, found } of items) {
        if (key.length > maxKeyBytes)
          fail(
            'QueryExceededMemoryLimitNoDiskUseAllowed',
            `A sort on disk takes keys up to ${maxKeyBytes} bytes`,
          );
        const tail = Buffer.alloc(6);
        tail.writeUIntBE((this.#size += 1), 0, 6);
        const head = Buffer.alloc(2);
        head.writeUInt16BE(found.key.length);
        this.#tree.putSync(Buffer.concat([key, tail]), Buffer.concat([head, found.key, found.bytes]));
      }
    });
  }

  *entries(): Generator<Found> {
    for (const { value } of this.#tree.getRange({ snapshot: false })) {
      const keyEnd = 2 + value.readUInt16BE();
      yield { key: value.subarray(2, keyEnd), bytes: value.subarray(keyEnd) };
    }
  }

  remove(): void {
    const files = [this.#file, `${this.#file}-lock`];
    void this.#tree.close().then(() => files.forEach((file) => rmSync(file, { force: true })));
  }
}
