/** Whatever the service's own work changes is in the audit log, item by item, or with counts where a run deletes many. */
import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { startBackground, type Background } from '../../../src/app/background.js';
import { ContactBook } from '../../../src/base/contacts/book.js';
import { readConfig } from '../../../src/app/config.js';
import { closeCalledBack } from '../../../src/afterwards/missed/called-back.js';
import { createLog } from '../../../src/base/log.js';
import type { AuditEntry } from '../../../src/base/store/audit.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { auditLog } from '../../../src/people/operations/audit.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { aGroup, aRecord, aSnapshot, someMissedRules } from '../../factories.js';

const folder = mkdtempSync(path.join(tmpdir(), 'rufgruppe-audit-jobs-'));
const log = createLog('silent');
const long = DateTime.utc().minus({ days: 40 }).toJSDate();

let database: TestServer;
let store: Store;
let background: Background;

before(async () => {
  database = await startTestServer();
  store = await connectStore(database.uriFor('audit-jobs'));
  const snapshot = aSnapshot({
    groups: [aGroup({ missed: someMissedRules({ mergeHours: 1 }), recordingKeepDays: 30 })],
    settings: { keepCallsDays: 30 },
  });
  background = await startBackground({
    sources: [],
    config: readConfig({ DATA_DIR: folder, RECORDINGS_DIR: folder, FREESWITCH_EVENTS: 'none' }),
    log,
    store,
    snapshot: () => snapshot,
    contacts: { book: () => new ContactBook() },
    missingNeeds: () => [],
    instance: 'test',
    uri: database.uriFor('audit-jobs'),
  });
});
after(async () => {
  await background.stop(2000);
  await store.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function missed(id: string, number: string, at: Date, group = '700'): Promise<void> {
  await store.calls.save(
    aRecord({
      _id: id,
      channel: id,
      caller: { withheld: false, number, e164: number, name: 'Max Muster' },
      startedAt: at,
      endedAt: at,
      outcome: 'gaveUp',
      followUp: 'pending',
      route: [{ group, by: null, to: null }],
      missed: { group, why: { kind: 'gaveUp', afterSec: 14, stage: 1 }, text: 'gave up' },
    }),
  );
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What each job leaves; null: nothing that anybody would ask for, and what it does stands elsewhere. */
const JOBS: Readonly<Record<string, readonly string[] | null>> = {
  'follow up finished calls': ['callbackOpened', 'callbackMissedAgain', 'callbackClosed'],
  'give back call-backs': ['callbackGivenBack'],
  'delete old recordings': ['recordingsDeleted'],
  'delete old calls': ['callsDeleted'],
  'delete old mails and entries': ['entriesDeleted'],
  // Mails and reports are in the outbox with their fate.
  'write missed-call mails': null,
  'write daily reports': null,
  'count days for reports': null,
  'send mails': null,
  // Status and the doctor say when the last one was made.
  'back up the database': null,
};

describe('What the service does by itself', () => {
  test('is in the audit log, each job’s under its name', { timeout: 60_000 }, async () => {
    const now = new Date();
    const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    // Opened, missed again, too old for one more call, opened anew; closed by a talk.
    await missed('a1', '+493023125001', ago(300));
    await missed('a2', '+493023125001', ago(290));
    await missed('a3', '+493023125001', ago(60));
    await missed('b1', '+493023125002', ago(50));
    await store.calls.save(
      aRecord({
        _id: 'b2',
        channel: 'b2',
        caller: { withheld: false, number: '+493023125002', e164: '+493023125002', name: null },
        startedAt: ago(40),
        answeredAt: ago(39),
        endedAt: ago(30),
        outcome: 'answered',
        answeredBy: { who: 'Anna', userId: null, kind: 'desk', to: '1001', group: '700', stage: 1 },
        followUp: 'pending',
        route: [{ group: '700', by: null, to: null }],
      }),
    );
    // Taken, and not finished in time.
    const taken = await store.callbacks.addMissed({
      group: '700',
      caller: { key: '+493023125003', number: '+493023125003', name: null },
      call: { record: 'c', channel: 'c', at: ago(20), why: { kind: 'gaveUp', afterSec: 9, stage: 1 } },
      mergeHours: 24,
      noticeAt: undefined,
    });
    assert.ok(taken !== undefined);
    await store.callbacks.take({ id: taken.id, who: 'Anna', at: ago(10), until: ago(5) });
    mkdirSync(path.join(folder, 'old'), { recursive: true });
    writeFileSync(path.join(folder, 'old', 'd.wav'), 'x');
    const over = { startedAt: long, endedAt: long, outcome: 'gaveUp', followUp: null } as const;
    await store.calls.save(aRecord({ _id: 'd', channel: 'd', ...over, recording: 'old/d.wav' }));
    await store.calls.save(aRecord({ _id: 'e', channel: 'e', ...over }));

    const entry = { event: 'signedIn', facts: {}, before: null, after: null } as const;
    await store.audit.add({ at: new Date(0), who: 'somebody', ...entry });

    background.begin('http://127.0.0.1:8085/');
    const jobs = await until(() =>
      Promise.resolve(background.jobs().length > 0 ? background.jobs() : undefined),
    );
    assert.deepEqual(
      jobs.map(({ name }) => name).filter((name) => !Object.hasOwn(JOBS, name)),
      [],
      'each job is told of here',
    );
    const expected = Object.entries(JOBS).flatMap(([job, events]) =>
      (events ?? []).map((event) => `${event} by system (${job})`),
    );
    const entries = await until(async () => {
      const all = await store.audit.list({ limit: 200 });
      const found = new Set(all.map(({ event, who }) => `${event} by ${who}`));
      const closed = all.filter(({ event }) => event === 'callbackClosed');
      return expected.every((one) => found.has(one)) && closed.length > 1 ? all : undefined;
    });
    const of = (event: AuditEntry['event']) => entries.filter((entry) => entry.event === event);
    assert.equal(of('callbackOpened').length, 3);
    assert.deepEqual(
      of('callbackClosed')
        .map(({ facts }) => facts['because'])
        .sort(),
      ['superseded', 'talked'],
    );
    const [again] = of('callbackMissedAgain');
    assert.deepEqual(
      [again?.before, again?.after].map((text) => (JSON.parse(text ?? '{}') as { calls: number }).calls),
      [1, 2],
    );
    const [back] = of('callbackGivenBack');
    assert.equal(back?.facts['subject'], `callback ${taken.id}`);
    assert.match(back.before ?? '', /"state":"taken","who":"Anna"/);
    assert.equal(of('recordingsDeleted')[0]?.facts['recordings'], '1');
    assert.deepEqual(of('entriesDeleted')[0]?.facts, { entries: '1' });
    assert.match(of('callsDeleted')[0]?.facts['calls'] ?? '', /^[12]$/);
    assert.doesNotMatch(JSON.stringify(entries), /23125|Max Muster/, 'no caller is kept for two years');
  });

  test('names the items that an outgoing call closes', async () => {
    await missed('f1', '+493023125009', new Date(Date.now() - 60_000));
    background.followUpSoon();
    const item = await until(async () =>
      (await store.callbacks.live('700')).find(({ caller }) => caller.number === '+493023125009'),
    );
    const audit = auditLog({ audit: store.audit, now: () => new Date(), log });
    await closeCalledBack(
      {
        id: 'out',
        number: '03023125009',
        extension: '1001',
        kind: 'answered',
        at: new Date(),
        answeredAt: new Date(),
      },
      { callbacks: store.callbacks, toE164: () => '+493023125009', audit, log },
    );
    const [entry] = await store.audit.list({ limit: 1, event: 'callbackClosed' });
    assert.deepEqual(
      [entry?.who, entry?.facts['subject'], entry?.facts['because']],
      ['system (calls of the house)', `callback ${item.id}`, 'calledBack'],
    );
  });
});
