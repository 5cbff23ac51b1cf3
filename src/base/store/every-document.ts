/** Reads and changes documents of all collections alike, those of other programs and of later versions too. */
import { deserialize } from 'bson';
import type { Connection } from 'mongoose';
import type { FieldChange } from './field-changes.js';
import { setImmediate } from 'node:timers/promises';

/** Keys that all instances share, and sounds: no text about people. */
const LEFT_OUT: ReadonlySet<string> = new Set(['secrets', 'soundPieces']);

/** Read in one go; calls of the service come in between. */
const AT_ONCE = 200;

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
    let read = 0;
    const bytes = db.collection(collection).find({}, { raw: true, batchSize: AT_ONCE });
    for await (const one of bytes as unknown as AsyncIterable<Buffer>) {
      read += 1;
      if (looksLike(one.toString('utf8'))) yield { collection, content: deserialize(one) };
      if (read % AT_ONCE === 0) await setImmediate();
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
 */
export async function cleanFile(connection: Connection): Promise<boolean> {
  const db = databaseOf(connection);
  const { modules } = (await db.command({ buildInfo: 1 })) as { modules?: readonly string[] };
  if (modules?.includes('embedded') !== true) return false;
  const [first] = await db.listCollections({}, { nameOnly: true }).toArray();
  if (first !== undefined) await db.command({ compact: first.name });
  return true;
}
