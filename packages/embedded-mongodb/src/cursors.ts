import { Double, Long } from 'bson';
import { fail } from './errors.js';
import { encode } from './values.js';

/** MongoDB's sizes: 101 documents first, then as many as fit. */
const firstBatchDocuments = 101;
const batchBytes = 16 * 1024 * 1024;

interface Cursor {
  readonly namespace: string;
  readonly documents: Iterator<Buffer, unknown>;
  /** Already taken from the iterator, but too large for the last batch. */
  waiting?: Buffer | undefined;
  usedAtMs: number;
}

/** The server's open cursors. Each holds an iterator, never a whole result. Batches are replies encoded as BSON. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  #lastId = 0n;

  /** Opens a cursor and returns its first batch; id 0 means that there is no more. Default batch sizes: MongoDB's. */
  open(
    namespace: string,
    documents: Iterable<Buffer, unknown>,
    { batchSize = firstBatchDocuments, singleBatch = false },
    nowMs: number,
  ): Buffer {
    const cursor: Cursor = { namespace, documents: documents[Symbol.iterator](), usedAtMs: nowMs };
    const { batch, isDone } = take(cursor, batchSize);
    if (singleBatch && !isDone) cursor.documents.return?.();
    if (isDone || singleBatch) return encodeBatch(0n, namespace, 'firstBatch', batch);
    this.#open.set((this.#lastId += 1n), cursor);
    return encodeBatch(this.#lastId, namespace, 'firstBatch', batch);
  }

  /** The next batch. Throws CursorNotFound if no such cursor is open. */
  more(id: bigint, namespace: string, batchSize: number, nowMs: number): Buffer {
    const cursor = this.#open.get(id);
    if (cursor?.namespace !== namespace) return fail('CursorNotFound', `cursor id ${id} not found`);
    cursor.usedAtMs = nowMs;
    // An error ends the cursor: its iterator cannot continue.
    this.#open.delete(id);
    const { batch, isDone } = take(cursor, batchSize === 0 ? Infinity : batchSize);
    if (!isDone) this.#open.set(id, cursor);
    return encodeBatch(isDone ? 0n : id, namespace, 'nextBatch', batch);
  }

  /** Closes a cursor and releases its iterator. True if it was open. */
  kill(id: bigint): boolean {
    this.#open.get(id)?.documents.return?.();
    return this.#open.delete(id);
  }

  /** Closes the cursors that no client has used for `idleMs`. */
  expire(nowMs: number, idleMs: number): void {
    for (const [id, { usedAtMs }] of this.#open) if (nowMs - usedAtMs >= idleMs) this.kill(id);
  }
}

function take(cursor: Cursor, count: number): { batch: Buffer[]; isDone: boolean } {
  const batch: Buffer[] = [];
  let sizeBytes = 0;
  while (batch.length < count) {
    const next = cursor.waiting ?? (cursor.documents.next().value as Buffer | undefined);
    if (next === undefined) return { batch, isDone: true };
    const isTooMuch = batch.length > 0 && sizeBytes + next.length > batchBytes;
    cursor.waiting = isTooMuch ? next : undefined;
    if (isTooMuch) break;
    batch.push(next);
    sizeBytes += next.length;
  }
  return { batch, isDone: false };
}

/** Builds a cursor reply by copying stored bytes into an empty one, so that documents are not decoded and encoded again. */
function encodeBatch(
  id: bigint,
  ns: string,
  name: 'firstBatch' | 'nextBatch',
  batch: readonly Buffer[],
): Buffer {
  const empty = encode({ cursor: { [name]: [], id: Long.fromBigInt(id), ns }, ok: new Double(1) });
  // Three lengths to fix: of the reply, of the document after `03 cursor 00`, and of the array after `04 name 00`.
  const arrayAt = 12 + 4 + 1 + name.length + 1;
  const elements = batch.flatMap((document, at) => [Buffer.from(`\u0003${at}\0`), document]);
  const reply = Buffer.concat([empty.subarray(0, arrayAt + 4), ...elements, empty.subarray(arrayAt + 4)]);
  const added = reply.length - empty.length;
  for (const at of [0, 12, arrayAt]) reply.writeInt32LE(reply.readInt32LE(at) + added, at);
  return reply;
}
