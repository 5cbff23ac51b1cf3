/**
 * The call-back list: one item for each caller and group, and exactly one person for each item, on any
 * number of instances.
 */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { CallbackItem } from '../../../../src/base/model/callback-item.js';
import type { CallbackStore, NewMissedCall } from '../../../../src/base/store/callback-store.js';
import { connectStore, type Store } from '../../../../src/base/store/connection.js';
import { onEachServer } from '@rufgruppe/embedded-mongodb/testing';

const at = (time: string) => new Date(`2026-11-25T${time}Z`);
const NUMBER = '+493023125001';

let calls = 0;
function missed(
  changes: Partial<NewMissedCall> & { readonly when?: Date; readonly channel?: string } = {},
): NewMissedCall {
  const { when = at('09:00:00'), channel = `channel-${++calls}`, ...rest } = changes;
  return {
    group: '700',
    caller: { key: NUMBER, number: NUMBER, name: 'Max Muster' },
    call: { record: channel, channel, at: when, why: { kind: 'gaveUp', afterSec: 14, stage: 2 } },
    mergeHours: 24,
    noticeAt: undefined,
    ...rest,
  };
}

onEachServer('The call-back list', (server) => {
  // Two instances on one database.
  let first: Store;
  let second: Store;
  let list: CallbackStore;

  before(async () => {
    first = await connectStore(server().uri);
    second = await connectStore(server().uri);
    list = first.callbacks;
  });
  after(() => Promise.all([first.close(), second.close()]));

  /** A number of its own for each test, so that they do not see each other's items. */
  async function anItem(
    changes: Partial<NewMissedCall> & { readonly when?: Date } = {},
  ): Promise<CallbackItem> {
    const number = `+4930231${String(++calls).padStart(5, '0')}`;
    const item = await list.addMissed(missed({ caller: { key: number, number, name: null }, ...changes }));
    assert.ok(item);
    return item;
  }

  function again(item: CallbackItem, changes: Parameters<typeof missed>[0] = {}): NewMissedCall {
    return missed({ caller: item.caller, group: item.group, ...changes });
  }

  it('opens an item with everything that the caller is known by', async () => {
    const item = await list.addMissed(
      missed({ channel: 'a', caller: { key: '1', number: '1', name: 'Max' } }),
    );
    assert.deepEqual(
      { ...item, id: '' },
      {
        id: '',
        group: '700',
        caller: { key: '1', number: '1', name: 'Max' },
        state: 'open',
        count: 1,
        firstAt: at('09:00:00'),
        lastAt: at('09:00:00'),
        calls: [
          { record: 'a', channel: 'a', at: at('09:00:00'), why: { kind: 'gaveUp', afterSec: 14, stage: 2 } },
        ],
        taken: null,
        calling: null,
        ended: null,
        note: null,
        notes: [],
        version: 1,
      },
    );
  });

  it('is one item with a count for the same caller and group, and another one for another group', async () => {
    const item = await anItem();
    const merged = await list.addMissed(again(item, { when: at('15:00:00') }));
    assert.equal(merged?.id, item.id);
    assert.equal(merged.count, 2);
    assert.deepEqual(merged.lastAt, at('15:00:00'));
    assert.deepEqual(merged.firstAt, at('09:00:00'));
    const other = await list.addMissed(again(item, { group: '701' }));
    assert.notEqual(other?.id, item.id);
  });

  it('counts a channel once, also in two groups, also when it comes again after the item ended', async () => {
    const item = await anItem({ call: missed({ channel: 'once' }).call });
    assert.equal(await list.addMissed(again(item, { channel: 'once' })), undefined);
    assert.equal(await list.addMissed(again(item, { channel: 'once', group: '701' })), undefined);
    await list.done({ id: item.id, who: 'Anna', at: at('10:00:00') });
    assert.equal(await list.addMissed(again(item, { channel: 'once' })), undefined);
    assert.equal((await list.get(item.id))?.count, 1);
  });

  it('counts twenty missed calls at once by two instances in one item', async () => {
    const item = { caller: { key: 'busy', number: '1', name: null }, group: '700' };
    const added = Array.from({ length: 20 }, (_, index) => {
      const { callbacks } = index % 2 === 0 ? first : second;
      return callbacks.addMissed(missed({ ...item, channel: `busy-${index}` }));
    });
    const ids = new Set((await Promise.all(added)).map((one) => one?.id));
    assert.equal(ids.size, 1);
    const [only] = (await list.live('700')).filter(({ caller }) => caller.key === 'busy');
    assert.equal(only?.count, 20);
  });

  it('counts one call once when two instances follow it up at the same moment', async () => {
    const call = missed({ caller: { key: 'twice', number: '2', name: null }, channel: 'same' });
    const results = await Promise.all([first.callbacks.addMissed(call), second.callbacks.addMissed(call)]);
    assert.equal(results.filter((item) => item !== undefined).length, 1);
    assert.deepEqual(
      (await list.live()).filter(({ caller }) => caller.key === 'twice').map(({ count }) => count),
      [1],
    );
  });

  it('begins a new item after the merging time, and the old one ends by itself', async () => {
    const old = await anItem({ when: at('08:00:00'), mergeHours: 1 });
    const merged = await list.addMissed(again(old, { when: at('09:00:00'), mergeHours: 1 }));
    assert.equal(merged?.count, 2, 'exactly the merging time later is still the same item');
    const next = await list.addMissed(again(old, { when: at('10:00:01'), mergeHours: 1 }));
    assert.notEqual(next?.id, old.id);
    assert.equal(next?.count, 1);
    const ended = await list.get(old.id);
    assert.equal(ended?.state, 'closed');
    assert.equal(ended.ended?.because, 'superseded');
  });

  it('keeps an item that somebody has taken, however late the caller is missed again', async () => {
    const old = await anItem({ when: at('08:00:00'), mergeHours: 1 });
    await list.take({ id: old.id, who: 'Anna', at: at('08:05:00'), until: at('20:00:00') });
    const merged = await list.addMissed(again(old, { when: at('12:00:00'), mergeHours: 1 }));
    assert.equal(merged?.id, old.id);
    assert.equal(merged.count, 2);
    assert.equal(merged.taken?.who, 'Anna');
  });

  it('gives an item to exactly one of many who take it at the same moment, and tells the others who has it', async () => {
    const { id } = await anItem();
    const tries = Array.from({ length: 10 }, (_, index) => {
      const { callbacks } = index % 2 === 0 ? first : second;
      return callbacks.take({ id, who: `Person ${index}`, at: at('10:00:00'), until: at('11:00:00') });
    });
    const results = await Promise.all(tries);
    const winners = results.filter(({ kind }) => kind === 'taken');
    assert.equal(winners.length, 1);
    const [winner] = winners;
    const holder = winner?.kind === 'taken' ? winner.item.taken?.who : undefined;
    for (const result of results.filter(({ kind }) => kind !== 'taken')) {
      assert.equal(result.kind, 'has');
      assert.equal(result.item.taken?.who, holder);
    }
  });

  it('opens a taken item again after its time, and not before', async () => {
    const { id } = await anItem();
    await list.take({ id, who: 'Anna', at: at('10:00:00'), until: at('11:00:00') });
    await list.giveBackExpired(at('10:59:59'));
    assert.equal((await list.get(id))?.state, 'taken');
    await list.giveBackExpired(at('11:00:00'));
    const open = await list.get(id);
    assert.equal(open?.state, 'open');
    assert.equal(open.taken, null);
  });

  it('lets the next one take an item whose time has run out, before it was opened again', async () => {
    const { id } = await anItem();
    await list.take({ id, who: 'Anna', at: at('10:00:00'), until: at('11:00:00') });
    const early = await list.take({ id, who: 'Bernd', at: at('10:59:59'), until: at('12:00:00') });
    assert.equal(early.kind, 'has');
    const late = await list.take({ id, who: 'Bernd', at: at('11:00:00'), until: at('12:00:00') });
    assert.equal(late.kind === 'taken' && late.item.taken?.who, 'Bernd');
  });

  it('can be given back and taken by somebody else', async () => {
    const { id } = await anItem();
    await list.take({ id, who: 'Anna', at: at('10:00:00'), until: at('11:00:00') });
    assert.equal((await list.giveBack(id))?.state, 'open');
    assert.equal(await list.giveBack(id), undefined, 'nobody has it');
    const taken = await list.take({ id, who: 'Bernd', at: at('10:01:00'), until: at('11:00:00') });
    assert.equal(taken.kind, 'taken');
  });

  it('is done once, with a name and a note, and cannot be taken afterwards', async () => {
    const { id } = await anItem();
    const done = await list.done({ id, who: 'Anna', at: at('10:00:00'), note: 'calls again on Monday' });
    assert.equal(done.kind, 'done');
    const again = await list.done({ id, who: 'Bernd', at: at('10:01:00') });
    assert.equal(again.kind, 'ended');
    const item = await list.get(id);
    assert.deepEqual(item?.ended, { at: at('10:00:00'), who: 'Anna', because: null });
    assert.equal(item.note, 'calls again on Monday');
    assert.equal(
      (await list.take({ id, who: 'B', at: at('10:02:00'), until: at('11:00:00') })).kind,
      'ended',
    );
  });

  it('lets a link work once, also by two instances at the same moment', async () => {
    const { id } = await anItem();
    const acting = { id, who: 'Anna', at: at('10:00:00'), link: 'link-1' };
    const both = await Promise.all(
      [first, second].map(({ callbacks }) => callbacks.take({ ...acting, until: at('11:00:00') })),
    );
    assert.deepEqual(both.map(({ kind }) => kind).sort(), ['taken', 'used']);
    await list.giveBack(id);
    assert.equal((await list.take({ ...acting, until: at('11:00:00') })).kind, 'used');
    const other = await list.take({ ...acting, link: 'link-2', until: at('11:00:00') });
    assert.equal(other.kind, 'taken');
    assert.equal((await list.done({ ...acting, link: 'link-2' })).kind, 'used');
    assert.equal((await list.done({ ...acting, link: 'link-3' })).kind, 'done');
  });

  it('does not use up the link of somebody who was told that another one has it', async () => {
    const { id } = await anItem();
    await list.take({ id, who: 'Anna', at: at('10:00:00'), until: at('11:00:00'), link: 'a' });
    assert.equal(
      (await list.take({ id, who: 'B', at: at('10:01:00'), until: at('12:00:00'), link: 'b' })).kind,
      'has',
    );
    await list.giveBack(id);
    assert.equal(
      (await list.take({ id, who: 'B', at: at('10:02:00'), until: at('12:00:00'), link: 'b' })).kind,
      'taken',
    );
  });

  it('knows no item of another id', async () => {
    assert.equal(
      (await list.take({ id: 'x', who: 'A', at: at('10:00:00'), until: at('11:00:00') })).kind,
      'unknown',
    );
    assert.equal((await list.done({ id: 'x', who: 'A', at: at('10:00:00') })).kind, 'unknown');
    assert.equal(await list.get('x'), undefined);
  });

  it("closes a caller's items of the groups that the talk went through, taken ones too, and no later ones", async () => {
    const item = await anItem({ when: at('09:00:00') });
    await list.take({ id: item.id, who: 'Anna', at: at('09:01:00'), until: at('11:00:00') });
    const elsewhere = await list.addMissed(again(item, { group: '705', when: at('09:00:00') }));
    const closing = { because: 'talked', at: at('09:30:00'), who: 'Clara' } as const;
    assert.equal((await list.close(item.caller.key, ['700', '701'], closing)).length, 1);
    const closed = await list.get(item.id);
    assert.equal(closed?.state, 'closed');
    assert.deepEqual(closed.ended, { at: at('09:30:00'), who: 'Clara', because: 'talked' });
    assert.equal((await list.get(elsewhere?.id ?? ''))?.state, 'open');

    const later = await list.addMissed(again(item, { when: at('10:00:00') }));
    assert.equal((await list.close(item.caller.key, ['700'], closing)).length, 0, 'missed after that talk');
    assert.equal((await list.get(later?.id ?? ''))?.state, 'open');
  });

  it('closes the items of all groups when the number was called back', async () => {
    const item = await anItem();
    await list.addMissed(again(item, { group: '701' }));
    const closing = { because: 'calledBack', at: at('12:00:00'), who: '1001' } as const;
    assert.equal((await list.close(item.caller.key, undefined, closing)).length, 2);
    assert.deepEqual(
      (await list.live()).filter(({ caller }) => caller.key === item.caller.key),
      [],
    );
  });

  it('tells of the notices that are due, the first one for calls in quick succession, none for ended items', async () => {
    const item = await anItem({ noticeAt: at('09:05:00') });
    await list.addMissed(again(item, { when: at('09:03:00'), noticeAt: at('09:08:00') }));
    const dueAt = async (now: Date, group?: string) =>
      (await list.dueNotices(now, 1000, group)).filter((due) => due.item.id === item.id);
    assert.deepEqual(await dueAt(at('09:04:59')), []);
    assert.deepEqual(await dueAt(at('09:05:00'), '701'), [], 'of another group');
    const [due] = await dueAt(at('09:05:00'), '700');
    assert.equal(due?.item.count, 2);
    assert.deepEqual(due.noticeAt, at('09:05:00'));

    await list.addMissed(again(item, { when: at('09:06:00'), noticeAt: at('09:11:00') }));
    await list.noticed([due.item]);
    assert.equal((await dueAt(at('09:11:00'))).length, 1, 'a call that came meanwhile keeps the notice');
    const [last] = await dueAt(at('09:11:00'));
    assert.ok(last);
    await list.noticed([last.item]);
    assert.deepEqual(await dueAt(at('23:00:00')), []);

    const other = await anItem({ noticeAt: at('09:05:00') });
    await list.close(other.caller.key, undefined, { because: 'talked', at: at('09:04:00'), who: null });
    assert.deepEqual(
      (await list.dueNotices(at('23:00:00'), 1000)).filter((due) => due.item.id === other.id),
      [],
    );
  });

  it('holds notices until the quiet hours end, unless they have become due anew or the item has ended', async () => {
    const items = [];
    for (let index = 0; index < 3; index += 1)
      items.push(await anItem({ group: '790', noticeAt: at('09:05:00') }));
    const [one, other, ended] = items;
    assert.ok(one && other && ended);
    await list.done({ id: ended.id, who: 'Anna', at: at('09:06:00') });
    await list.holdNotices(await list.dueNotices(at('09:05:00'), 10, '790'), at('10:00:00'));
    assert.deepEqual(await list.dueNotices(at('09:59:59'), 10, '790'), []);
    await list.addMissed(again(one, { when: at('09:10:00'), noticeAt: at('09:12:00') }));
    const due = async (now: Date) =>
      (await list.dueNotices(now, 10, '790')).map(({ item, noticeAt, wasHeld }) => [
        item.id,
        noticeAt,
        wasHeld,
      ]);
    assert.deepEqual(await due(at('09:12:00')), [[one.id, at('09:12:00'), true]]);
    assert.deepEqual(await due(at('10:00:00')), [
      [one.id, at('09:12:00'), true],
      [other.id, at('10:00:00'), true],
    ]);
    await list.noticed((await list.dueNotices(at('10:00:00'), 10, '790')).map(({ item }) => item));
    await list.addMissed(again(one, { when: at('11:00:00'), noticeAt: at('11:02:00') }));
    assert.deepEqual(await due(at('12:00:00')), [[one.id, at('11:02:00'), false]]);
  });

  it('is read page by page, also where many began to wait in the same moment', async () => {
    const caller = (index: number) => ({ key: `page-${index}`, number: `${index}`, name: null });
    for (let index = 0; index < 7; index += 1) {
      const when = at(index < 5 ? '09:00:00' : '08:00:00');
      await list.addMissed(missed({ group: '777', caller: caller(index), when }));
    }
    const pages: string[][] = [];
    for (let page = await list.live('777', { limit: 3 }); page.length > 0;) {
      pages.push(page.map((item) => item.caller.number));
      page = await list.live('777', { limit: 3, after: page.at(-1) });
    }
    assert.deepEqual(
      pages.map(({ length }) => length),
      [3, 3, 1],
    );
    assert.deepEqual(pages.flat().toSorted(), ['0', '1', '2', '3', '4', '5', '6']);
    assert.deepEqual(pages.flat().slice(0, 2).toSorted(), ['5', '6'], 'the longest waiting come first');
    assert.equal(await list.liveCount('777'), 7);
  });

  it('finds an item by the beginning of its id', async () => {
    const { id } = await anItem();
    assert.deepEqual(
      (await list.beginningWith(id.slice(0, 12), 2)).map((item) => item.id),
      [id],
    );
    assert.deepEqual(await list.beginningWith(`${id}x`, 2), []);
  });
});
