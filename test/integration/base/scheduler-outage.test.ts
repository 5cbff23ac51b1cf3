/** Jobs go on after the database was away or the machine slept. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it, mock } from 'node:test';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo, type EmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { startScheduler, type Job } from '../../../src/base/jobs/scheduler.js';
import { createLog } from '../../../src/base/log.js';

/** The way to the database, which can be cut and mended. */
class Way {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  #isCut = false;

  constructor(socketPath: string) {
    this.#server = net.createServer((near) => {
      if (this.#isCut) {
        near.destroy();
        return;
      }
      const far = net.connect(socketPath);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => [near, far].forEach((one) => one.destroy()));
      }
      near.pipe(far).pipe(near);
    });
  }

  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

const waitMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `holds`, for a while. */
async function until(holds: () => boolean, limitMs: number, what: string): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds()) {
    assert.ok(performance.now() < end, `not within ${limitMs} ms: ${what}`);
    await waitMs(20);
  }
}

describe('Recurring work in trouble', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rufgruppe-jobs-'));
  let server: EmbeddedMongo;
  let way: Way;
  let client: MongoClient;

  before(async () => {
    server = await startEmbeddedMongo({ folder });
    way = new Way(server.socketPath ?? '');
    const port = await way.open();
    client = await MongoClient.connect(`mongodb://127.0.0.1:${port}/jobs?directConnection=true`, {
      serverSelectionTimeoutMS: 300,
      socketTimeoutMS: 1000,
    });
  });
  after(async () => {
    await client.close();
    way.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function counting(name: string): { readonly job: Job; runs: number } {
    const counted = {
      runs: 0,
      job: {
        name,
        everySec: 1,
        run: () => {
          counted.runs += 1;
          return Promise.resolve();
        },
      },
    };
    return counted;
  }

  it(
    'goes on when the database was away for a while, which the log says once',
    { timeout: 60_000 },
    async () => {
      const counted = counting('outage');
      const lines: string[] = [];
      const note = (_facts: unknown, message?: string) => lines.push(message ?? String(_facts));
      const log = Object.assign(createLog('silent'), { error: note, info: note });
      const scheduler = await startScheduler({
        database: client.db(),
        jobs: [counted.job],
        log,
        lookMs: 100,
        lockMs: 2000,
      });
      await until(() => counted.runs >= 2, 10_000, 'the first runs');
      for (let round = 0; round < 3; round += 1) {
        way.cut();
        await waitMs(2500);
        way.mend();
        const before = counted.runs;
        await until(() => counted.runs >= before + 2, 15_000, `runs after outage ${round + 1}`);
      }
      const outages = Array.from({ length: 3 }, () => [
        'cannot look for due jobs; retrying',
        'due jobs are looked for again',
      ]);
      assert.deepEqual(
        lines.filter((line) => line.includes('due jobs')),
        outages.flat(),
      );
      await scheduler.stop(1000);
    },
  );

  it(
    'that takes longer than its lock is not begun a second time meanwhile',
    { timeout: 30_000 },
    async () => {
      let running = 0;
      let most = 0;
      let runs = 0;
      const run = async () => {
        running += 1;
        most = Math.max(most, running);
        await waitMs(2500);
        running -= 1;
        runs += 1;
      };
      const both = await Promise.all(
        [0, 1].map(() =>
          startScheduler({
            database: client.db(),
            jobs: [{ name: 'long', everySec: 1, run }],
            log: createLog('silent'),
            lookMs: 50,
            lockMs: 400,
          }),
        ),
      );
      await until(() => runs >= 2, 15_000, 'two runs');
      await Promise.all(both.map((one) => one.stop(5000)));
      assert.equal(most, 1);
    },
  );

  it('goes on when the machine slept between the lock and the run', { timeout: 60_000 }, async () => {
    const counted = counting('asleep');
    const lookMs = 900;
    const scheduler = await startScheduler({
      database: client.db(),
      jobs: [counted.job],
      log: createLog('silent'),
      lookMs,
    });
    try {
      await until(() => counted.runs >= 1, 10_000, 'the first run');
      const jobs = client.db().collection('jobs');
      // Agenda locks a job shortly before it is due; the machine sleeps in that moment.
      for (;;) {
        const job = await jobs.findOne({ name: 'asleep' });
        const [lockedAt, nextRunAt] = [job?.['lockedAt'] as Date | null, job?.['nextRunAt'] as Date];
        if (lockedAt !== null && nextRunAt.getTime() > Date.now() + 20) break;
        await waitMs(5);
      }
      mock.timers.enable({ apis: ['Date'], now: Date.now() });
      mock.timers.setTime(Date.now() + 10 * 60_000);
      const before = counted.runs;
      const ticks = setInterval(() => mock.timers.setTime(Date.now() + 100), 100);
      await until(() => counted.runs >= before + 2, 15_000, 'runs after the sleep').finally(() =>
        clearInterval(ticks),
      );
    } finally {
      mock.timers.reset();
      await scheduler.stop(1000);
    }
  });
});
