/** Reads the calls of a long period in slices. */
import { myTurn } from '../in-slices.js';

/** The first slice is this part of the whole; the size of later ones follows from the one before. */
const FIRST_SLICE = 1 / 48;

/**
 * How many records a slice should have, whole ones and those of a few fields. This many fit into the buffer of a unix
 * socket: with larger answers the embedded database waits for its client instead of reading on.
 */
export const WHOLE_RECORDS = 100;
export const SHORT_RECORDS = 400;

/** Busy hours come and go; a slice is at most this many times longer or shorter than the one before. */
const LARGEST_CHANGE = 4;

const SHORTEST_SLICE_MS = 1000;

export interface Slice {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The records of the time, in order, read slice by slice. The database reads the next slice while this one is
 * being worked on, and no further.
 *
 * @param wanted how many records a slice should have
 */
export async function* oneAhead<T>(
  { from, to }: Slice,
  read: (slice: Slice) => PromiseLike<readonly T[]>,
  wanted: number,
): AsyncGenerator<T> {
  let position = from.getTime();
  let lengthMs = Math.max(SHORTEST_SLICE_MS, Math.ceil((to.getTime() - position) * FIRST_SLICE));
  const start = () => {
    if (position >= to.getTime()) return undefined;
    const end = Math.min(to.getTime(), position + lengthMs);
    const slice = { from: new Date(position), to: new Date(end) };
    const found = myTurn().then(() => read(slice));
    // The error is handled where this is awaited, but a reader that stops early never awaits it.
    found.catch(() => undefined);
    const current = { found, lengthMs: end - position };
    position = end;
    return current;
  };
  let next = start();
  while (next !== undefined) {
    const current = next;
    next = start();
    const records = await current.found;
    lengthMs = nextLength(current.lengthMs, records.length, wanted);
    yield* records;
  }
}

function nextLength(lengthMs: number, records: number, wanted: number): number {
  const right = (lengthMs * wanted) / Math.max(1, records);
  const limited = Math.min(lengthMs * LARGEST_CHANGE, Math.max(lengthMs / LARGEST_CHANGE, right));
  return Math.max(SHORTEST_SLICE_MS, Math.ceil(limited));
}
