/** Mails, calls that waited to be mailed and entries of the audit log go when their time is over, and it is said. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { deleteOldEntries } from '../../../src/afterwards/old-entries.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import { aSnapshot, at, someSettings } from '../../factories.js';
import { testAudit } from '../../fakes/audit.js';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';

const NOW = at('2026-11-25T10:00:00');
/** Days of 24 hours: the clock was changed in between. */
const ago = (days: number, seconds = 0) => NOW.minus({ hours: 24 * days, seconds }).toJSDate();

onEachServer('Old mails and entries', (server) => {
  let store: Store;

  before(async () => {
    store = await connectStore(server().uri);
  });
  after(() => store.close());

  async function mail(id: string, finishedAt: Date | undefined): Promise<void> {
    const doc = { _id: id as never, subject: id, state: 'sent', createdAt: ago(900), finishedAt };
    await store.connection.collection('mails').insertOne(doc, { ignoreUndefined: true });
  }

  const entry = (who: string, when: Date) =>
    store.audit.add({ at: when, who, event: 'signedIn', facts: {}, before: null, after: null });

  it('go when their time is over, with one entry; the others stay', async () => {
    for (let index = 0; index < 201; index += 1) await mail(`old ${index}`, ago(90, 1));
    await mail('young', ago(90));
    await mail('waiting', undefined);
    await entry('old', ago(730, 1));
    await entry('young', ago(730));
    for (const [record, when] of [
      ['old', ago(30, 1)],
      ['young', ago(30)],
    ] as const) {
      const why = { kind: 'gaveUp', afterSec: 9, stage: 1 } as const;
      await store.withheld.hold({ record, group: '700', at: when, why }, ago(0));
    }
    for (const [id, when] of [
      ['old', ago(90, 1)],
      ['young', ago(90)],
    ] as const) {
      const told = { kind: 'mailsFail', about: '', failed: 1, lateMinutes: 0 } as const;
      const notice = { id, phase: 'begun', told, since: when, at: when, controller: 'house:8084' } as const;
      await store.notices.add(notice, false);
      const test = { id, type: 'webhook.test', at: when, data: { who: 'admin' }, webhook: 'erp' } as const;
      await store.deliveries.add([test], when);
    }
    for (const [userId, until] of [
      ['anna', ago(1, 1)],
      ['bernd', ago(1)],
      ['clara', undefined],
    ] as const)
      await store.awayStates.put({
        userId,
        group: null,
        kind: 'away',
        until,
        changedAt: ago(2),
        changedBy: userId,
      });
    const audit = testAudit();
    const snapshot = () => aSnapshot();
    const { mails, withheld, notices, deliveries, audit: entries, awayStates: away } = store;
    const use = { mails, withheld, notices, deliveries, entries, away, audit, snapshot };
    const run = () => deleteOldEntries({ ...use, log: { info: () => undefined } }, NOW);
    assert.deepEqual(await run(), {
      mails: 201,
      withheld: 1,
      notices: 1,
      deliveries: 1,
      entries: 1,
      away: 1,
    });
    // Who is still away, or will be back tomorrow, stays so.
    assert.deepEqual(
      (await store.awayStates.all()).map(({ userId }) => userId),
      ['bernd', 'clara'],
    );
    assert.deepEqual(
      audit.noted.map(({ who, event, facts }) => [who, event, facts]),
      [
        [
          'system (delete old mails and entries)',
          'entriesDeleted',
          { mails: '201', withheld: '1', notices: '1', deliveries: '1', entries: '1' },
        ],
      ],
    );
    const left = await store.connection
      .collection('mails')
      .find({}, { sort: { _id: 1 } })
      .toArray();
    assert.deepEqual(
      left.map(({ _id }) => String(_id)),
      ['waiting', 'young'],
    );
    assert.deepEqual(
      (await store.audit.list({ limit: 9 })).map(({ who }) => who),
      ['young'],
    );
    assert.deepEqual(await run(), { mails: 0, withheld: 0, notices: 0, deliveries: 0, entries: 0, away: 0 });
    assert.equal(audit.noted.length, 1, 'nothing went, and nothing is said');
  });

  it('go when the configuration says, each kind by its own setting; without one nothing goes', async () => {
    const audit = testAudit();
    const { mails: queue, withheld, notices, deliveries, audit: entries, awayStates: away } = store;
    const use = { mails: queue, withheld, notices, deliveries, entries, away, audit };
    const log = { info: () => undefined };
    assert.deepEqual(await deleteOldEntries({ ...use, log, snapshot: () => undefined }, NOW), {
      mails: 0,
      withheld: 0,
      notices: 0,
      deliveries: 0,
      entries: 0,
      away: 0,
    });
    const keeping = (mails: number, days: number) => () =>
      aSnapshot({ settings: { keepDays: { ...someSettings().keepDays, mails, audit: days } } });
    const after = (snapshot: () => Snapshot) => deleteOldEntries({ ...use, log, snapshot }, NOW);
    await after(keeping(1, 1));
    await mail('sent', ago(10, 1));
    await entry('anna', ago(10, 1));
    assert.deepEqual(await after(keeping(11, 11)), {
      mails: 0,
      withheld: 0,
      notices: 0,
      deliveries: 0,
      entries: 0,
      away: 0,
    });
    assert.deepEqual(await after(keeping(10, 11)), {
      mails: 1,
      withheld: 0,
      notices: 0,
      deliveries: 0,
      entries: 0,
      away: 0,
    });
    assert.deepEqual(await after(keeping(11, 10)), {
      mails: 0,
      withheld: 0,
      notices: 0,
      deliveries: 0,
      entries: 1,
      away: 0,
    });
  });
});
