import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** LMDB's first two pages; each begins with a page header of 24 bytes, then this number. */
const magic = 0xbeefc0de;
const metaStart = 24;

/** An error for a person who has to act: which file, what is wrong, what to do. */
export function damaged(file: string, what: string): Error {
  return new Error(
    `The database file ${file} cannot be used: ${what}. Move the file away and restore a backup (npm run restore).`,
  );
}

interface Meta {
  readonly pageBytes: number;
  readonly lastPage: bigint;
  readonly transaction: bigint;
}

/** magic, version: u32; address, map size: u64; free-list tree and main tree, 48 bytes each; last page, transaction: u64. */
function readMeta(page: Buffer): Meta | undefined {
  if (page.readUInt32LE(metaStart) !== magic) return undefined;
  return {
    pageBytes: page.readUInt32LE(metaStart + 24),
    lastPage: page.readBigUInt64LE(metaStart + 120),
    transaction: page.readBigUInt64LE(metaStart + 128),
  };
}

/**
 * Looks at a data file before LMDB maps it, because LMDB would end the process when it reads a page that
 * the file does not have. Gives the size that it should have if it is shorter than that. Throws if it is no
 * LMDB file.
 */
export function checkDataFile(file: string): number | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const head = Buffer.alloc(4096 * 2);
    const read = readSync(descriptor, head, 0, head.length, 0);
    if (read === 0) return undefined;
    if (read < head.length) throw new Error('it is cut off');
    const first = readMeta(head);
    if (first === undefined) throw new Error('it does not begin like a database file');
    const second = Buffer.alloc(256);
    readSync(descriptor, second, 0, second.length, first.pageBytes);
    const metas = [first, readMeta(second)].filter((meta) => meta !== undefined);
    if (metas.length < 2) throw new Error('its second page is damaged');
    const newest = metas.reduce((a, b) => (b.transaction > a.transaction ? b : a));
    const neededBytes = (Number(newest.lastPage) + 1) * newest.pageBytes;
    return size < neededBytes ? neededBytes : undefined;
  } finally {
    closeSync(descriptor);
  }
}
