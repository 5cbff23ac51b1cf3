/** Somebody writes into a document while a number in it is being forgotten: what they write stays, without the number. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Collection } from 'mongodb';
import { forgetPerson, type Forgotten } from '../../../src/afterwards/privacy/forget.js';
import { notationsOf } from '../../../src/afterwards/privacy/notations.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { aRecord, aRecordedLeg, at } from '../../factories.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';

const notations = notationsOf('+491713920015', 'DE');
assert.ok(notations !== undefined);
const person = { notations, names: [] };
const AT = at('2026-11-25T10:00:00').toJSDate();

describe('A document that changes while it is being forgotten', { concurrency: false }, () => {
  let server: TestServer;
  let store: Store;
  let data: string;

  before(async () => {
    server = await startTestServer();
    store = await connectStore(server.uriFor('race'));
    data = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-race-'));
  });
  after(async () => {
    await store.close();
    await server.close();
    await rm(data, { recursive: true });
  });
  beforeEach(async () => {
    for (const name of ['calls', 'callbacks']) await store.connection.collection(name).deleteMany({});
  });

  /** @param meanwhile runs before each write of what is forgotten, behind its reading */
  function forget(meanwhile: () => Promise<unknown>): Promise<Forgotten> {
    const real = store.connection.db;
    assert.ok(real !== undefined);
    const late = (collection: Collection) =>
      overridden(collection, 'updateOne', async (...words: Parameters<Collection['updateOne']>) => {
        await meanwhile();
        return collection.updateOne(...words);
      });
    const db = overridden(real, 'collection', (name: string) => late(real.collection(name)));
    const connection = overridden(store.connection, 'db', db);
    const use = {
      store: { ...store, connection },
      folders: { data, cdrs: [] },
      recordingsFolder: undefined,
      journals: { kind: 'rewritten' as const },
    };
    return forgetPerson(use, { person, counts: {}, configured: [] });
  }

  async function noted(note: string): Promise<string> {
    const item = await store.callbacks.addMissed({
      group: '700',
      caller: { key: '+493023125002', number: '03023125002', name: 'Erika' },
      call: { record: 'four', channel: 'four', at: AT, why: { kind: 'gaveUp', afterSec: 60, stage: 1 } },
      mergeHours: 24,
      noticeAt: undefined,
    });
    await store.callbacks.note({ id: item?.id ?? '', text: note, who: 'Erika', at: new Date() });
    return item?.id ?? '';
  }

  test('a note that is saved meanwhile stays, without the number', async () => {
    const id = await noted('also under 0171 3920015');
    let isFirst = true;
    const done = await forget(async () => {
      if (isFirst)
        await store.callbacks.note({
          id,
          text: 'call before noon; also under +49 171 3920015',
          who: 'Erika',
          at: new Date(),
        });
      isFirst = false;
    });
    const [item] = await store.callbacks.live();
    assert.equal(item?.note, 'call before noon; also under ***');
    assert.deepEqual([done.counts, done.later], [{ callbacks: 1 }, {}]);
  });

  test('a note without the number is left as it is', async () => {
    const id = await noted('also under 0171 3920015');
    const done = await forget(() =>
      store.callbacks.note({ id, text: 'nobody answers there', who: 'Erika', at: new Date() }),
    );
    const [item] = await store.callbacks.live();
    assert.equal(item?.note, 'nobody answers there');
    // The note before it stays in the item, without the number.
    assert.deepEqual(
      item.notes.filter(({ note }) => /0171 3920015/.test(note)),
      [],
    );
    assert.deepEqual([done.counts, done.later], [{ callbacks: 1 }, {}]);
  });

  test('what changes beside the number in the same list stays', async () => {
    const legs = [
      aRecordedLeg({ id: 'a' }),
      aRecordedLeg({ id: 'b', kind: 'external', to: '+491713920015', who: '+491713920015' }),
    ];
    const ended = { endedAt: AT, outcome: 'gaveUp' as const };
    await store.calls.save(aRecord({ _id: 'one', legs, ...ended }));
    const calls = store.connection.collection<{ _id: string }>('calls');
    await forget(() => calls.updateOne({ _id: 'one' }, { $set: { 'legs.0.cause': 'USER_BUSY' } }));
    const call = await store.calls.get('one');
    assert.deepEqual(
      call?.legs.map(({ to, cause }) => [to, cause]),
      [
        ['1001', 'USER_BUSY'],
        ['***', 'NO_ANSWER'],
      ],
    );
  });

  test('a document that changes again and again is for later, and the answer says so', async () => {
    const id = await noted('0171 3920015');
    let writes = 0;
    const done = await forget(() =>
      store.callbacks.note({ id, text: `0171 3920015, try ${(writes += 1)}.`, who: 'Erika', at: new Date() }),
    );
    assert.deepEqual([done.counts, done.later, writes], [{}, { callbacks: 1 }, 5]);
  });
});

/** The same object, but for one property. */
function overridden<T extends object>(target: T, name: keyof T, value: unknown): T {
  return new Proxy(target, {
    get: (_target, key) => {
      const found: unknown = key === name ? value : Reflect.get(target, key, target);
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });
}
