/** The recurring work starts and stops with the service, even when the database is away or hangs. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DateTime } from 'luxon';
import { startBackground, type Background } from '../../../src/app/background.js';
import { ContactBook } from '../../../src/base/contacts/book.js';
import { readConfig } from '../../../src/app/config.js';
import { createLog } from '../../../src/base/log.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { aContact, aGroup, aRecord, aReportPolicy, aSnapshot, someMissedRules } from '../../factories.js';

describe('The work that follows calls', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rufgruppe-background-'));
  let database: TestServer;
  let store: Store;

  before(async () => {
    database = await startTestServer();
    store = await connectStore(database.uriFor('background'));
  });
  after(async () => {
    await store.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(on: Store): Promise<Background> {
    const mail = { to: [{ name: undefined, address: 'team@example.com' }], graceMin: 0, quiet: [] };
    const snapshot = aSnapshot({
      groups: [aGroup({ missed: someMissedRules({ mail }), report: aReportPolicy({ atMinute: 0 }) })],
    });
    const book = new ContactBook();
    book.put(aContact({ name: 'Anna Beispiel' }, '+493023125001'));
    return startBackground({
      sources: [],
      config: readConfig({ DATA_DIR: folder, FREESWITCH_EVENTS: 'none' }),
      log: createLog('silent'),
      store: on,
      snapshot: () => snapshot,
      contacts: { book: () => book },
      missingNeeds: () => [],
      instance: 'test',
      uri: database.uriFor('background'),
    });
  }

  async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('writes no mail before it knows the address of its links', { timeout: 30_000 }, async () => {
    const background = await start(store);
    const at = new Date();
    await store.calls.save(
      aRecord({
        startedAt: at,
        endedAt: at,
        outcome: 'gaveUp',
        followUp: 'pending',
        route: [{ group: '700', by: null, to: null }],
        missed: { group: '700', why: { kind: 'gaveUp', afterSec: 14, stage: 1 }, text: 'gave up' },
      }),
    );
    background.followUpSoon();
    await new Promise((resolve) => setTimeout(resolve, 300));
    background.begin('http://127.0.0.1:8085/');
    const { id } = await until(async () => (await store.mails.list(1))[0]);
    const mail = await store.mails.get(id);
    await background.stop(2000);
    assert.match(mail?.text ?? '', /http:\/\/127\.0\.0\.1:8085\/callback\//);
    assert.ok(readdirSync(folder).length > 0);
  });

  it('names callers in the daily report as the address book does now', { timeout: 30_000 }, async () => {
    const own = await connectStore(database.uriFor('background-report'));
    const yesterday = DateTime.now().setZone('Europe/Berlin').minus({ days: 1 });
    const day = (daysAgo: number) => yesterday.minus({ days: daysAgo }).toISODate() ?? '';
    await own.reports.begin({ group: '700', since: day(1), lastDay: day(1) });
    const caller = { withheld: false, number: '+493023125001', e164: '+493023125001', name: null };
    const startedAt = yesterday.set({ hour: 12 }).toJSDate();
    await own.calls.save(aRecord({ startedAt, caller, route: [{ group: '700', by: null, to: null }] }));
    const background = await start(own);
    background.begin('http://127.0.0.1:8085/');
    const job = { name: 'write daily reports' };
    const jobs = own.connection.collection('jobs');
    // A new job waits for its first minute.
    await until(
      async () => (await jobs.updateOne(job, { $set: { nextRunAt: new Date() } })).modifiedCount || undefined,
    );
    const { id } = await until(async () => (await own.mails.list(1))[0]);
    const mail = await own.mails.get(id);
    await background.stop(2000);
    await own.close();
    assert.match(mail?.text ?? '', /Anna Beispiel/);
  });

  it('begins when the database was away in the moment of the start', { timeout: 30_000 }, async () => {
    let looks = 0;
    const connection = new Proxy(store.connection, {
      get: (real, name) =>
        name === 'db' && looks++ === 0 ? undefined : (Reflect.get(real, name, real) as unknown),
    });
    const background = await start({ ...store, connection });
    background.begin('http://127.0.0.1:8085/');
    await until(() => background.jobs()[0]);
    await background.stop(2000);
  });

  it('does not hold up the stop when the database hangs', { timeout: 5000 }, async () => {
    const calls = { ...store.calls, pendingFollowUps: () => new Promise<never>(() => undefined) };
    const never = new Promise<never>(() => undefined);
    const background = await start({ ...store, calls, ready: never });
    background.begin('http://127.0.0.1:8085/');
    background.followUpSoon();
    await background.stop(100);
  });
});
