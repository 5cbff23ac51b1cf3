import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { open as openHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { open, type RootDatabase } from 'lmdb';
import { checkDataFile, damaged } from './data-file.js';
import { CommandError, fail } from './errors.js';
import { decode, encode, type Document } from './values.js';

/** The prefix of the names of files used only by sorts. */
export const scratchPrefix = 'sort-';

/** Address space, not disk space: the data file grows only as it is used. */
const mapBytes = 64 * 2 ** 30;

const formatVersion = 2;
const catalogKey = prefixOf(0, 0);

/** The prefix of every key in one index of one collection; index 0 contains the documents themselves. */
export function prefixOf(collection: number, index: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(collection);
  bytes.writeUInt32BE(index, 4);
  return bytes;
}

/** The end of every key that begins with `prefix`; no value begins with 0xff. */
export const endOf = (prefix: Buffer): Buffer => Buffer.concat([prefix, Buffer.of(0xff)]);

/** Removes a value's checksum; undefined if it does not match. */
export function unseal(stored: Buffer): Buffer | undefined {
  const bytes = stored.subarray(4);
  return stored.length >= 4 && stored.readUInt32BE() === crc32(bytes) ? bytes : undefined;
}

export const entryCount = (tree: RootDatabase<Buffer, Buffer>): number =>
  (tree.getStats() as { entryCount: number }).entryCount;

/**
 * Opens an LMDB file. Overlapping sync is off, so a commit returns only after its fsync, as an acknowledged write
 * requires. `isScratch`: the file need not outlive the process, so nothing is synced.
 */
export const openFile = (path: string, isScratch = false): RootDatabase<Buffer, Buffer> =>
  open({
    path,
    noSubdir: true,
    overlappingSync: false,
    noSync: isScratch,
    mapSize: mapBytes,
    encoding: 'binary',
    keyEncoding: 'binary',
  });

/**
 * The data file: one sorted tree (catalog, documents, index keys) and one writer.
 *
 * A transaction is on disk (fsync) when `transaction` returns. Reads outside of one see the last committed state.
 */
export class Storage {
  /** The one file that holds everything. */
  readonly file: string;
  /** Another one after `compact`: it must not be kept from one turn of the event loop to the next. */
  tree: RootDatabase<Buffer, Buffer>;

  /** Opens or creates the file in `folder`. Throws an error naming the file if it is damaged or of another format. */
  constructor(readonly folder: string) {
    this.file = join(folder, 'mongodb.mdb');
    for (const name of readdirSync(folder))
      if (name.startsWith(scratchPrefix)) rmSync(join(folder, name), { force: true });
    try {
      if (existsSync(this.file)) checkDataFile(this.file);
      this.tree = openFile(this.file);
      this.#makeWhole();
      this.readCatalog();
    } catch (error) {
      throw error instanceof CommandError ? error : damaged(this.file, (error as Error).message);
    }
  }

  /**
   * A file that is shorter than its newest state says may be intact, because LMDB does not write a page that was
   * allocated and freed within one transaction. Or it may be truncated. Only reading everything tells, and LMDB aborts
   * the process at a missing page, so another process reads it. Throws if the file is truncated.
   */
  #makeWhole(): void {
    const { lastPageNumber, pageSize } = this.tree.getStats() as { lastPageNumber: number; pageSize: number };
    const neededBytes = (lastPageNumber + 1) * pageSize;
    if (statSync(this.file).size >= neededBytes) return;
    const script = fileURLToPath(new URL('./read-whole-file.js', import.meta.url));
    const { status } = spawnSync(process.execPath, [script, this.file], { stdio: 'ignore' });
    if (status !== 0) throw new Error('it is cut off');
    truncateSync(this.file, neededBytes);
  }

  /** The value that `put` stored. Throws DataCorruption if it does not match its checksum. */
  get(key: Buffer): Buffer | undefined {
    const stored = this.tree.get(key);
    if (stored === undefined) return undefined;
    return unseal(stored) ?? this.#failDamaged(key);
  }

  #failDamaged(key: Buffer): never {
    const what = key.equals(catalogKey) ? 'The catalog' : 'A document';
    const text = `${what} in ${this.file} is damaged: its checksum does not match. Restore a backup.`;
    return fail('DataCorruption', text);
  }

  /** Stores a value after its checksum, so that damage is always detected. Needs a transaction. */
  put(key: Buffer, bytes: Buffer): void {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(crc32(bytes));
    this.tree.putSync(key, Buffer.concat([head, bytes]));
  }

  /** What `saveCatalog` saved last; empty in a new file. Throws if the file is of another format. */
  readCatalog(): Document {
    const bytes = this.get(catalogKey);
    if (bytes === undefined && entryCount(this.tree) === 0) return {};
    const catalog = bytes === undefined ? {} : decode(bytes);
    if (Number(catalog['formatVersion']) === formatVersion) return catalog;
    throw new Error(`it is not of format ${formatVersion}, which this program reads`);
  }

  saveCatalog(catalog: Document): void {
    this.put(catalogKey, encode({ formatVersion, ...catalog }));
  }

  /** Removes all keys that begin with `prefix`. Needs a transaction. */
  removeRange(prefix: Buffer): void {
    const range = { start: prefix, end: endOf(prefix), limit: 1000 };
    for (let found = [...this.tree.getKeys(range)]; found.length > 0; found = [...this.tree.getKeys(range)])
      for (const key of found) this.tree.removeSync(key);
  }

  /** Runs `action` as one transaction: all of it on disk at return, or none of it when it throws. */
  transaction<T>(action: () => T): T {
    try {
      return this.tree.transactionSync(action);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // If the disk fills up in the middle of a page, the write is short and LMDB reports EIO.
      const isFull = /MAP_FULL|no space|quota|too large|input\/output error/i.test(message);
      if (!isFull) throw error;
      return fail('OutOfDiskSpace', `The database is full, nothing of this was written: ${message}`);
    }
  }

  /**
   * Replaces the file by a copy without its unused space, in which no deleted data is left either; resolves with the
   * number of bytes freed. Until then nothing may be written. If it rejects, the old file is in use.
   *
   * @param shut called when the copy is whole: until the promise is settled nothing may be read either
   */
  async compact(shut: () => void = () => undefined): Promise<number> {
    const copy = `${this.file}.compact`;
    const before = statSync(this.file).size;
    rmSync(copy, { force: true });
    try {
      await copyEntries(this.tree, copy);
      await sync(copy);
    } catch (error) {
      rmSync(copy, { force: true });
      throw error;
    }
    shut();
    await this.tree.close();
    try {
      renameSync(copy, this.file);
      await sync(this.folder);
    } finally {
      rmSync(copy, { force: true });
      this.tree = openFile(this.file);
    }
    return before - statSync(this.file).size;
  }

  async close(): Promise<void> {
    await this.tree.close();
  }
}

/** Syncs a file, or the entries of a folder, to disk. */
async function sync(path: string): Promise<void> {
  const handle = await openHandle(path, 'r');
  await handle.sync();
  await handle.close();
}

/** How many entries one transaction copies. */
const copiedAtOnce = 5000;

/**
 * Copies entry by entry. LMDB's own compact copy keeps the keys of deleted entries that separate pages of an index.
 */
async function copyEntries(tree: RootDatabase<Buffer, Buffer>, file: string): Promise<void> {
  const copy = openFile(file, true);
  try {
    let start = Buffer.alloc(0);
    for (;;) {
      const entries = [...tree.getRange({ start, limit: copiedAtOnce })];
      copy.transactionSync(() => {
        for (const { key, value } of entries) copy.putSync(key, value);
      });
      const last = entries.at(-1)?.key;
      if (last === undefined || entries.length < copiedAtOnce) return;
      start = Buffer.concat([last, Buffer.of(0)]);
      await setImmediate();
    }
  } finally {
    await copy.close();
    rmSync(`${file}-lock`, { force: true });
  }
}

/** As `Storage.compact`, for a data file that is not open anywhere. */
export async function compactFile(folder: string): Promise<number> {
  const storage = new Storage(folder);
  try {
    return await storage.compact();
  } finally {
    await storage.close();
  }
}
