/** npm run database -- status | compact | copy-to URI [--replace] */
import { MongoClient, ObjectId, type Collection, type Db } from 'mongodb';
import { copyTo } from './backup-tasks.js';
import { readCollections } from './collections.js';
import { compactEmbedded } from '../src/app/database.js';
import { loadConfig } from '../src/app/config.js';
import { endingWell, withDatabase, SCRIPT_WAITS } from './connect.js';

const usage = `Usage: npm run database -- status
       npm run database -- compact
       npm run database -- copy-to URI [--replace]`;

/** Where the product's collections say when a document was made; others have it in their ObjectId. */
const DATE_FIELDS = ['startedAt', 'createdAt', 'changedAt', 'firstAt', 'at'] as const;

/** When the first (1) or last (-1) document was made; `-` where nothing tells it. */
async function madeAt(collection: Collection, direction: 1 | -1): Promise<string> {
  for (const field of DATE_FIELDS) {
    const sort = { [field]: direction };
    const found = await collection.findOne(
      { [field]: { $type: 'date' } },
      { sort, projection: { [field]: 1 } },
    );
    const date: unknown = found?.[field];
    if (date instanceof Date) return date.toISOString();
  }
  const found = await collection.findOne({}, { sort: { _id: direction }, projection: { _id: 1 } });
  return found?._id instanceof ObjectId ? found._id.getTimestamp().toISOString() : '-';
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(2)} MB`;

async function status(db: Db, kind: string): Promise<void> {
  const stats = (await db.command({ dbStats: 1 })) as { storageSize: number; objects: number };
  console.log(
    `${db.databaseName} (${kind}): ${stats.objects} documents, ${megabytes(stats.storageSize)} on disk\n`,
  );
  const columns = (cells: string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(28) : cell.padStart(25))).join('');
  console.log(columns(['collection', 'documents', 'size', 'oldest', 'newest']));
  for (const { name } of await readCollections(db)) {
    const collection = db.collection(name);
    const { count, size } = (await db.command({ collStats: name })) as { count: number; size: number };
    console.log(
      columns([
        name,
        String(count),
        megabytes(size),
        await madeAt(collection, 1),
        await madeAt(collection, -1),
      ]),
    );
  }
}

/** On a server collection by collection. The embedded database is one file, which nobody may have open meanwhile. */
async function compact(): Promise<void> {
  const { mongodbUri, dataFolder } = loadConfig();
  const say = (bytesFreed: number): void => console.log(`${megabytes(bytesFreed)} given back`);
  if (mongodbUri === undefined) {
    say(await compactEmbedded(dataFolder));
    return;
  }
  await withDatabase(async (db) => {
    let bytesFreed = 0;
    for (const { name } of await readCollections(db)) {
      const reply = (await db.command({ compact: name })) as { bytesFreed?: number };
      bytesFreed += reply.bytesFreed ?? 0;
    }
    say(bytesFreed);
  });
}

async function copy(db: Db, uri: string, mayReplace: boolean): Promise<void> {
  const client = await MongoClient.connect(uri, SCRIPT_WAITS);
  try {
    const target = client.db(new URL(uri).pathname.length > 1 ? undefined : db.databaseName);
    console.log(`Copying ${db.databaseName} to ${target.databaseName} of ${new URL(uri).host}`);
    await copyTo(db, target, mayReplace, console.log);
    console.log('All counts and checksums agree.');
  } finally {
    await client.close();
  }
}

const [, , command, uri, flag] = process.argv;
if (command === 'status' && uri === undefined) await withDatabase(status);
else if (command === 'compact' && uri === undefined) await endingWell(compact);
else if (command === 'copy-to' && uri !== undefined && (flag === undefined || flag === '--replace')) {
  await withDatabase((db) => copy(db, uri, flag === '--replace'));
} else {
  console.error(usage);
  process.exitCode = 2;
}
