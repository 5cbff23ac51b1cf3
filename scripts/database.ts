/** `rufgruppe database status|compact|copy-to`. */
import { randomUUID } from 'node:crypto';
import { MongoClient, ObjectId, type Collection, type Db } from 'mongodb';
import { readCollections } from '../src/base/backup/collections.js';
import { copyTo } from '../src/base/backup/restore.js';
import { compactEmbedded } from '../src/app/database.js';
import { loadConfig } from '../src/app/config.js';
import { reasonOf } from '../src/base/errors.js';
import { timesOf } from '../src/base/model/times.js';
import { connectStore } from '../src/base/store/connection.js';
import { SCHEMA_COLLECTION, versionAsIn } from '../src/base/store/schema/schema-state.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, toldPlainly, UsageError } from './command-error.js';
import { databaseAddress, type DatabaseAddress } from './database-address.js';
import { machineLanguage, machineZone } from './machine-times.js';
import { withDatabase, SCRIPT_WAITS } from './connect.js';
import { printJson } from './print.js';
import { unbroken } from './unbroken.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('database');

/** Fields in which our collections store when a document was created; for others the time is in the ObjectId. */
const DATE_FIELDS = ['startedAt', 'createdAt', 'changedAt', 'firstAt', 'at'] as const;

/** When the first (1) or last (-1) document was created; undefined if unknown. */
async function madeAt(collection: Collection, direction: 1 | -1): Promise<Date | undefined> {
  for (const field of DATE_FIELDS) {
    const sort = { [field]: direction };
    const found = await collection.findOne(
      { [field]: { $type: 'date' } },
      { sort, projection: { [field]: 1 } },
    );
    const date: unknown = found?.[field];
    if (date instanceof Date) return date;
  }
  const found = await collection.findOne({}, { sort: { _id: direction }, projection: { _id: 1 } });
  return found?._id instanceof ObjectId ? found._id.getTimestamp() : undefined;
}

/** In the machine's zone, which is printed once; `-` if unknown. */
function momentText(at: Date | undefined): string {
  return at === undefined ? '-' : timesOf(machineLanguage(), machineZone()).exact(at);
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(2)} MB`;

interface Status {
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
  readonly documents: number;
  readonly collections: readonly {
    readonly name: string;
    readonly documents: number;
    readonly bytes: number;
    readonly oldest: Date | undefined;
    readonly newest: Date | undefined;
  }[];
}

/** How large, how old, how many. */
export function status(json?: true): Promise<void> {
  return withDatabase(async (db, kind) => {
    const found = await statusOf(db, kind);
    if (json) printJson(found);
    else printStatus(found);
  });
}

async function statusOf(db: Db, kind: string): Promise<Status> {
  const stats = (await db.command({ dbStats: 1 })) as { storageSize: number; objects: number };
  const collections = [];
  for (const { name } of await readCollections(db)) {
    const collection = db.collection(name);
    const { count, size } = (await db.command({ collStats: name })) as { count: number; size: number };
    const [oldest, newest] = [await madeAt(collection, 1), await madeAt(collection, -1)];
    collections.push({ name, documents: count, bytes: size, oldest, newest });
  }
  return { name: db.databaseName, kind, bytes: stats.storageSize, documents: stats.objects, collections };
}

function printStatus({ name, kind, bytes, documents, collections }: Status): void {
  console.log(`${say('status', { name, kind, size: megabytes(bytes), count: documents })}\n`);
  const columns = (cells: string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(28) : cell.padStart(25))).join('');
  console.log(
    columns((['collection', 'documents', 'size', 'oldest', 'newest'] as const).map((word) => say(word))),
  );
  for (const one of collections) {
    const times = [momentText(one.oldest), momentText(one.newest)];
    console.log(columns([one.name, String(one.documents), megabytes(one.bytes), ...times]));
  }
  console.log(`\n${say('zone', { zone: machineZone() })}`);
}

/** Compacts a server collection by collection. The embedded database is one file, which no other process may have open. */
export async function compact(): Promise<void> {
  const { mongodbUri, dataFolder } = loadConfig();
  const tell = (bytesFreed: number): void => console.log(say('givenBack', { size: megabytes(bytesFreed) }));
  if (mongodbUri === undefined) {
    tell(await toldPlainly(() => compactEmbedded(dataFolder)));
    return;
  }
  await withDatabase(async (db) => {
    let bytesFreed = 0;
    for (const { name } of await readCollections(db)) {
      const reply = (await db.command({ compact: name })) as { bytesFreed?: number };
      bytesFreed += reply.bytesFreed ?? 0;
    }
    tell(bytesFreed);
  });
}

/**
 * Copies everything to another server, and notes it in both audit logs. Errors: UsageError for what is no address, CommandError.
 */
export async function copy(uri: string, mayReplace: boolean): Promise<void> {
  const address = usableAddress(uri);
  await unbroken(() => withDatabase((db) => copyAll(db, { uri, address, mayReplace })));
  await noteDeparture(address);
}

/** Before anything is opened. The address may hold a password, so it is not repeated. */
function usableAddress(uri: string): DatabaseAddress {
  const address = databaseAddress(uri);
  if (address === undefined) throw new UsageError(say('badUri'));
  try {
    // It only reads the options.
    new MongoClient(uri);
  } catch (error) {
    throw new UsageError(say('badUriOptions', { reason: reasonOf(error) }), { cause: error });
  }
  return address;
}

interface Copying {
  readonly uri: string;
  readonly address: DatabaseAddress;
  readonly mayReplace: boolean;
}

async function copyAll(db: Db, { uri, address, mayReplace }: Copying): Promise<void> {
  const client = await MongoClient.connect(uri, SCRIPT_WAITS);
  try {
    const target = client.db(address.database === '' ? db.databaseName : undefined);
    if (await isSame(db, target)) throw new CommandError(say('sameDatabase', { name: target.databaseName }));
    console.log(say('copying', { name: db.databaseName, target: target.databaseName, host: address.hosts }));
    await copyTo(db, target, {
      mayReplace,
      onCollection: (name, count) => console.log(say('copied', { name, count })),
      onRemoved: (name) => console.log(say('removed', { name })),
    });
    const names = (await readCollections(db)).map(({ name }) => name);
    await versionAsIn(target, names.includes(SCHEMA_COLLECTION));
    console.log(say('agree'));
    await noteArrival(address, target.databaseName, db.databaseName);
  } finally {
    await client.close();
  }
}

/** A server has many names, so what is written there is looked for here. To replace a database by itself would empty it. */
async function isSame(db: Db, target: Db): Promise<boolean> {
  if (db.databaseName !== target.databaseName) return false;
  const name = `copy-${randomUUID()}`;
  await target.createCollection(name);
  try {
    return (await readCollections(db)).some((one) => one.name === name);
  } finally {
    await target.dropCollection(name);
  }
}

/** Records the copy in the audit log of the target database. */
async function noteArrival({ hosts, naming }: DatabaseAddress, name: string, from: string): Promise<void> {
  const store = await connectStore(naming(name));
  try {
    await commandLineAudit(store).note(thisUser(), 'copied', { subject: hosts, from });
  } finally {
    await store.close();
  }
}

/** Records the copy in the audit log of the source, because its personal data is now in another place too. */
function noteDeparture({ hosts }: DatabaseAddress): Promise<void> {
  return withStore((store) => commandLineAudit(store).note(thisUser(), 'copied', { subject: hosts }));
}
