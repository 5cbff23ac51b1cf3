import { endOf, type Collection } from './collection.js';
import { judge, type FieldBounds } from './bounds.js';
import type { Index } from './indexes.js';

export interface IndexScan {
  readonly index: Index;
  /** Per index field, in the field's own direction. */
  readonly bounds: readonly FieldBounds[];
  readonly isReverse: boolean;
}

/** How much a query has looked at so far, for explain. */
export interface Examined {
  keys: number;
  documents: number;
}

/** Keys are read in slices, first few, then many: a cursor that waits for its client holds no snapshot of the file. */
const firstSlice = 4;
const largestSlice = 256;

/**
 * The keys of the documents that an index scan meets, in the order of the index. A document may come again
 * if the index is multikey. Documents changed during the scan may be met or not, as in MongoDB.
 */
export function* scanIndex(collection: Collection, scan: IndexScan, examined: Examined): Generator<Buffer> {
  const { index, isReverse } = scan;
  const prefix = collection.indexPrefix(index);
  const bounded = scan.bounds.findLastIndex((bounds) => bounds !== undefined) + 1;
  const fields = index.fields.slice(0, bounded).map(([, direction], at) => ({
    bounds: scan.bounds[at],
    flip: direction === -1 ? 0xff : 0,
  }));
  let position = startOf(prefix, fields[0]?.bounds, isReverse);
  let slice = firstSlice;
  for (;;) {
    const entries = readSlice(collection, index, range(prefix, position, isReverse, slice));
    let target: Buffer | undefined;
    for (const { key, value } of entries) {
      if (target !== undefined && isBefore(key, target, isReverse)) continue;
      target = undefined;
      examined.keys += 1;
      const verdict = judge(key, prefix.length, fields, isReverse);
      if (verdict.kind === 'end') return;
      if (verdict.kind === 'seek') target = verdict.to;
      else yield value;
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < slice) return;
    // A jump beyond the slice starts small again; keys that lie close together are cheaper to read through.
    slice = target === undefined ? Math.min(slice * 4, largestSlice) : firstSlice;
    position = target ?? (isReverse ? last.key : Buffer.concat([last.key, Buffer.from([0])]));
  }
}

/** Whether a scan in its direction meets `key` before it reaches `target`; backwards, the target itself is excluded. */
function isBefore(key: Buffer, target: Buffer, isReverse: boolean): boolean {
  const order = Buffer.compare(key, target);
  return isReverse ? order >= 0 : order < 0;
}

function readSlice(collection: Collection, index: Index, wanted: Range): { key: Buffer; value: Buffer }[] {
  const { documents, keys } = collection.storage;
  if (index.number !== 0) return [...keys.getRange(wanted)];
  return Array.from(documents.getKeys(wanted), (key) => ({ key, value: key }));
}

type Range = { start: Buffer; end: Buffer; reverse: boolean; limit: number; exclusiveStart?: boolean };

/** Forwards from `position` on, backwards from below `position` on. */
function range(prefix: Buffer, position: Buffer, isReverse: boolean, limit: number): Range {
  return isReverse
    ? { start: position, end: prefix, reverse: true, limit, exclusiveStart: true }
    : { start: position, end: endOf(prefix), reverse: false, limit };
}

function startOf(prefix: Buffer, bounds: FieldBounds, isReverse: boolean): Buffer {
  if (isReverse) {
    const high = bounds?.at(-1)?.high;
    return high === undefined ? endOf(prefix) : endOf(Buffer.concat([prefix, high]));
  }
  const low = bounds?.[0]?.low;
  return low === undefined ? prefix : Buffer.concat([prefix, low]);
}
