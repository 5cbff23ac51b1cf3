/**
 * Measures the embedded database in a temporary folder: npm run bench:database
 *
 * Prints one line a figure with the target beside it. Every insert is acknowledged after its fsync, so the
 * rate of bare fsyncs of this machine stands on top.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { MongoClient, UUID, type Collection, type Db } from 'mongodb';
import { startEmbeddedMongo } from '../src/index.js';
import { wireRatePerSec } from './wire-rate.js';

/** Work that takes long, on a server that is there; nothing waits without an end. */
const WAITS = { socketTimeoutMS: 60 * 60_000, connectTimeoutMS: 30_000, waitQueueTimeoutMS: 30_000 };

interface CallDocument {
  readonly number: number;
  readonly caller: string;
  readonly startedAt: Date;
}

const callDocument = (number: number): CallDocument => ({
  number,
  caller: `+49301234${String(number).padStart(6, '0')}`,
  startedAt: new Date(1_700_000_000_000 + number * 1000),
});

function row(name: string, measured: string, target: string, isMet: boolean): void {
  console.log(
    `${name.padEnd(58)} ${measured.padStart(12)}   target ${target.padEnd(12)} ${isMet ? 'met' : 'MISSED'}`,
  );
}

/** Operations a second of `count` calls, `width` at a time. */
async function ratePerSec(
  count: number,
  width: number,
  run: (at: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const at = next;
      next += 1;
      await run(at);
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: width }, lane));
  return (count * 1000) / (performance.now() - startMs);
}

function bareFsyncsPerSec(folder: string): number {
  const descriptor = openSync(join(folder, 'fsync'), 'w');
  const page = Buffer.alloc(4096, 1);
  const startMs = performance.now();
  for (let at = 0; at < 500; at += 1) {
    writeSync(descriptor, page);
    fdatasyncSync(descriptor);
  }
  closeSync(descriptor);
  return 500_000 / (performance.now() - startMs);
}

async function benchInserts(calls: Collection<CallDocument>, fsyncsPerSec: number): Promise<void> {
  const insert = (at: number): Promise<unknown> => calls.insertOne(callDocument(at));
  const sequential = await ratePerSec(2000, 1, insert);
  row('insertOne, one after the other', `${Math.round(sequential)}/s`, '> 600/s', sequential > 600);
  console.log(`  ${(sequential / fsyncsPerSec).toFixed(2)} of the bare fsync rate`);
  const concurrent = await ratePerSec(20_000, 32, (at) => insert(at + 2000));
  row('insertOne, 32 at a time (group commit)', `${Math.round(concurrent)}/s`, '> 3500/s', concurrent > 3500);
}

async function benchFinds(db: Db, socketPath: string): Promise<void> {
  const calls = db.collection<CallDocument>('calls');
  const wanted = (at: number): number => (at * 7919) % 22_000;
  const find = (at: number): Promise<unknown> => calls.findOne({ number: wanted(at) });
  await ratePerSec(500, 1, find);
  const sequential = await ratePerSec(5000, 1, find);
  row('findOne by index, one after the other', `${Math.round(sequential)}/s`, '> 1500/s', sequential > 1500);
  await ratePerSec(5000, 32, find);
  const ping = await ratePerSec(20_000, 32, () => db.command({ ping: 1 }));
  const concurrent = await ratePerSec(20_000, 32, find);
  row('findOne by index, 32 at a time', `${Math.round(concurrent)}/s`, '> 8000/s', concurrent > 8000);
  console.log(
    `  ${(concurrent / ping).toFixed(2)} of ping (${Math.round(ping)}/s), which is what the driver in this one thread can ask`,
  );
  const command = (at: number): object => ({
    find: 'calls',
    filter: { number: wanted(at) },
    limit: 1,
    singleBatch: true,
    batchSize: 1,
    lsid: { id: new UUID() },
    $db: db.databaseName,
  });
  const served = await wireRatePerSec(socketPath, 30_000, 32, command);
  row(
    'the same without a driver: what the server answers',
    `${Math.round(served)}/s`,
    '> 8000/s',
    served > 8000,
  );
}

/** The process's memory besides mapped files, in MB; undefined where only Linux tells it. */
function ownMegabytes(): number | undefined {
  try {
    const [, kilobytes] = /RssAnon:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Reads a sorted result that is many times larger than what a sort may hold. */
async function benchLargeSort(db: Db): Promise<void> {
  const large = db.collection('large');
  const text = 'x'.repeat(100_000);
  for (let block = 0; block < 60; block += 1)
    await large.insertMany(
      Array.from({ length: 100 }, (_, at) => ({ place: (at * 61 + block * 7) % 6000, text })),
    );
  const before = ownMegabytes();
  if (before === undefined) return;
  let most = before;
  const cursor = large.find().sort({ place: 1 }).batchSize(50);
  while (await cursor.hasNext()) {
    cursor.readBufferedDocuments();
    most = Math.max(most, ownMegabytes() ?? 0);
  }
  const grown = most - before;
  row('sort of 600 MB without an index: memory', `+${Math.round(grown)} MB`, '< 300 MB', grown < 300);
}

/** What Agenda asks for each time it looks for a job. */
async function lockOnce(jobs: Collection, now: Date): Promise<void> {
  const lockDeadline = new Date(now.getTime() - 600_000);
  await jobs.findOneAndUpdate(
    {
      name: 'report',
      disabled: { $ne: true },
      $or: [{ lockedAt: { $eq: null }, nextRunAt: { $lte: now } }, { lockedAt: { $lte: lockDeadline } }],
    },
    { $set: { lockedAt: now, lastModifiedBy: null } },
    { sort: { nextRunAt: 1, priority: -1 }, returnDocument: 'after' },
  );
}

async function benchJobLock(jobs: Collection): Promise<void> {
  const index = { name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 } as const;
  await jobs.createIndexes([{ key: index, name: 'findAndLockNextJobIndex' }]);
  const now = new Date();
  const job = { name: 'report', priority: 0, lockedAt: null, disabled: null, data: { to: 'office' } };
  const waiting = (at: number): object => ({ ...job, nextRunAt: new Date(now.getTime() - 1000 * (at + 1)) });
  const lockMs = async (): Promise<number> => 1000 / (await ratePerSec(200, 1, () => lockOnce(jobs, now)));
  await jobs.insertMany(Array.from({ length: 500 }, (_, at) => waiting(at)));
  const aloneMs = await lockMs();
  for (let block = 0; block < 100; block += 1) {
    await jobs.insertMany(
      Array.from({ length: 1000 }, () => ({ ...job, nextRunAt: null, lastFinishedAt: now })),
    );
  }
  await jobs.insertMany(Array.from({ length: 500 }, (_, at) => waiting(at)));
  const besideMs = await lockMs();
  row('Agenda lock, 500 waiting jobs', `${aloneMs.toFixed(2)} ms`, '', true);
  row(
    'Agenda lock, and 100,000 finished jobs',
    `${besideMs.toFixed(2)} ms`,
    '< 2x of that',
    besideMs < 2 * aloneMs,
  );
}

/** Writes, reads and scans from another process, while this one only keeps its event loop turning. */
async function benchEventLoop(uri: string): Promise<void> {
  const load = fork(import.meta.filename, ['--load', uri], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(load, 'message');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [figures] = (await once(load, 'message')) as [{ operations: number }];
  delay.disable();
  await once(load, 'exit');
  // The histogram holds the timer's own millisecond as well.
  const p99Ms = delay.percentile(99) / 1e6 - 1;
  row('main thread: event-loop delay p99 under full load', `${p99Ms.toFixed(2)} ms`, '<= 5 ms', p99Ms <= 5);
  console.log(`  ${figures.operations} operations in that time, full scans among them`);
}

async function generateLoad(uri: string): Promise<void> {
  const client = await MongoClient.connect(uri, { maxPoolSize: 64, ...WAITS });
  const calls = client.db().collection<CallDocument>('calls');
  process.send?.({ isReady: true });
  let operations = 0;
  const endMs = performance.now() + 5000;
  const lane = async (lane: number): Promise<void> => {
    while (performance.now() < endMs) {
      operations += 1;
      if (lane === 0) await calls.countDocuments({ caller: 'nobody' });
      else if (lane % 2 === 0) await calls.insertOne(callDocument(1_000_000 + operations));
      else await calls.findOne({ number: operations });
    }
  };
  await Promise.all(Array.from({ length: 32 }, (_, at) => lane(at)));
  await client.close();
  process.send?.({ operations });
  process.disconnect();
}

async function benchOpen(folder: string): Promise<void> {
  const startMs = performance.now();
  const server = await startEmbeddedMongo({ folder });
  const startedMs = performance.now() - startMs;
  await server.close();
  const empty = join(folder, 'empty');
  const emptyStartMs = performance.now();
  const other = await startEmbeddedMongo({ folder: empty });
  const emptyMs = performance.now() - emptyStartMs;
  await other.close();
  const openMs = Math.max(0, startedMs - emptyMs);
  row(
    'open 100,000+ documents, beyond starting an empty server',
    `${openMs.toFixed(1)} ms`,
    '< 25 ms',
    openMs < 25,
  );
  console.log(
    `  whole start: ${startedMs.toFixed(0)} ms, empty: ${emptyMs.toFixed(0)} ms (most of it is starting a thread)`,
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-database-'));
  try {
    const fsyncsPerSec = bareFsyncsPerSec(folder);
    console.log(`bare fsyncs of one page: ${Math.round(fsyncsPerSec)}/s\n`);
    const server = await startEmbeddedMongo({ folder });
    const client = await MongoClient.connect(server.uriFor('bench'), { maxPoolSize: 32, ...WAITS });
    const calls = client.db().collection<CallDocument>('calls');
    await calls.createIndexes([{ key: { number: 1 }, name: 'number_1' }]);
    await benchInserts(calls, fsyncsPerSec);
    await benchFinds(client.db(), server.socketPath ?? '');
    await benchJobLock(client.db().collection('jobs'));
    await benchEventLoop(server.uriFor('bench'));
    await benchLargeSort(client.db());
    await client.close();
    await server.close();
    await benchOpen(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , mode, uri] = process.argv;
await (mode === '--load' && uri !== undefined ? generateLoad(uri) : main());
