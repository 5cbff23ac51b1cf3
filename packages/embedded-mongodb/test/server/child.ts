/**
 * A process of its own for tests that kill it or fill its disk. It starts a server on the folder of its first
 * argument, tells what happened over IPC, and with 'write' inserts one document after the other.
 */
import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo } from '../../src/index.js';

const tell = (message: object): void => void process.send?.(message);
const [, , folder = '', mode = 'serve'] = process.argv;

async function writeForever(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri);
  const collection = client.db().collection<{ _id: string; n: number; group: number }>('writes');
  await collection.createIndexes([{ key: { group: 1, n: 1 } }]);
  const lane = async (lane: number): Promise<never> => {
    for (let n = 0; ; n += 1) {
      const id = `${process.pid}-${lane}-${n}`;
      await collection.insertOne({ _id: id, n, group: lane });
      if (n % 3 === 2) await collection.deleteOne({ _id: `${process.pid}-${lane}-${n - 1}` });
      if (n % 5 === 4) await collection.updateOne({ _id: id }, { $set: { group: lane + 100 } });
      tell({ kind: 'acknowledged', lane, n });
    }
  };
  await Promise.all([0, 1, 2, 3].map(lane));
}

/** Inserts until the disk is full, then waits to be told that there is space, and goes on. */
async function fill(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri);
  const collection = client.db().collection<{ _id: number; text: string }>('c');
  const text = 'x'.repeat(20_000);
  const codeOf = (insert: Promise<unknown>): Promise<unknown> =>
    insert.then(
      () => 0,
      (error: unknown) => (error as { code: unknown }).code,
    );
  let n = 0;
  let code: unknown = 0;
  for (; n < 5000 && code === 0; n += 1) code = await codeOf(collection.insertOne({ _id: n, text }));
  const together = await Promise.all(
    [1, 2, 3].map((more) => codeOf(collection.insertOne({ _id: -more, text }))),
  );
  tell({ kind: 'full', code, together, acknowledged: n - 1, counted: await collection.countDocuments() });
  await once(process, 'message');
  tell({ kind: 'space', code: await codeOf(collection.insertOne({ _id: 9999, text })) });
}

try {
  const transport = mode === 'serve-tcp' ? 'tcp' : 'unix';
  const server = await startEmbeddedMongo({ folder, transport });
  tell({ kind: 'ready', uri: server.uriFor('crash') });
  if (mode === 'write') await writeForever(server.uriFor('crash'));
  if (mode === 'fill') await fill(server.uriFor('crash'));
} catch (error) {
  const { name, message } = error as Error;
  tell({ kind: 'failed', name, message });
  process.disconnect();
}
