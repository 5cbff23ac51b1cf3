import { closeSync, openSync, readSync } from 'node:fs';

/** LMDB's first two pages; each begins with a page header of 24 bytes, then this number. */
const magic = 0xbeefc0de;
const magicAt = 24;
const pageBytesAt = 48;
const largestPageBytes = 64 * 1024;

/** An error for the administrator: which file, what is wrong, what to do. */
export function damaged(file: string, what: string): Error {
  return new Error(
    `The database file ${file} cannot be used: ${what}. Move the file away and restore a backup (npm run restore).`,
  );
}

/**
 * Checks the start of a data file before LMDB opens it. LMDB would abort the process on a foreign file, and would fall
 * back to the previous state if one of the two pages is damaged. Throws if it is not an intact LMDB file.
 */
export function checkDataFile(file: string): void {
  const head = Buffer.alloc(largestPageBytes + magicAt + 4);
  const descriptor = openSync(file, 'r');
  const read = readSync(descriptor, head, 0, head.length, 0);
  closeSync(descriptor);
  const starts = [0, head.readUInt32LE(pageBytesAt)];
  const isSound = starts.every((at) => at <= largestPageBytes && head.readUInt32LE(at + magicAt) === magic);
  if (read > 0 && !isSound) throw new Error('it does not begin like a database file');
}
