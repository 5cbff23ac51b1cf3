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
  usedAtMs: number;
}

export interface CursorOptions {
  /** undefined: MongoDB's default sizes. */
  readonly batchSize?: number | undefined;
  readonly singleBatch?: boolean | undefined;
}

/** The open cursors of the server: each holds an iterator, never a result. Batches are replies as BSON. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  #lastId = 0n;

  /** Starts a cursor and gives its first batch; id 0 means that nothing is left. */
  open(namespace: string, documents: Iterable<Buffer>, options: CursorOptions, nowMs: number): Buffer {
    const cursor: Cursor = {
      namespace,
      documents: documents[Symbol.iterator](),
      waiting: undefined,
      usedAtMs: nowMs,
    };
    const { batch, isDone } = take(cursor, options.batchSize ?? firstBatchDocuments);
    if (isDone || options.singleBatch === true) return encodeBatch(0n, namespace, 'firstBatch', batch);
    this.#lastId += 1n;
    this.#open.set(this.#lastId, cursor);
    return encodeBatch(this.#lastId, namespace, 'firstBatch', batch);
  }

  /** The next batch; throws CursorNotFound for an id that is not open (any more). */
  more(id: bigint, namespace: string, batchSize: number, nowMs: number): Buffer {
    const cursor = this.#open.get(id);
    if (cursor?.namespace !== namespace) return fail('CursorNotFound', `cursor id ${id} not found`);
    cursor.usedAtMs = nowMs;
    // An error on the way ends the cursor: its iterator cannot go on.
    this.#open.delete(id);
    const { batch, isDone } = take(cursor, batchSize === 0 ? Infinity : batchSize);
    if (!isDone) this.#open.set(id, cursor);
    return encodeBatch(isDone ? 0n : id, namespace, 'nextBatch', batch);
  }

  /** True if the cursor was open. */
  kill(id: bigint): boolean {
    return this.#open.delete(id);
  }

  /** Ends the cursors that no client asked for `idleMs`. */
  expire(nowMs: number, idleMs: number): void {
    for (const [id, cursor] of this.#open) if (nowMs - cursor.usedAtMs >= idleMs) this.#open.delete(id);
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

/** A cursor reply with the stored bytes put into an empty one, so that documents are not parsed and built again. */
function encodeBatch(
  id: bigint,
  ns: string,
  name: 'firstBatch' | 'nextBatch',
  batch: readonly Buffer[],
): Buffer {
  const empty = encode({ cursor: { [name]: [], id: Long.fromBigInt(id), ns }, ok: new Double(1) });
  // Where three lengths stand: of the reply, of the document after `03 cursor 00`, of the array after `04 name 00`.
  const arrayAt = 12 + 4 + 1 + name.length + 1;
  const elements = batch.flatMap((document, at) => [Buffer.from(`\u0003${at}\0`), document]);
  const reply = Buffer.concat([empty.subarray(0, arrayAt + 4), ...elements, empty.subarray(arrayAt + 4)]);
  for (const at of [0, 12, arrayAt])
    reply.writeInt32LE(reply.readInt32LE(at) + reply.length - empty.length, at);
  return reply;
}
