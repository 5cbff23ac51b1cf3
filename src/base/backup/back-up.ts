/** Writes a database into one file while it is used. */
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Db } from 'mongodb';
import { archiveCollection, archiveHead } from './archive.js';
import { rawDocuments, readCollections, type Pace } from './collections.js';
import { brokenOff } from './errors.js';

export interface BackUpOptions {
  readonly signal?: AbortSignal;
  readonly pace?: Pace;
  /** Called after each collection. */
  readonly onCollection?: (name: string) => void;
  /** Looks at the file before it gets its name; a rejection means that there is no backup. */
  readonly examine?: (file: string) => Promise<void>;
}

/** Its name until it is complete, examined and on disk. */
export const PART = '.part';

/**
 * Streams all collections of the database to `file`, which gets its name only when it is complete and on disk; otherwise
 * a file of this name stays as it is. A document that changes during the backup is saved as it was before or after
 * the change. Errors: `BACKUP_BROKEN_OFF`; those of the database, of the disk and of `examine`.
 *
 * @returns its size in bytes
 */
export async function backUp(db: Db, file: string, options: BackUpOptions = {}): Promise<number> {
  const { signal, examine } = options;
  const part = `${file}${PART}`;
  try {
    const written = createWriteStream(part, { mode: 0o600 });
    await pipeline(Readable.from(archive(db, options)), createGzip(), written, { signal });
    await synced(part);
    await examine?.(part);
    const { size } = await stat(part);
    await rename(part, file);
    await synced(path.dirname(file));
    return size;
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw signal?.aborted === true ? brokenOff(file, error) : error;
  }
}

async function* archive(db: Db, { pace, onCollection }: BackUpOptions): AsyncGenerator<Buffer> {
  const collections = await readCollections(db);
  const { version } = (await db.command({ buildInfo: 1 })) as { version: string };
  yield archiveHead(db.databaseName, version, collections);
  for (const { name } of collections) {
    yield* archiveCollection(db.databaseName, name, rawDocuments(db.collection(name), pace));
    onCollection?.(name);
  }
}

/** A file is on disk, a new name in its folder too. Windows cannot sync folders. */
async function synced(name: string): Promise<void> {
  const isFolder = (await stat(name)).isDirectory();
  if (isFolder && process.platform === 'win32') return;
  const handle = await open(name, 'r');
  await handle.sync().finally(() => handle.close());
}
