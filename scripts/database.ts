/** npm run database -- status | compact | copy-to URI [--replace] */
import { MongoClient, ObjectId, type Collection, type Db } from 'mongodb';
import { copyTo } from './backup-tasks.js';
import { readCollections } from './collections.js';
import { compactEmbedded } from '../src/app/database.js';
import { loadConfig } from '../src/app/config.js';
import { timesOf } from '../src/base/model/times.js';
import { connectStore } from '../src/base/store/connection.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { readCall, runCommand, UsageError } from './command-error.js';
import { machineLanguage, machineZone } from './machine-times.js';
import { endingWell, withDatabase, SCRIPT_WAITS } from './connect.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('database');

/** Fields in which our collections store when a document was created; for others the time is in the ObjectId. */
const DATE_FIELDS = ['startedAt', 'createdAt', 'changedAt', 'firstAt', 'at'] as const;

/** When the first (1) or last (-1) document was created; `-` if unknown. */
async function madeAt(collection: Collection, direction: 1 | -1): Promise<string> {
  for (const field of DATE_FIELDS) {
    const sort = { [field]: direction };
    const found = await collection.findOne(
      { [field]: { $type: 'date' } },
      { sort, projection: { [field]: 1 } },
    );
    const date: unknown = found?.[field];
    if (date instanceof Date) return momentText(date);
  }
  const found = await collection.findOne({}, { sort: { _id: direction }, projection: { _id: 1 } });
  return found?._id instanceof ObjectId ? momentText(found._id.getTimestamp()) : '-';
}

/** In the machine's zone, which is printed once. */
function momentText(at: Date): string {
  return timesOf(machineLanguage(), machineZone()).exact(at);
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(2)} MB`;

async function status(db: Db, kind: string): Promise<void> {
  const stats = (await db.command({ dbStats: 1 })) as { storageSize: number; objects: number };
  const size = megabytes(stats.storageSize);
  console.log(`${say('status', { name: db.databaseName, kind, size, count: stats.objects })}\n`);
  const columns = (cells: string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(28) : cell.padStart(25))).join('');
  console.log(
    columns((['collection', 'documents', 'size', 'oldest', 'newest'] as const).map((word) => say(word))),
  );
  for (const { name } of await readCollections(db)) {
    const collection = db.collection(name);
    const { count, size: bytes } = (await db.command({ collStats: name })) as { count: number; size: number };
    console.log(
      columns([
        name,
        String(count),
        megabytes(bytes),
        await madeAt(collection, 1),
        await madeAt(collection, -1),
      ]),
    );
  }
  console.log(`\n${say('zone', { zone: machineZone() })}`);
}

/** Compacts a server collection by collection. The embedded database is one file, which no other process may have open. */
async function compact(): Promise<void> {
  const { mongodbUri, dataFolder } = loadConfig();
  const tell = (bytesFreed: number): void => console.log(say('givenBack', { size: megabytes(bytesFreed) }));
  if (mongodbUri === undefined) {
    tell(await compactEmbedded(dataFolder));
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

async function copy(db: Db, uri: string, mayReplace: boolean): Promise<void> {
  const client = await MongoClient.connect(uri, SCRIPT_WAITS);
  try {
    const target = client.db(new URL(uri).pathname.length > 1 ? undefined : db.databaseName);
    console.log(
      say('copying', { name: db.databaseName, target: target.databaseName, host: new URL(uri).host }),
    );
    await copyTo(db, target, mayReplace, console.log);
    console.log(say('agree'));
    await noteArrival(uri, target.databaseName, db.databaseName);
  } finally {
    await client.close();
  }
}

/** Records the copy in the audit log of the target database. */
async function noteArrival(uri: string, name: string, from: string): Promise<void> {
  const there = new URL(uri);
  there.pathname = `/${name}`;
  const store = await connectStore(there.href);
  try {
    await commandLineAudit(store).note(thisUser(), 'copied', { subject: hostOf(uri), from });
  } finally {
    await store.close();
  }
}

/** Hosts without user and password. */
function hostOf(uri: string): string {
  return new URL(uri).host;
}

/** Records the copy in the audit log of the source, because its personal data is now in another place too. */
function noteDeparture(uri: string): Promise<void> {
  return withStore((store) => commandLineAudit(store).note(thisUser(), 'copied', { subject: hostOf(uri) }));
}

await runCommand(say('usage'), async (args) => {
  const { values, positionals } = readCall(args, { replace: { type: 'boolean' } }, say('usage'));
  const [command, uri, another] = positionals;
  const isBare = uri === undefined && values.replace === undefined;
  if (command === 'status' && isBare) await withDatabase(status);
  else if (command === 'compact' && isBare) await endingWell(compact);
  else if (command === 'copy-to' && uri !== undefined && another === undefined) {
    await withDatabase((db) => copy(db, uri, values.replace === true));
    if (process.exitCode === undefined) await endingWell(() => noteDeparture(uri));
  } else throw new UsageError(say('usage'));
});
