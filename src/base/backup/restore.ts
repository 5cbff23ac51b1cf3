/** Reads archives, fills databases from them, and copies from one server to another. */
import { createReadStream } from 'node:fs';
import { constants, createGunzip } from 'node:zlib';
import { deserialize, type Document } from 'bson';
import type { Db } from 'mongodb';
import { beginsAsArchive, readArchive, type ArchiveEvent } from './archive.js';
import {
  BatchInserter,
  createIndexes,
  fingerprint,
  nonEmpty,
  rawDocuments,
  readCollections,
  recreate,
  verify,
  type Fingerprint,
} from './collections.js';
import { notUnpacked, occupied } from './errors.js';

/** Whether the file begins as one; the rest is read by a restore only. */
export async function isArchive(file: string): Promise<boolean> {
  const source = createReadStream(file, { end: 4095 });
  const unzipped = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  source.on('error', (error) => unzipped.destroy(error));
  source.pipe(unzipped);
  try {
    for await (const piece of unzipped as AsyncIterable<Buffer>) return beginsAsArchive(piece);
    return false;
  } catch {
    return false;
  } finally {
    source.destroy();
  }
}

/** Any failure to unpack means that the file is damaged; the original error is the cause. */
async function* events(file: string): AsyncGenerator<ArchiveEvent> {
  const source = createReadStream(file);
  const unzipped = createGunzip();
  source.on('error', (error) => unzipped.destroy(error));
  source.pipe(unzipped);
  try {
    yield* readArchive(unzipped as AsyncIterable<Buffer>);
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    throw code.startsWith('Z_') ? notUnpacked(error as Error) : error;
  } finally {
    source.destroy();
  }
}

export interface ArchiveContents {
  /** Count and checksum of each collection, by name. */
  readonly collections: ReadonlyMap<string, Fingerprint>;
  /** The documents of the collection that was asked for. */
  readonly documents: readonly Document[];
}

/**
 * Reads a file to its end. Errors: DamagedArchiveError; those of the disk.
 * @param wanted a small collection whose documents are wanted
 */
export async function readContents(file: string, wanted?: string): Promise<ArchiveContents> {
  const collections = new Map<string, Fingerprint>();
  const documents: Document[] = [];
  for await (const event of events(file)) {
    if (event.kind === 'end') collections.set(event.collection, { count: event.count, crc: event.crc });
    else if (event.kind === 'document' && event.collection === wanted)
      documents.push(deserialize(event.bytes));
  }
  return { collections, documents };
}

export interface RestoreOptions {
  /** Whether what the database holds may be replaced; then collections that do not come are removed as well. */
  readonly mayReplace?: boolean;
  readonly onCollection?: (name: string, count: number) => void;
  readonly onRemoved?: (name: string) => void;
}

/**
 * Reads `file` to its end before it changes anything, then fills the database and compares counts and checksums.
 * Errors: `DATABASE_OCCUPIED`, DamagedArchiveError, `COPY_DIFFERS`; those of database and disk.
 *
 * @param known the contents of the file, if it has been read already
 */
export async function restore(
  db: Db,
  file: string,
  options: RestoreOptions = {},
  known?: ArchiveContents,
): Promise<void> {
  const { mayReplace = false, onCollection } = options;
  const { collections: expected } = known ?? (await readContents(file));
  const inTheWay = await nonEmpty(db, [...expected.keys()]);
  if (inTheWay.length > 0 && !mayReplace) throw occupied(db.databaseName, inTheWay);
  for (const name of expected.keys()) await recreate(db, name);
  const inserters = new Map(
    [...expected.keys()].map((name) => [name, new BatchInserter(db.collection(name))]),
  );
  const collections = [];
  for await (const event of events(file)) {
    if (event.kind === 'collections') collections.push(...event.collections);
    else if (event.kind === 'document') await inserters.get(event.collection)?.add(event.bytes);
    else await inserters.get(event.collection)?.flush();
  }
  for (const info of collections) {
    const wanted = expected.get(info.name) ?? { count: 0, crc: 0n };
    await createIndexes(db, info);
    await verify(db.collection(info.name), wanted);
    onCollection?.(info.name, wanted.count);
  }
  await removeOthers(db, [...expected.keys()], options);
}

/** In the end, when what comes is there: a restore that fails before has not taken more than it must. */
async function removeOthers(
  db: Db,
  names: readonly string[],
  { mayReplace = false, onRemoved }: RestoreOptions,
): Promise<void> {
  if (!mayReplace) return;
  for (const { name } of await readCollections(db)) {
    if (names.includes(name)) continue;
    await db.dropCollection(name);
    onRemoved?.(name);
  }
}

/** Copies all collections to another server and compares counts and checksums of both sides. Errors: as `restore`. */
export async function copyTo(from: Db, to: Db, options: RestoreOptions = {}): Promise<void> {
  const collections = await readCollections(from);
  const names = collections.map(({ name }) => name);
  const inTheWay = await nonEmpty(to, names);
  if (inTheWay.length > 0 && options.mayReplace !== true) throw occupied(to.databaseName, inTheWay);
  for (const info of collections) {
    await recreate(to, info.name);
    const inserter = new BatchInserter(to.collection(info.name));
    for await (const bytes of rawDocuments(from.collection(info.name))) await inserter.add(bytes);
    await inserter.flush();
    await createIndexes(to, info);
    const expected = await fingerprint(from.collection(info.name));
    await verify(to.collection(info.name), expected);
    options.onCollection?.(info.name, expected.count);
  }
  await removeOthers(to, names, options);
}
