/** Calls and call-back items are deleted when their time is over, and nothing else is. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { DateTime } from 'luxon';
import { deleteOldCalls } from '../../../src/afterwards/old-calls.js';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { aRecord, aSnapshot, at, someSettings } from '../../factories.js';
import { testAudit } from '../../fakes/audit.js';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';

const NOW = at('2026-11-25T10:00:00');
const days = someSettings().keepDays;
const snapshot = aSnapshot({
  settings: { keepCallsDays: 30, keepDays: { ...days, callbacks: 30, notes: 30 } },
});

onEachServer('Old calls', (server) => {
  let store: Store;

  before(async () => {
    store = await connectStore(server().uri);
  });
  after(() => store.close());

  function call(id: string, begin: DateTime, changes: Partial<CallRecord> = {}): Promise<void> {
    const begun = { startedAt: begin.toJSDate(), endedAt: begin.plus({ minutes: 1 }).toJSDate() };
    return store.calls.save(
      aRecord({ _id: id, channel: id, outcome: 'gaveUp', followUp: null, ...begun, ...changes }),
    );
  }

  const audit = testAudit();

  async function item(id: string, ended: DateTime | undefined): Promise<string> {
    const missed = at('2026-01-05T10:00:00').toJSDate();
    const made = await store.callbacks.addMissed({
      group: '700',
      caller: { key: id, number: id, name: null },
      mergeHours: 24,
      noticeAt: undefined,
      call: { record: id, channel: id, at: missed, why: { kind: 'gaveUp', afterSec: 9, stage: 1 } },
    });
    assert.ok(made);
    if (ended !== undefined) await store.callbacks.done({ id: made.id, who: 'Anna', at: ended.toJSDate() });
    return made.id;
  }

  const run = (known: Snapshot | undefined = snapshot) =>
    deleteOldCalls(
      {
        calls: store.calls,
        callNotes: store.callNotes,
        callbacks: store.callbacks,
        dayFigures: store.dayFigures,
        log: { info: () => undefined },
        audit,
        snapshot: () => known,
      },
      NOW,
    );

  it('are deleted when their time is over, however many; the others stay', async () => {
    const old = NOW.minus({ days: 30, seconds: 1 });
    for (let index = 0; index < 401; index += 1) await call(`old-${index}`, old);
    await call('young', NOW.minus({ days: 30 }));
    for (const [id, at] of [
      ['old-1', old],
      ['young', NOW.minus({ days: 30 })],
    ] as const) {
      const noted = aRecord({ _id: id, startedAt: at.toJSDate() });
      await store.callNotes.add(noted, { text: 'asks for Anna', who: 'Anna', at: at.toJSDate() });
    }
    await call('recorded', old, { recording: '2025/01/01/a.wav' });
    await call('unknown to the call-back list', old, { followUp: 'pending' });
    await call('open', old, { outcome: 'open', endedAt: null });
    const [longDone, justDone, live] = [
      await item('1', old),
      await item('2', NOW.minus({ days: 30 })),
      await item('3', undefined),
    ];

    assert.deepEqual(
      await deleteOldCalls(
        {
          calls: store.calls,
          callNotes: store.callNotes,
          callbacks: store.callbacks,
          dayFigures: store.dayFigures,
          log: { info: () => undefined },
          audit,
          snapshot: () => undefined,
        },
        NOW,
      ),
      { calls: 0, callbacks: 0, notes: 0 },
      'without a configuration',
    );
    assert.deepEqual(
      await run(aSnapshot()),
      { calls: 0, callbacks: 0, notes: 0 },
      '400 days are the default',
    );
    assert.deepEqual(audit.noted, [], 'nothing was deleted');
    assert.deepEqual(await run(), { calls: 401, callbacks: 1, notes: 1 });
    assert.deepEqual(
      (await store.callNotes.of(['old-1', 'young'])).map(({ id }) => id),
      ['young'],
    );
    assert.deepEqual(
      audit.noted.map(({ who, event, facts }) => [who, event, facts]),
      [
        [
          'system (delete old calls)',
          'callsDeleted',
          {
            calls: '401',
            callbacks: '1',
            notes: '1',
            before: NOW.minus({ days: 30 }).toJSDate().toISOString(),
          },
        ],
      ],
    );
    assert.deepEqual((await store.calls.recent(10)).map(({ _id }) => _id).toSorted(), [
      'open',
      'recorded',
      'unknown to the call-back list',
      'young',
    ]);
    const kept = await Promise.all([longDone, justDone, live].map((id) => store.callbacks.get(id)));
    assert.deepEqual(
      kept.map((one) => one?.state),
      [undefined, 'done', 'open'],
    );
    await store.calls.recordingGone('recorded');
    assert.deepEqual(await run(), { calls: 1, callbacks: 0, notes: 0 });
  });

  it('keep a note, and a call-back, as long as the settings of each say, from the end on', async () => {
    await run(aSnapshot({ settings: { keepDays: { ...days, callbacks: 1, notes: 1 } } }));
    const id = await item('noted', NOW.minus({ days: 10, seconds: 1 }));
    const open = await item('open still', undefined);
    for (const one of [id, open])
      await store.callbacks.note({ id: one, text: 'wants to cancel', who: 'Erika', at: new Date() });
    const keeping = (callbacks: number, notes: number) =>
      aSnapshot({ settings: { keepDays: { ...days, callbacks, notes } } });
    assert.deepEqual(await run(keeping(20, 11)), { calls: 0, callbacks: 0, notes: 0 });
    assert.equal((await store.callbacks.get(id))?.note, 'wants to cancel');
    assert.deepEqual(await run(keeping(20, 10)), { calls: 0, callbacks: 0, notes: 1 });
    assert.equal((await store.callbacks.get(id))?.note, null);
    assert.equal((await store.callbacks.get(open))?.note, 'wants to cancel');
    assert.equal(audit.noted.at(-1)?.facts['notes'], '1');
    assert.deepEqual(await run(keeping(10, 10)), { calls: 0, callbacks: 1, notes: 0 });
    assert.equal(await store.callbacks.get(id), undefined);
  });
});
