/**
 * Nothing acknowledged is lost, one server has a folder, and damaged data is named, whatever kills the
 * process.
 */
import assert from 'node:assert/strict';
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { open } from 'lmdb';
import { MongoClient } from 'mongodb';
import {
  compactEmbeddedMongo,
  FolderInUseError,
  runningEmbeddedMongo,
  startEmbeddedMongo,
} from '../../src/index.js';
import { temporaryFolder } from '../servers.js';

interface ChildMessage {
  readonly kind: 'ready' | 'failed' | 'acknowledged' | 'full' | 'space';
  readonly code?: unknown;
  readonly together?: unknown;
  readonly acknowledged?: number;
  readonly counted?: number;
  readonly name?: string;
  readonly message?: string;
  readonly uri?: string;
  readonly lane?: number;
  readonly n?: number;
}

const root = temporaryFolder();
const childFile = join(import.meta.dirname, 'child.js');
after(() => rmSync(root, { recursive: true, force: true }));

function newFolder(name: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  return folder;
}

const start = (folder: string, mode = 'serve'): ChildProcess => fork(childFile, [folder, mode]);

async function firstMessage(child: ChildProcess): Promise<ChildMessage> {
  const [message] = (await once(child, 'message')) as [ChildMessage];
  return message;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function withServer<T>(folder: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const server = await startEmbeddedMongo({ folder });
  const client = await MongoClient.connect(server.uriFor('crash'));
  try {
    return await use(client);
  } finally {
    await client.close();
    await server.close();
  }
}

it('keeps data, indexes and types over a restart', async () => {
  const folder = newFolder('restart');
  await withServer(folder, async (client) => {
    await client
      .db()
      .collection('c')
      .createIndexes([{ key: { a: 1 }, unique: true }]);
    await client
      .db()
      .collection('c')
      .insertOne({ _id: 1 as never, a: 1.5, at: new Date(5) });
  });
  await withServer(folder, async (client) => {
    assert.deepEqual(await client.db().collection('c').findOne({ a: 1.5 }), {
      _id: 1,
      a: 1.5,
      at: new Date(5),
    });
    await assert.rejects(client.db().collection('c').insertOne({ a: 1.5 }), { code: 11000 });
  });
});

it('refuses a second server in the same process and names folder and process', async () => {
  const folder = newFolder('same-process');
  await withServer(folder, async () => {
    await assert.rejects(startEmbeddedMongo({ folder }), (error: Error) => {
      assert.ok(error instanceof FolderInUseError);
      assert.ok(error.message.includes(folder) && error.message.includes(String(process.pid)));
      return true;
    });
    assert.notEqual(await runningEmbeddedMongo(folder), undefined);
  });
  assert.equal(await runningEmbeddedMongo(folder), undefined);
});

it('refuses a second process, shows it the running server, and lets it in after kill -9', async () => {
  const folder = newFolder('second-process');
  const child = start(folder);
  const { uri } = await firstMessage(child);
  await assert.rejects(startEmbeddedMongo({ folder }), (error: Error) => {
    assert.ok(error instanceof FolderInUseError);
    assert.equal(error.pid, child.pid);
    assert.ok(error.message.includes(folder) && error.message.includes(String(child.pid)));
    return true;
  });
  assert.equal((await runningEmbeddedMongo(folder))?.uriFor('crash'), uri);
  await kill(child);
  assert.equal(await runningEmbeddedMongo(folder), undefined);
  await withServer(folder, async (client) =>
    assert.equal(await client.db().collection('c').countDocuments(), 0),
  );
});

it('lets exactly one in when four start at once', async () => {
  const folder = newFolder('race');
  const children = [1, 2, 3, 4].map(() => start(folder));
  const messages = await Promise.all(children.map(firstMessage));
  assert.deepEqual(messages.map(({ kind }) => kind).sort(), ['failed', 'failed', 'failed', 'ready']);
  assert.ok(
    messages.filter(({ kind }) => kind === 'failed').every(({ name }) => name === 'FolderInUseError'),
  );
  await Promise.all(children.filter((child) => child.exitCode === null).map(kill));
});

it('lets a process in whose number is that of a dead owner', async () => {
  const folder = newFolder('pid-reuse');
  const child = start(folder);
  await firstMessage(child);
  await kill(child);
  const lock = open({ path: join(folder, 'mongodb-owner.mdb'), noSubdir: true, encoding: 'json' });
  await lock.put('owner', { pid: process.pid, address: { socketPath: '/tmp/of-a-dead-owner' } });
  await lock.close();
  assert.equal(await runningEmbeddedMongo(folder), undefined);
  await withServer(folder, () => Promise.resolve());
});

it('puts the socket elsewhere when the path of the folder is too long, and finds it there', async () => {
  const folder = join(root, 'x'.repeat(120));
  const server = await startEmbeddedMongo({ folder });
  assert.equal(server.socketPath?.startsWith(folder), false);
  assert.equal((await runningEmbeddedMongo(folder))?.uriFor('x'), server.uriFor('x'));
  await server.close();
  assert.equal(existsSync(server.socketPath), false);
});

it('loses no acknowledged write when killed in the middle of writing, six times', async () => {
  const folder = newFolder('kill');
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < 6; round += 1) {
    const child = start(folder, 'write');
    let count = 0;
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: ChildMessage) => {
        if (message.kind === 'failed') reject(new Error(message.message));
        if (message.kind !== 'acknowledged') return;
        acknowledged.set(`${child.pid}-${message.lane}`, message.n ?? 0);
        count += 1;
        if (count === 60 + round * 41) {
          child.kill('SIGKILL');
        }
      });
      child.once('exit', () => resolve());
    });
  }
  await withServer(folder, async (client) => {
    const collection = client.db().collection<{ _id: string; n: number; group: number }>('writes');
    const byId = new Map((await collection.find().toArray()).map((document) => [document._id, document]));
    for (const [lane, last] of acknowledged) {
      for (let n = 0; n <= last; n += 1) {
        const isDeleted = n % 3 === 1 && n + 1 <= last;
        const found = byId.get(`${lane}-${n}`);
        if (isDeleted) assert.equal(found, undefined, `${lane}-${n} is back`);
        // The delete of the document before the last one may have been under way.
        else if (n % 3 !== 1) assert.ok(found !== undefined, `${lane}-${n} is lost`);
        if (found !== undefined && n % 5 === 4) assert.ok(found.group >= 100, `${lane}-${n} lost its update`);
      }
    }
    assert.ok(acknowledged.size >= 20);
    const byIndex = await collection.find({ group: { $gte: 0 } }).toArray();
    assert.equal(byIndex.length, byId.size);
  });
});

const dataFile = (folder: string): string => join(folder, 'mongodb.mdb');

async function folderWithData(name: string): Promise<string> {
  const folder = newFolder(name);
  await withServer(folder, async (client) => {
    const collection = client.db().collection<{ _id: number; text: string }>('c');
    await collection.insertMany(
      Array.from({ length: 500 }, (_, n) => ({ _id: n, text: `text-of-${n}`.padEnd(80, '.') })),
    );
  });
  return folder;
}

const damages: [sentence: string, damage: (file: string) => void][] = [
  ['cut to half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['cut to a few bytes', (file) => truncateSync(file, 100)],
  ['replaced by text', (file) => writeFileSync(file, 'no database '.repeat(5000))],
  ['overwritten by zeros', (file) => writeFileSync(file, Buffer.alloc(statSync(file).size))],
  ['robbed of its second page', (file) => writeFileSync(file, readFileSync(file).fill(0, 4096, 8192))],
];

for (const [sentence, damage] of damages) {
  it(`does not start on a data file that was ${sentence}, and names it`, async () => {
    const folder = await folderWithData(sentence.replaceAll(' ', '-'));
    damage(dataFile(folder));
    await assert.rejects(startEmbeddedMongo({ folder }), (error: Error) => {
      assert.ok(error.message.includes(dataFile(folder)), error.message);
      assert.match(error.message, /restore/);
      return true;
    });
  });
}

it('finds a changed byte within a document, names the file and still gives the others', async () => {
  const folder = await folderWithData('changed-byte');
  const bytes = readFileSync(dataFile(folder));
  // LMDB leaves old copies in unused parts of its pages: change them all.
  for (let at = bytes.indexOf('text-of-250'); at >= 0; at = bytes.indexOf('text-of-250', at))
    bytes.write('T', at);
  writeFileSync(dataFile(folder), bytes);
  await withServer(folder, async (client) => {
    const collection = client.db().collection<{ _id: number; text: string }>('c');
    await assert.rejects(collection.findOne({ _id: 250 }), (error: Error & { code: number }) => {
      assert.equal(error.code, 246);
      assert.ok(error.message.includes(dataFile(folder)));
      return true;
    });
    await assert.rejects(collection.find().toArray(), { code: 246 });
    assert.equal((await collection.findOne({ _id: 251 }))?._id, 251);
    assert.equal((await collection.insertOne({ _id: 1000, text: 'new' })).insertedId, 1000);
  });
});

const canLimit = spawnSync('prlimit', ['--version']).status === 0 && existsSync('/bin/bash');

it(
  'answers a full disk with code 14031, keeps what was acknowledged, and works on when there is space',
  { skip: canLimit ? false : 'needs bash and prlimit to limit the size of files' },
  async () => {
    const folder = newFolder('full');
    const limited = `ulimit -S -f 4096; exec "${process.execPath}" "${childFile}" "${folder}" fill`;
    const child = spawn('/bin/bash', ['-c', limited], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    assert.equal((await firstMessage(child)).kind, 'ready');
    const full = await firstMessage(child);
    assert.deepEqual([full.code, full.together], [14031, [14031, 14031, 14031]]);
    assert.ok(full.counted !== undefined && full.counted > 10);
    assert.equal(full.counted, full.acknowledged);
    assert.equal(spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:']).status, 0);
    const next = firstMessage(child);
    child.send('go');
    assert.deepEqual(await next, { kind: 'space', code: 0 });
    await kill(child);
    await withServer(folder, async (client) =>
      assert.equal(await client.db().collection('c').countDocuments(), (full.counted ?? 0) + 1),
    );
  },
);

it('compacts the data file and keeps everything, but not under a running server', async () => {
  const folder = newFolder('compact');
  await withServer(folder, async (client) => {
    const collection = client.db().collection<{ _id: number; text: string }>('c');
    await collection.createIndexes([{ key: { text: 1 } }]);
    await collection.insertMany(
      Array.from({ length: 2000 }, (_, n) => ({ _id: n, text: `${n}`.padEnd(500, '.') })),
    );
    await collection.deleteMany({ _id: { $gte: 10 } });
    await assert.rejects(compactEmbeddedMongo(folder), FolderInUseError);
  });
  const before = statSync(dataFile(folder)).size;
  const freed = await compactEmbeddedMongo(folder);
  assert.equal(statSync(dataFile(folder)).size, before - freed);
  assert.ok(freed > before / 2);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('compact')),
    [],
  );
  await withServer(folder, async (client) => {
    const collection = client.db().collection<{ _id: number; text: string }>('c');
    assert.equal(await collection.countDocuments(), 10);
    assert.equal((await collection.findOne({ text: '7'.padEnd(500, '.') }))?._id, 7);
  });
});

it('compacts itself while it runs: nothing is lost, a cursor goes on, and deleted text is nowhere in its files', async () => {
  const folder = newFolder('compact-running');
  const text = (n: number) => `secret${n}`.padEnd(500, '.');
  await withServer(folder, async (client) => {
    const collection = client.db().collection<{ _id: number; text: string }>('c');
    await collection.createIndexes([{ key: { text: 1 } }]);
    await collection.insertMany(Array.from({ length: 2000 }, (_, n) => ({ _id: n, text: text(n) })));
    await collection.deleteMany({ _id: { $gte: 1000 } });
    await collection.updateMany({ _id: { $gte: 500 } }, { $set: { text: 'plain' } });
    const cursor = collection.find().sort({ _id: 1 }).batchSize(10);
    assert.equal((await cursor.next())?._id, 0);
    const before = statSync(dataFile(folder)).size;
    const writes = Array.from({ length: 50 }, (_, n) => collection.insertOne({ _id: 5000 + n, text: 'new' }));
    const compacted = client.db().command({ compact: 'c' });
    const later = Array.from({ length: 50 }, (_, n) => collection.insertOne({ _id: 6000 + n, text: 'new' }));
    const { bytesFreed } = (await compacted) as { bytesFreed: number };
    await Promise.all([...writes, ...later]);
    assert.ok(bytesFreed > before / 4);
    let last = 0;
    for await (const { _id } of cursor) last = _id;
    assert.equal(last, 6049);
    assert.equal(await collection.countDocuments(), 1100);
    assert.equal(await collection.countDocuments({ text: 'new' }), 100);
  });
  const stored = readFileSync(dataFile(folder)).toString('latin1');
  assert.ok(stored.includes('secret499'));
  assert.deepEqual(stored.match(/secret(?:[5-9]\d\d|1\d\d\d)/g), null);
  await withServer(folder, async (client) => {
    assert.equal(await client.db().collection('c').countDocuments(), 1100);
  });
});

it('is read while it compacts itself, and says that it lives', async () => {
  await withServer(newFolder('compact-read'), async (client) => {
    const collection = client.db().collection<{ _id: number; text: string }>('c');
    // A dozen turns of copying.
    for (let from = 0; from < 60_000; from += 5000)
      await collection.insertMany(Array.from({ length: 5000 }, (_, n) => ({ _id: from + n, text: 'text' })));
    const state = { isDone: false };
    const compacted = client
      .db()
      .command({ compact: 'c' })
      .then(() => (state.isDone = true));
    const written = collection.insertOne({ _id: 60_000, text: 'new' });
    let answers = 0;
    while (!state.isDone) {
      assert.equal((await collection.findOne({ _id: 59_999 }))?.text, 'text');
      assert.equal((await client.db().command({ ping: 1 }))['ok'], 1);
      answers += 1;
    }
    await Promise.all([compacted, written]);
    // Whatever waits until the end is answered once or twice.
    assert.ok(answers >= 4, String(answers));
    assert.equal(await collection.countDocuments(), 60_001);
  });
});

it('refuses to compact the folder of another process', async () => {
  const folder = newFolder('compact-other');
  const child = start(folder);
  await firstMessage(child);
  await assert.rejects(compactEmbeddedMongo(folder), (error: Error) => {
    assert.ok(error instanceof FolderInUseError);
    assert.equal(error.pid, child.pid);
    return true;
  });
  await kill(child);
});
