/** Agenda works as on MongoDB, with two instances. */
import assert from 'node:assert/strict';
import { after, afterEach, before, it } from 'node:test';
import { Agenda } from 'agenda';
import { MongoBackend } from '@agendajs/mongo-backend';
import { MongoClient } from 'mongodb';
import { onEachServer } from '../servers.js';

/*
 * For every job that it has run, Agenda keeps a timer of half the lock's lifetime (five minutes), also after
 * stop(). It offers no way to end it, so timers of that length do not hold this process.
 */
const { setTimeout: originalSetTimeout } = globalThis;
globalThis.setTimeout = Object.assign(
  (callback: () => void, delayMs?: number, ...rest: []): NodeJS.Timeout => {
    const timer = originalSetTimeout(callback, delayMs, ...rest);
    return (delayMs ?? 0) >= 300_000 ? timer.unref() : timer;
  },
  originalSetTimeout,
);

onEachServer('Agenda', (server) => {
  const clients: MongoClient[] = [];
  let agendas: Agenda[] = [];

  before(async () => {
    // A client each, as two processes would have.
    for (let n = 0; n < 2; n += 1) clients.push(await MongoClient.connect(server().uri));
  });
  afterEach(async () => {
    await Promise.all(agendas.map((agenda) => agenda.stop()));
    agendas = [];
  });
  after(() => Promise.all(clients.map((client) => client.close())));

  async function newAgenda(at: number, collection: string): Promise<Agenda> {
    const client = clients[at];
    assert.ok(client);
    const backend = new MongoBackend({ mongo: client.db(), collection });
    const agenda = new Agenda({
      backend,
      processEvery: 20,
      maxConcurrency: 40,
      defaultConcurrency: 20,
      defaultLockLifetime: 600_000,
    });
    await agenda.ready;
    agendas.push(agenda);
    return agenda;
  }

  it('runs each of 300 jobs exactly once, by two instances', { timeout: 60_000 }, async () => {
    const runs = new Map<number, number>();
    const ranBy = [0, 0];
    let done: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (done = resolve));
    const pair = await Promise.all([newAgenda(0, 'jobs300'), newAgenda(1, 'jobs300')]);
    for (const [at, agenda] of pair.entries()) {
      agenda.define<{ n: number }>('count', (job) => {
        runs.set(job.attrs.data.n, (runs.get(job.attrs.data.n) ?? 0) + 1);
        ranBy[at] = (ranBy[at] ?? 0) + 1;
        if (runs.size === 300) done();
        return Promise.resolve();
      });
    }
    const [first] = pair;
    for (let n = 0; n < 300; n += 1) await first.schedule(new Date(0), 'count', { n });
    await Promise.all(pair.map((agenda) => agenda.start()));
    await all;
    await Promise.all(pair.map((agenda) => agenda.drain()));
    assert.equal(runs.size, 300);
    assert.deepEqual(
      [...runs.values()].filter((times) => times !== 1),
      [],
    );
    assert.equal((ranBy[0] ?? 0) + (ranBy[1] ?? 0), 300);
  });

  it('repeats a recurring job and keeps one of it', { timeout: 60_000 }, async () => {
    let runs = 0;
    let done: () => void = () => undefined;
    const thrice = new Promise<void>((resolve) => (done = resolve));
    const agenda = await newAgenda(0, 'recurring');
    agenda.define('tick', () => {
      runs += 1;
      if (runs === 3) done();
      return Promise.resolve();
    });
    await agenda.every('0.1 seconds', 'tick');
    await agenda.every('0.1 seconds', 'tick');
    await agenda.start();
    await thrice;
    assert.equal(await server().db.collection('recurring').countDocuments({ name: 'tick' }), 1);
  });

  it(
    'takes over a job whose lock has expired, and no job whose lock has not',
    { timeout: 60_000 },
    async () => {
      const agenda = await newAgenda(0, 'locks');
      const names: string[] = [];
      let done: () => void = () => undefined;
      const taken = new Promise<void>((resolve) => (done = resolve));
      agenda.define<{ who: string }>('call', (job) => {
        names.push(job.attrs.data.who);
        done();
        return Promise.resolve();
      });
      const job = { name: 'call', type: 'normal', priority: 0, disabled: null };
      const now = Date.now();
      await server()
        .db.collection('locks')
        .insertMany([
          {
            ...job,
            data: { who: 'locked' },
            nextRunAt: new Date(now - 5000),
            lockedAt: new Date(now - 1000),
          },
          {
            ...job,
            data: { who: 'expired' },
            nextRunAt: new Date(now - 1000),
            lockedAt: new Date(now - 3_600_000),
          },
        ]);
      await agenda.start();
      await taken;
      await agenda.drain();
      assert.deepEqual(names, ['expired']);
    },
  );

  it('removes, finds and counts jobs', async () => {
    const agenda = await newAgenda(0, 'queries');
    agenda.define('later', () => Promise.resolve());
    const inAnHour = new Date(Date.now() + 3_600_000);
    for (let n = 0; n < 5; n += 1) await agenda.schedule(inAnHour, 'later', { n, office: { id: n % 2 } });
    const { jobs, total } = await agenda.queryJobs({ name: 'later', data: { office: { id: 1 } } });
    assert.deepEqual([jobs.length, total], [2, 2]);
    assert.equal(await agenda.cancel({ name: 'later', data: { office: { id: 1 } } }), 2);
    assert.equal((await agenda.queryJobs({ names: ['later'], limit: 1 })).total, 3);
  });
});
