/** The figures of days that are over are kept, counted anew when a call of theirs changes, and deleted with the calls. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';
import { dayCounter } from '../../../src/afterwards/reports/count-days.js';
import { sumOf } from '../../../src/afterwards/reports/sum.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import type { DayFigures } from '../../../src/base/model/day-figures.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { aGroup, aRecord, aSnapshot, at } from '../../factories.js';

const snapshot = aSnapshot({ groups: [aGroup({ number: '700' }), aGroup({ number: '701' })] });
const ROUTE = [{ group: '700', by: null, to: null }];
const NOVEMBER = { group: '700', from: '2026-11-01', to: '2026-11-30' };
const shown = (days: readonly DayFigures[]) => days.map((day) => `${day.day}: ${sumOf([day]).counts.calls}`);

onEachServer('Day figures', (server) => {
  let store: Store;
  let ids = 0;

  before(async () => {
    store = await connectStore(server().uri);
  });
  after(() => store.close());
  beforeEach(async () => {
    await store.connection.collection('calls').deleteMany({});
    await store.connection.collection('dayfigures').deleteMany({});
  });

  const call = (moment: string, changes: Partial<CallRecord> = {}): Promise<void> => {
    ids += 1;
    const startedAt = at(moment).toJSDate();
    const _id = `call-${ids}`;
    return store.calls.save(aRecord({ _id, channel: _id, route: ROUTE, startedAt, ...changes }));
  };

  const counter = (calls: Pick<Store['calls'], 'ofDay' | 'oldestAt'> = store.calls) =>
    dayCounter({
      calls,
      dayFigures: store.dayFigures,
      snapshot: () => snapshot,
      newId: () => `token-${(ids += 1)}`,
      log: { info: () => undefined },
    });

  const gathered = async () => [...(await store.dayFigures.gathered('2026-11-01', '2026-11-30'))];

  it('are counted of all days since the oldest call that are over', async () => {
    await call('2026-11-22T00:00:00');
    await call('2026-11-23T23:59:59');
    await call('2026-11-24T08:00:00');
    await counter()(at('2026-11-24T12:00:00'));
    assert.deepEqual(shown(await store.dayFigures.of(NOVEMBER)), [
      '2026-11-20: 0',
      '2026-11-21: 0',
      '2026-11-22: 1',
      '2026-11-23: 1',
    ]);
    assert.equal((await store.dayFigures.ofAll('2026-11-22', '2026-11-23')).length, 4);
    assert.equal(await counter()(at('2026-11-24T12:00:00')), 0);
  });

  it('are read as earlier releases have written them, too', async () => {
    await call('2026-11-23T08:00:00');
    await counter()(at('2026-11-24T12:00:00'));
    const [day] = await store.dayFigures.of({ ...NOVEMBER, from: '2026-11-23' });
    assert.ok(day !== undefined);
    const older = { ...day, talkingSec: 77 };
    await store.connection
      .collection<{ _id: string }>('dayfigures')
      .updateOne({ _id: '700 2026-11-23' }, { $set: { figures: older }, $unset: { json: 1 } });
    assert.deepEqual(await store.dayFigures.of({ ...NOVEMBER, from: '2026-11-23' }), [older]);
    assert.equal(await counter()(at('2026-11-24T12:00:00')), 0, 'they are not counted anew');
  });

  it('are counted anew when a call of the day is written late, or its record changes', async () => {
    await call('2026-11-22T10:00:00', { _id: 'late', outcome: 'open' });
    await counter()(at('2026-11-24T12:00:00'));
    await call('2026-11-22T10:00:00', { _id: 'late', outcome: 'gaveUp' });
    assert.deepEqual(
      shown(await store.dayFigures.of({ ...NOVEMBER, from: '2026-11-22' })),
      [],
      'the figures of the day are gone, and of those around it',
    );
    await call('2026-11-22T11:00:00');
    await counter()(at('2026-11-24T12:00:00'));
    assert.deepEqual(shown(await store.dayFigures.of({ ...NOVEMBER, from: '2026-11-22' })), [
      '2026-11-22: 2',
      '2026-11-23: 0',
    ]);
    await store.calls.addMissing(
      aRecord({ _id: 'found later', route: ROUTE, startedAt: at('2026-11-22T12:00:00').toJSDate() }),
    );
    await counter()(at('2026-11-24T12:00:00'));
    assert.deepEqual(
      shown(await store.dayFigures.of({ ...NOVEMBER, from: '2026-11-22' }))[0],
      '2026-11-22: 3',
    );
  });

  it('of a day are not kept when one of its calls is written while they are counted', async () => {
    await call('2026-11-22T10:00:00');
    const during: Pick<Store['calls'], 'ofDay' | 'oldestAt'> = {
      oldestAt: () => store.calls.oldestAt(),
      ofDay: async function* (...given: Parameters<Store['calls']['ofDay']>) {
        yield* store.calls.ofDay(...given);
        if (given[0] === '700') await call('2026-11-22T11:00:00');
      } as never,
    };
    await counter(during)(at('2026-11-23T12:00:00'));
    assert.deepEqual(shown(await store.dayFigures.of({ ...NOVEMBER, from: '2026-11-22' })), []);
    assert.deepEqual(await gathered(), [], 'without one of its groups no day is gathered');
    await counter()(at('2026-11-23T12:00:00'));
    assert.deepEqual(shown(await store.dayFigures.of({ ...NOVEMBER, from: '2026-11-22' })), [
      '2026-11-22: 2',
    ]);
  });

  const all = async () =>
    (await store.dayFigures.ofAll('2026-11-21', '2026-11-23'))
      .map((day) => `${day.group} ${shown([day]).join()}`)
      .toSorted();

  it('of a day are gathered when all groups are counted, and read the same', async () => {
    await call('2026-11-22T10:00:00');
    await counter()(at('2026-11-23T12:00:00'));
    const single = await all();
    assert.deepEqual(await gathered(), ['2026-11-21', '2026-11-22']);
    const documents = store.connection.collection<{ _id: string }>('dayfigures');
    await documents.deleteMany({ json: { $exists: true } });
    assert.deepEqual(await all(), single);
    assert.deepEqual(single, [
      '700 2026-11-21: 0',
      '700 2026-11-22: 1',
      '701 2026-11-21: 0',
      '701 2026-11-22: 0',
    ]);
  });

  it('are gathered anew when a call of the day is written late', async () => {
    await call('2026-11-22T10:00:00');
    await counter()(at('2026-11-24T12:00:00'));
    await call('2026-11-22T11:00:00');
    assert.deepEqual(await gathered(), []);
    assert.deepEqual(await all(), ['701 2026-11-21: 0', '701 2026-11-22: 0', '701 2026-11-23: 0']);
    await counter()(at('2026-11-24T12:00:00'));
    assert.deepEqual(await gathered(), ['2026-11-21', '2026-11-22', '2026-11-23']);
    assert.ok((await all()).includes('700 2026-11-22: 2'));
  });

  it('are not gathered when a call of the day is written meanwhile, nor kept so when a group is counted', async () => {
    await call('2026-11-22T10:00:00');
    await counter()(at('2026-11-23T12:00:00'));
    const model = store.connection.model('DayFigures');
    const updateOne = model.updateOne.bind(model);
    model.updateOne = ((...given: Parameters<typeof updateOne>) => {
      if (!('token' in given[0])) return updateOne(...given);
      return call('2026-11-22T11:00:00').then(() => updateOne(...given));
    }) as never;
    await store.dayFigures.gather('2026-11-22', 'slow');
    model.updateOne = updateOne;
    assert.deepEqual(await gathered(), []);

    await store.dayFigures.gather('2026-11-22', 'without 700');
    await counter()(at('2026-11-23T12:00:00'));
    assert.ok((await all()).includes('700 2026-11-22: 2'));
  });

  it('are deleted when their time is over', async () => {
    await call('2026-11-20T10:00:00');
    await counter()(at('2026-11-24T12:00:00'));
    await store.dayFigures.deleteOld(at('2026-11-21T12:00:00').toJSDate(), 100);
    assert.deepEqual(await gathered(), ['2026-11-21', '2026-11-22', '2026-11-23']);
    assert.deepEqual(shown(await store.dayFigures.of(NOVEMBER)), [
      '2026-11-21: 0',
      '2026-11-22: 0',
      '2026-11-23: 0',
    ]);
  });
});
