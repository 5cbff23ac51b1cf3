/**
 * A job runs again and again, on one of several instances at a time, and neither failure nor stop breaks
 * that.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { MongoClient } from 'mongodb';
import { startScheduler, type Job, type Scheduler } from '../../../src/base/jobs/scheduler.js';
import { coalesced } from '../../../src/base/jobs/coalesced.js';
import { createLog } from '../../../src/base/log.js';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';

const LOOK_MS = 20;

/** Something that is waited for, and its ends. */
function gate<T = void>(): { readonly promise: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return { promise, open };
}

onEachServer('Recurring work', (server) => {
  // A client each, as two processes would have.
  let clients: MongoClient[] = [];
  const started: Scheduler[] = [];

  before(async () => {
    clients = await Promise.all([0, 1].map(() => MongoClient.connect(server().uri)));
  });
  after(() => Promise.all(clients.map((client) => client.close())));
  beforeEach(async () => {
    await server().db.collection('jobs').deleteMany({});
  });

  async function start(at: 0 | 1, jobs: readonly Job[]): Promise<Scheduler> {
    const client = clients[at];
    assert.ok(client);
    const scheduler = await startScheduler({
      database: client.db(),
      jobs,
      log: createLog('silent'),
      lookMs: LOOK_MS,
    });
    started.push(scheduler);
    return scheduler;
  }

  it('runs at the start and then again and again', { timeout: 30_000 }, async () => {
    const third = gate();
    let runs = 0;
    const scheduler = await start(0, [
      {
        name: 'count',
        everySec: 1,
        run: () => {
          runs += 1;
          if (runs === 3) third.open();
          return Promise.resolve();
        },
      },
    ]);
    await third.promise;
    await scheduler.stop(1000);
    assert.ok(runs >= 3);
  });

  it('is done by one instance at a time, and never by two at once', { timeout: 30_000 }, async () => {
    const enough = gate();
    let running = 0;
    let most = 0;
    let runs = 0;
    const job: Job = {
      name: 'alone',
      everySec: 1,
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        // Long enough that the other instance looks for work many times meanwhile.
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS * 10));
        running -= 1;
        runs += 1;
        if (runs === 3) enough.open();
      },
    };
    const both = await Promise.all([start(0, [job]), start(1, [job])]);
    await enough.promise;
    await Promise.all(both.map((one) => one.stop(5000)));
    assert.equal(most, 1);
    assert.equal(await server().db.collection('jobs').countDocuments({ name: 'alone' }), 1);
  });

  it('under way is not begun again by an instance that starts meanwhile', { timeout: 30_000 }, async () => {
    const begun = gate();
    const end = gate();
    const ticked = gate();
    let runs = 0;
    const long: Job = {
      name: 'long',
      everySec: 1,
      run: () => {
        runs += 1;
        begun.open();
        return end.promise;
      },
    };
    const first = await start(0, [long]);
    await begun.promise;
    let ticks = 0;
    const tick: Job = {
      name: 'tick',
      everySec: 1,
      run: () => {
        ticks += 1;
        if (ticks === 3) ticked.open();
        return Promise.resolve();
      },
    };
    const second = await start(1, [long, tick]);
    // Three more rounds have come in which the second instance looked for work.
    await ticked.promise;
    assert.equal(runs, 1);
    end.open();
    await Promise.all([first.stop(5000), second.stop(5000)]);
  });

  it('is written once, by however many instances start, and anew when its interval changes', async () => {
    const job = (everySec: number): Job => ({ name: 'interval', everySec, run: () => Promise.resolve() });
    const both = await Promise.all([start(0, [job(60)]), start(1, [job(60)])]);
    const changed = await start(0, [job(30)]);
    const found = await server().db.collection('jobs').find({ name: 'interval' }).toArray();
    assert.deepEqual(
      found.map((one) => one['repeatInterval'] as unknown),
      ['30 seconds'],
    );
    await Promise.all([...both, changed].map((one) => one.stop(1000)));
  });

  it('that fails is tried again, and its state says why', { timeout: 30_000 }, async () => {
    const again = gate<string | undefined>();
    let runs = 0;
    const scheduler: Scheduler = await start(0, [
      {
        name: 'fails',
        everySec: 1,
        run: () => {
          runs += 1;
          if (runs === 2) again.open(scheduler.states()[0]?.lastError);
          return runs === 1 ? Promise.reject(new Error('database away')) : Promise.resolve();
        },
      },
    ]);
    assert.equal(await again.promise, 'database away');
    await scheduler.stop(1000);
    assert.equal(scheduler.states()[0]?.lastError, undefined);
  });

  it('under way is waited for at the stop, and its lock is given back', { timeout: 30_000 }, async () => {
    const begun = gate();
    const end = gate();
    const scheduler = await start(0, [
      {
        name: 'slow',
        everySec: 60,
        run: () => {
          begun.open();
          return end.promise;
        },
      },
    ]);
    await begun.promise;
    let isStopped = false;
    const stopping = scheduler.stop(20_000).then(() => (isStopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isStopped, false);
    end.open();
    await stopping;
    const [job] = await server().db.collection('jobs').find({ name: 'slow' }).toArray();
    assert.equal(job?.['lockedAt'] ?? null, null);
  });

  it('that does not end does not hold up the stop for ever', { timeout: 30_000 }, async () => {
    const begun = gate();
    const scheduler = await start(1, [
      {
        name: 'stuck',
        everySec: 60,
        run: () => {
          begun.open();
          return new Promise(() => undefined);
        },
      },
    ]);
    await begun.promise;
    await scheduler.stop(10);
  });

  it('asked for by many is done once for all of them, and once more for who asked meanwhile', async () => {
    const first = gate();
    let runs = 0;
    const failures: unknown[] = [];
    const work = coalesced(
      async () => {
        runs += 1;
        if (runs === 1) await first.promise;
        if (runs === 2) throw new Error('no');
      },
      (error) => failures.push(error),
    );
    work.soon();
    work.soon();
    work.soon();
    first.open();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(runs, 2);
    assert.equal(failures.length, 1);
    work.soon();
    await work.stop();
    assert.equal(runs, 3);
    work.soon();
    await work.stop();
    assert.equal(runs, 3);
  });
});
