/** A talk of somebody who had missed nothing is written once; nobody's item stays open because of that. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';
import { followUpCalls, type FollowUpDependencies } from '../../../../src/afterwards/missed/follow-up.js';
import { saveCalls, type SaveDependencies } from '../../../../src/afterwards/missed/save-calls.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { connectStore, type Store } from '../../../../src/base/store/connection.js';
import { aGroup, aRecord, aSnapshot, at } from '../../../factories.js';
import { FakeMailQueue } from './mail-queue.js';
import { followUpOn, forgetCalls } from './scene.js';

const MAX = { withheld: false, number: '+493023111111', e164: '+493023111111', name: 'Max Muster' };
const ERIKA = { withheld: false, number: '+493023122222', e164: '+493023122222', name: 'Erika Muster' };

function talk(id: string, time: string, caller: CallRecord['caller']): CallRecord {
  return aRecord({
    _id: id,
    channel: id,
    caller,
    startedAt: at(`2026-11-25T${time}:00`).toJSDate(),
    answeredAt: at(`2026-11-25T${time}:10`).toJSDate(),
    endedAt: at(`2026-11-25T${time}:50`).toJSDate(),
    outcome: 'answered',
    answeredBy: { who: 'Clara', userId: 'clara', kind: 'desk', to: '1003', group: '700', stage: 1 },
    route: [{ group: '700', by: null, to: null }],
    missed: null,
    followUp: 'pending',
  });
}

function missed(id: string, time: string, caller: CallRecord['caller']): CallRecord {
  return {
    ...talk(id, time, caller),
    outcome: 'gaveUp',
    answeredAt: null,
    answeredBy: null,
    missed: { group: '700', why: { kind: 'gaveUp', afterSec: 50, stage: 1 }, text: 'gave up after 50 s' },
  };
}

onEachServer('Records that are written', (server) => {
  let store: Store;
  let use: FollowUpDependencies;
  let asked: number;

  before(async () => {
    store = await connectStore(server().uri);
  });
  after(() => store.close());
  beforeEach(async () => {
    await forgetCalls(server().db);
    asked = 0;
    const snapshot = aSnapshot({ groups: [aGroup({})] });
    const now = () => at('2026-11-25T12:00:00');
    ({ use } = await followUpOn({ store, mails: new FakeMailQueue(), snapshot: () => snapshot, now }));
  });

  const save = (records: readonly CallRecord[], changes: Partial<SaveDependencies> = {}) =>
    saveCalls(records, { ...store, followUpSoon: () => (asked += 1), ...changes });
  const pending = async () => (await store.calls.pendingFollowUps(10)).map(({ _id }) => _id);
  const open = async () => (await store.callbacks.live()).map(({ caller }) => caller.key);

  it('need no follow-up when the caller had missed nothing', async () => {
    await save([talk('t1', '09:00', MAX), talk('t2', '09:01', ERIKA)]);
    assert.deepEqual([await pending(), asked], [[], 0]);
  });

  it('are followed up when the caller is in the list, and close the item', async () => {
    await save([missed('m', '09:00', MAX)]);
    await followUpCalls(use);
    assert.deepEqual([await open(), asked], [[MAX.e164], 1]);
    await save([talk('t1', '10:00', MAX), talk('t2', '10:00', ERIKA)]);
    assert.deepEqual([await pending(), asked], [['t1'], 2]);
    await followUpCalls(use);
    assert.deepEqual(await open(), []);
  });

  it('open no item when a missed call and a later talk of its caller are written together', async () => {
    await save([missed('m', '09:00', MAX), talk('t', '09:10', MAX)]);
    assert.deepEqual(await pending(), ['m']);
    await followUpCalls(use);
    assert.deepEqual(await open(), []);
  });

  it('close an item that another controller opens while they are written', async () => {
    await save([missed('m', '09:00', MAX)]);
    const calls: SaveDependencies['calls'] = {
      saveAll: async (records) => {
        await followUpCalls(use);
        return store.calls.saveAll(records);
      },
    };
    await save([talk('t', '09:10', MAX)], { calls });
    assert.deepEqual([await pending(), await open(), asked], [['t'], [MAX.e164], 2]);
    await followUpCalls(use);
    assert.deepEqual(await open(), []);
  });

  it('are written again by whoever keeps them when the database refuses one, in the first write or in the second', async () => {
    let writes = 0;
    const calls: SaveDependencies['calls'] = {
      saveAll: () => {
        writes += 1;
        const id = writes === 1 ? 't1' : 't2';
        return Promise.resolve(new Map([[id, new Error('too large')]]));
      },
    };
    const callbacks = { waiting: () => Promise.resolve(new Set(writes === 0 ? [] : [ERIKA.e164])) };
    const refused = await save([talk('t1', '09:00', MAX), talk('t2', '09:00', ERIKA)], { calls, callbacks });
    assert.deepEqual([...refused.keys()], ['t1', 't2']);
  });

  it('are not written when the list cannot be asked: the journal keeps them', async () => {
    const callbacks = { waiting: () => Promise.reject(new Error('away')) };
    await assert.rejects(save([talk('t', '09:00', MAX)], { callbacks }), /away/);
    assert.equal(await store.calls.get('t'), undefined);
  });
});
