/** Nobody is mailed about who has got through, and none is lost, however late and in whatever order calls come. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import type { DateTime } from 'luxon';
import { followUpCalls, type FollowUpDependencies } from '../../../../src/afterwards/missed/follow-up.js';
import { writeNotices, type NoticeDependencies } from '../../../../src/afterwards/missed/notices.js';
import type { Snapshot } from '../../../../src/base/model/snapshot.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { connectStore, type Store } from '../../../../src/base/store/connection.js';
import { aGroup, aRecord, aSnapshot, at, aWindow, someMissedRules } from '../../../factories.js';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';
import { FakeMailQueue } from './mail-queue.js';
import { followUpOn, forgetCalls } from './scene.js';

const ANNA = { name: 'Anna Albrecht', address: 'anna@example.com' };

let number = 0;

function aCaller(): CallRecord['caller'] {
  const e164 = `+4930232${String(++number).padStart(5, '0')}`;
  return { withheld: false, number: e164, e164, name: 'Max Muster' };
}

/** A call to group 700 that is not over. */
function ringingCall(caller: CallRecord['caller'], time: string, changes: Partial<CallRecord> = {}) {
  const channel = `late-${++number}`;
  return aRecord({
    _id: channel,
    channel,
    caller,
    startedAt: at(time).toJSDate(),
    route: [{ group: '700', by: null, to: null }],
    ...changes,
  });
}

function missedCall(caller: CallRecord['caller'], time: string, sec = 14): CallRecord {
  return ringingCall(caller, time, {
    endedAt: at(time).plus({ seconds: sec }).toJSDate(),
    outcome: 'gaveUp',
    waitingSec: sec,
    missed: {
      group: '700',
      why: { kind: 'gaveUp', afterSec: sec, stage: 1 },
      text: `gave up after ${sec} s`,
    },
    followUp: 'pending',
  });
}

function answeredCall(
  caller: CallRecord['caller'],
  time: string,
  afterSec = 10,
  changes: Partial<CallRecord> = {},
): CallRecord {
  return ringingCall(caller, time, {
    outcome: 'answered',
    answeredAt: at(time).plus({ seconds: afterSec }).toJSDate(),
    endedAt: at(time).plus({ minutes: 20 }).toJSDate(),
    answeredBy: { who: 'Clara', userId: 'clara', kind: 'desk', to: '1003', group: '700', stage: 1 },
    followUp: 'pending',
    ...changes,
  });
}

onEachServer('Calls that are told of late, and several at once', (server) => {
  let store: Store;
  let use: FollowUpDependencies;
  let notices: NoticeDependencies;
  let mails: FakeMailQueue;
  let snapshot: Snapshot | undefined;
  let now: DateTime;

  before(async () => {
    store = await connectStore(server().uri);
  });
  after(() => store.close());
  beforeEach(async () => {
    await forgetCalls(server().db);
    mails = new FakeMailQueue();
    now = at('2026-11-25T10:00:20');
    const missed = someMissedRules({ mail: { to: [ANNA], graceMin: 2, quiet: [] } });
    snapshot = aSnapshot({ groups: [aGroup({ missed })] });
    ({ use, notices } = await followUpOn({ store, mails, snapshot: () => snapshot, now: () => now }));
  });

  async function finish(...calls: readonly CallRecord[]): Promise<void> {
    for (const call of calls) await store.calls.save(call);
    await followUpCalls(use);
  }

  const states = async () =>
    (await store.callbacks.recent(10)).map(({ state, count }) => `${state} ${count}`);

  it('write no mail while the caller talks to somebody, however long the talk is', async () => {
    const caller = aCaller();
    await finish(missedCall(caller, '2026-11-25T10:00:00'));
    const again = ringingCall(caller, '2026-11-25T10:01:00');
    await store.calls.save(again);
    await writeNotices(notices, at('2026-11-25T10:15:00'));
    assert.equal(mails.mails.length, 0, 'the caller is on the line');
    await finish({ ...answeredCall(caller, '2026-11-25T10:01:00'), _id: again._id, channel: again.channel });
    await writeNotices(notices, at('2026-11-25T10:22:00'));
    assert.equal(mails.mails.length, 0);
    assert.deepEqual(await states(), ['closed 1']);
  });

  it('write the mail when the caller is missed again, or somebody else or an earlier call is on the line', async () => {
    const [caller, other] = [aCaller(), aCaller()];
    await store.calls.save(ringingCall(other, '2026-11-25T09:50:00'));
    await finish(missedCall(caller, '2026-11-25T10:00:00'), missedCall(other, '2026-11-25T10:00:00'));
    const again = ringingCall(caller, '2026-11-25T10:01:00');
    await store.calls.save(again);
    await writeNotices(notices, at('2026-11-25T10:03:00'));
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject.includes('(2×)')),
      [false],
    );
    await finish({
      ...missedCall(caller, '2026-11-25T10:01:00', 130),
      _id: again._id,
      channel: again.channel,
    });
    await writeNotices(notices, at('2026-11-25T10:03:15'));
    assert.deepEqual(
      mails.mails.map(({ subject }) => subject.includes('(2×)')),
      [false, true],
    );
  });

  const LINES = [
    // The other line: its begin, seconds to its answer, what becomes of the call missed at 10:00:00.
    ['began after and was answered while the missed one rang', '2026-11-25T10:00:03', 5, 'closed 1'],
    ['rang before and was answered while the missed one rang', '2026-11-25T09:59:55', 10, 'closed 1'],
    ['was answered before the missed one began, and lasts on', '2026-11-25T09:59:55', 4, 'open 1'],
    ['was answered ten minutes before, and lasts on', '2026-11-25T09:49:50', 10, 'open 1'],
  ] as const;

  for (const [what, begin, answerSec, state] of LINES) {
    it(`of two lines with one number, of which the other ${what}: ${state}, in either order`, async () => {
      const [caller, other] = [aCaller(), aCaller()];
      await finish(missedCall(caller, '2026-11-25T10:00:00'), answeredCall(caller, begin, answerSec));
      await finish(answeredCall(other, begin, answerSec));
      await finish(missedCall(other, '2026-11-25T10:00:00'));
      assert.deepEqual(await states(), [state, state]);
    });
  }

  it('write no mail while another line of the caller, that rang just before, is talking', async () => {
    const caller = aCaller();
    const other = ringingCall(caller, '2026-11-25T09:59:55');
    await store.calls.save(other);
    await finish(missedCall(caller, '2026-11-25T10:00:00'));
    await writeNotices(notices, at('2026-11-25T10:10:00'));
    assert.equal(mails.mails.length, 0);
    const talk = answeredCall(caller, '2026-11-25T09:59:55', 10);
    await finish({ ...talk, _id: other._id, channel: other.channel });
    await writeNotices(notices, at('2026-11-25T10:30:00'));
    assert.equal(mails.mails.length, 0);
    assert.deepEqual(await states(), ['closed 1']);
  });

  it('stay open when the later talk was one that counts as missed', async () => {
    const caller = aCaller();
    const service = answeredCall(caller, '2026-11-25T10:05:00', 10, {
      missed: { group: '700', why: { kind: 'unanswered', to: 'external' }, text: 'nobody answered' },
    });
    await finish(missedCall(caller, '2026-11-25T10:00:00'), service);
    assert.deepEqual(await states(), ['open 2']);
  });

  it('end when the talk is found only at the second attempt', async () => {
    const caller = aCaller();
    await finish(answeredCall(caller, '2026-11-25T10:05:00'));
    await store.calls.save(missedCall(caller, '2026-11-25T10:00:00'));
    const calls = { ...store.calls, talkedLater: () => Promise.reject(new Error('database away')) };
    await followUpCalls({ ...use, calls });
    assert.deepEqual(await states(), ['open 1']);
    await followUpCalls(use);
    assert.deepEqual(await states(), ['closed 1']);
  });

  it('end by a talk that rang before and was answered later, in either order', async () => {
    for (const isLate of [false, true]) {
      const caller = aCaller();
      const missed = missedCall(caller, '2026-11-25T10:00:20', 10);
      const talk = answeredCall(caller, '2026-11-25T10:00:00', 60);
      await finish(isLate ? talk : missed);
      await finish(isLate ? missed : talk);
    }
    assert.deepEqual(await states(), ['closed 1', 'closed 1']);
  });

  it('are one mail after quiet hours, although an item changes while two instances write', async () => {
    const mail = { to: [ANNA], graceMin: 0, quiet: [aWindow('20:00-07:00')] };
    snapshot = aSnapshot({ groups: [aGroup({ missed: someMissedRules({ mail }) })] });
    now = at('2026-11-25T21:00:20');
    const callers = [aCaller(), aCaller()];
    for (const caller of callers) await finish(missedCall(caller, '2026-11-25T21:00:00'));
    const noticed = async (...all: Parameters<typeof store.callbacks.noticed>) => {
      // After the first one has handed in its mail, an item ends, and the other instance follows up that call.
      await finish(answeredCall(callers[0] ?? aCaller(), '2026-11-26T06:59:00'));
      await writeNotices(notices, at('2026-11-26T07:00:00'), 'single');
      await store.callbacks.noticed(...all);
    };
    const dueNotices = store.callbacks.dueNotices.bind(store.callbacks);
    const holdNotices = store.callbacks.holdNotices.bind(store.callbacks);
    await writeNotices(
      { ...notices, callbacks: { dueNotices, holdNotices, noticed } },
      at('2026-11-26T07:00:00'),
    );
    assert.equal(mails.mails.length, 1);
    await writeNotices(notices, at('2026-11-26T07:00:15'));
    assert.equal(mails.mails.length, 1);
  });

  it('wait for a configuration, or the mail would be lost', async () => {
    const known = snapshot;
    snapshot = undefined;
    await finish(missedCall(aCaller(), '2026-11-25T10:00:00'));
    snapshot = known;
    await followUpCalls(use);
    await writeNotices(notices, at('2026-11-25T10:05:00'));
    assert.equal(mails.mails.length, 1);
  });

  it('open nothing when the caller has been called back since, and are counted there', async () => {
    const caller = aCaller();
    await finish(missedCall(caller, '2026-11-25T10:30:00'));
    const [item] = await store.callbacks.live();
    await store.callbacks.done({ id: item?.id ?? '', who: 'Anna', at: at('2026-11-25T11:00:00').toJSDate() });
    // Another instance could not write it before.
    await finish(missedCall(caller, '2026-11-25T10:00:00'));
    assert.deepEqual(await states(), ['done 2']);
    await finish(missedCall(caller, '2026-11-25T11:00:00'));
    assert.deepEqual((await states()).sort(), ['done 2', 'open 1'], 'it was not over when the item ended');
  });
});
