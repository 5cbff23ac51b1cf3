import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import type { Db } from 'mongodb';
import {
  archiveCollection,
  archiveHead,
  beginsAsArchive,
  DamagedArchiveError,
  readArchive,
  type ArchiveEvent,
} from './archive.js';
import {
  BatchInserter,
  createIndexes,
  nonEmpty,
  rawDocuments,
  readCollections,
  recreate,
  verify,
  fingerprint,
  type Fingerprint,
} from './collections.js';
import { sayer } from './say.js';

const say = sayer('database');

/** Reports progress to the terminal. */
export type Report = (line: string) => void;

async function* archive(db: Db, tell: Report): AsyncGenerator<Buffer> {
  const collections = await readCollections(db);
  const { version } = (await db.command({ buildInfo: 1 })) as { version: string };
  yield archiveHead(db.databaseName, version, collections);
  for (const { name } of collections) {
    yield* archiveCollection(db.databaseName, name, rawDocuments(db.collection(name)));
    tell(`  ${name}`);
  }
}

/**
 * Streams all collections of the database to `file`, which gets its name only when it is complete and on disk.
 * A document that changes during the backup is saved as it was either before or after the change.
 */
export async function backUp(db: Db, file: string, tell: Report, signal?: AbortSignal): Promise<void> {
  const part = `${file}.part`;
  try {
    const written = createWriteStream(part, { mode: 0o600 });
    await pipeline(Readable.from(archive(db, tell)), createGzip(), written, { signal });
  } catch (error) {
    await rm(part, { force: true });
    throw signal?.aborted === true ? new Error(say('brokenOff', { file })) : error;
  }
  const handle = await open(part, 'r');
  await handle.sync();
  await handle.close();
  await rename(part, file);
}

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
    if (!code.startsWith('Z_')) throw error;
    throw new DamagedArchiveError(say('damaged', { reason: (error as Error).message }), {
      cause: error,
    });
  } finally {
    source.destroy();
  }
}

/**
 * Reads `file` to its end before it changes anything, then fills the database and compares counts and
 * checksums. Refuses to touch collections that hold documents unless `mayReplace`.
 */
export async function restore(db: Db, file: string, mayReplace: boolean, tell: Report): Promise<void> {
  const expected = new Map<string, Fingerprint>();
  for await (const event of events(file)) {
    if (event.kind === 'end') expected.set(event.collection, { count: event.count, crc: event.crc });
  }
  const occupied = await nonEmpty(db, [...expected.keys()]);
  if (occupied.length > 0 && !mayReplace) {
    throw new Error(say('occupied', { name: db.databaseName, collections: occupied.join(', ') }));
  }
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
    await createIndexes(db, info);
    await verify(db.collection(info.name), expected.get(info.name) ?? { count: 0, crc: 0n });
    tell(say('restored', { name: info.name, count: expected.get(info.name)?.count ?? 0 }));
  }
}

/** Copies all collections to another server and compares counts and checksums of both sides. */
export async function copyTo(from: Db, to: Db, mayReplace: boolean, tell: Report): Promise<void> {
  const collections = await readCollections(from);
  const occupied = await nonEmpty(
    to,
    collections.map(({ name }) => name),
  );
  if (occupied.length > 0 && !mayReplace) {
    throw new Error(say('targetOccupied', { collections: occupied.join(', ') }));
  }
  for (const info of collections) {
    await recreate(to, info.name);
    const inserter = new BatchInserter(to.collection(info.name));
    for await (const bytes of rawDocuments(from.collection(info.name))) await inserter.add(bytes);
    await inserter.flush();
    await createIndexes(to, info);
    const expected = await fingerprint(from.collection(info.name));
    await verify(to.collection(info.name), expected);
    tell(say('copied', { name: info.name, count: expected.count }));
  }
}
