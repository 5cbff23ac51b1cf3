import { Double, Long } from 'bson';
import { fail } from './errors.js';
import { encode } from './values.js';

/** MongoDB's sizes: 101 documents first, then as many as fit. */
const firstBatchDocuments = 101;
const batchBytes = 16 * 1024 * 1024;

interface Cursor {
  readonly namespace: string;
  readonly documents: Iterator<Buffer>;
  /** Taken from the iterator but too large for the last batch. */
  waiting: Buffer | undefined;
  readonly neverExpires: boolean;
  usedAtMs: number;
}

export interface Batch {
  readonly id: bigint;
  readonly namespace: string;
  readonly documents: readonly Buffer[];
}

export interface CursorOptions {
  /** undefined: MongoDB's default sizes. */
  readonly batchSize: number | undefined;
  readonly isSingleBatch?: boolean;
  readonly neverExpires?: boolean;
}

/** The open cursors of the server: each holds an iterator, never a result. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  #lastId = 0n;

  get count(): number {
    return this.#open.size;
  }

  /** Starts a cursor and gives its first batch; id 0 means that nothing is left. */
  open(namespace: string, documents: Iterable<Buffer>, options: CursorOptions, nowMs: number): Batch {
    const cursor: Cursor = {
      namespace,
      documents: documents[Symbol.iterator](),
      waiting: undefined,
      neverExpires: options.neverExpires === true,
      usedAtMs: nowMs,
    };
    const { batch, isDone } = take(cursor, options.batchSize ?? firstBatchDocuments);
    if (isDone || options.isSingleBatch === true) return { id: 0n, namespace, documents: batch };
    this.#lastId += 1n;
    this.#open.set(this.#lastId, cursor);
    return { id: this.#lastId, namespace, documents: batch };
  }

  /** The next batch; throws CursorNotFound for an id that is not open (any more). */
  more(id: bigint, namespace: string, batchSize: number | undefined, nowMs: number): Batch {
    const cursor = this.#open.get(id);
    if (cursor?.namespace !== namespace) fail('CursorNotFound', `cursor id ${id} not found`);
    cursor.usedAtMs = nowMs;
    // An error on the way ends the cursor: its iterator cannot go on.
    this.#open.delete(id);
    const { batch, isDone } = take(cursor, batchSize === undefined || batchSize === 0 ? Infinity : batchSize);
    if (!isDone) this.#open.set(id, cursor);
    return { id: isDone ? 0n : id, namespace, documents: batch };
  }

  /** True if the cursor was open. */
  kill(id: bigint): boolean {
    return this.#open.delete(id);
  }

  killAll(): void {
    this.#open.clear();
  }

  /** Ends the cursors that no client asked for `idleMs`. */
  expire(nowMs: number, idleMs: number): void {
    for (const [id, cursor] of this.#open) {
      if (!cursor.neverExpires && nowMs - cursor.usedAtMs >= idleMs) this.#open.delete(id);
    }
  }
}

function take(cursor: Cursor, count: number): { batch: Buffer[]; isDone: boolean } {
  const batch: Buffer[] = [];
  let sizeBytes = 0;
  while (batch.length < count) {
    const next = cursor.waiting ?? (cursor.documents.next().value as Buffer | undefined);
    cursor.waiting = undefined;
    if (next === undefined) return { batch, isDone: true };
    if (batch.length > 0 && sizeBytes + next.length > batchBytes) {
      cursor.waiting = next;
      return { batch, isDone: false };
    }
    batch.push(next);
    sizeBytes += next.length;
  }
  return { batch, isDone: false };
}

function element(type: number, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
}

function wrap(elements: readonly Buffer[]): Buffer {
  const sizeBytes = elements.reduce((sum, part) => sum + part.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(sizeBytes);
  return Buffer.concat([head, ...elements, Buffer.from([0])], sizeBytes);
}

/** A cursor reply as BSON, put together from the stored bytes so that documents are not parsed and built again. */
export function encodeBatch(batch: Batch, field: 'firstBatch' | 'nextBatch'): Buffer {
  const array = wrap(batch.documents.flatMap((document, at) => [Buffer.from(`\u0003${at}\0`), document]));
  const strings = encode({ id: Long.fromBigInt(batch.id), ns: batch.namespace });
  const cursor = wrap([element(4, field, array), strings.subarray(4, -1)]);
  return wrap([element(3, 'cursor', cursor), encode({ ok: new Double(1) }).subarray(4, -1)]);
}
