/** Reads and changes documents of all collections alike, those of other programs and of later versions too. */
import { deserialize } from 'bson';
import type { Connection } from 'mongoose';
import type { Db } from 'mongodb';
import { performance } from 'node:perf_hooks';
import { myTurn } from '../in-slices.js';
import type { FieldChange } from './field-changes.js';

/** Keys that all instances share, sounds and the logo: no text about people. */
const LEFT_OUT: ReadonlySet<string> = new Set(['secrets', 'soundPieces', 'logo']);

/** In one answer of the database, which others wait for. */
const AT_ONCE = 100;

/** So long the event loop is held at a time; then calls come first. */
const SLICE_MS = 2;

export interface AnyDocument {
  readonly collection: string;
  readonly content: Readonly<Record<string, unknown>>;
}

function databaseOf({ db }: Connection) {
  if (db === undefined) throw new Error('there is no connection to the database');
  return db;
}

/**
 * The documents for which `looksLike` accepts their bytes read as text, from all collections. A document that changes
 * meanwhile may be missed.
 */
export async function* documentsLike(
  connection: Connection,
  looksLike: (text: string) => boolean,
): AsyncGenerator<AnyDocument> {
  const db = databaseOf(connection);
  const all = await db.listCollections({}, { nameOnly: true }).toArray();
  const names = all
    .map(({ name }) => name)
    .filter((name) => !LEFT_OUT.has(name) && !name.startsWith('system.'));
  for (const collection of names.toSorted()) {
    let begunMs = performance.now();
    const bytes = db.collection(collection).find({}, { raw: true, batchSize: AT_ONCE });
    for await (const one of bytes as unknown as AsyncIterable<Buffer>) {
      if (looksLike(one.toString('utf8'))) yield { collection, content: deserialize(one) };
      if (performance.now() - begunMs < SLICE_MS) continue;
      await myTurn();
      begunMs = performance.now();
    }
  }
}

/** Changes a document where all these values are still as they were. False: somebody else has changed one, or it is gone. */
export async function changeFields(
  connection: Connection,
  { collection, content }: AnyDocument,
  changes: readonly FieldChange[],
): Promise<boolean> {
  const known = Object.fromEntries(changes.map(({ path, before }) => [path, before]));
  const wanted = Object.fromEntries(changes.map(({ path, after }) => [path, after]));
  const { matchedCount } = await databaseOf(connection)
    .collection(collection)
    .updateOne({ ...known, _id: content['_id'] as never }, { $set: wanted });
  return matchedCount === 1;
}

/** The document as it is now; undefined: it is gone. */
export async function readAgain(
  connection: Connection,
  { collection, content }: AnyDocument,
): Promise<AnyDocument | undefined> {
  const found = await databaseOf(connection)
    .collection(collection)
    .findOne({ _id: content['_id'] as never });
  return found === null ? undefined : { collection, content: found };
}

export async function removeDocument(
  connection: Connection,
  { collection, content }: AnyDocument,
): Promise<void> {
  await databaseOf(connection)
    .collection(collection)
    .deleteOne({ _id: content['_id'] as never });
}

/**
 * Has the embedded database write its file anew, so that deleted data is in no part of it. False: the database is a
 * MongoDB server, whose files are not reached from here.
 *
 * @param db with timeouts that are long enough to copy the whole database
 */
export async function cleanFile(db: Db): Promise<boolean> {
  const { modules } = (await db.command({ buildInfo: 1 })) as { modules?: readonly string[] };
  if (modules?.includes('embedded') !== true) return false;
  const [first] = await db.listCollections({}, { nameOnly: true }).toArray();
  if (first !== undefined) await db.command({ compact: first.name });
  return true;
}
