/** Notes on calls: who writes them, where they stand, and what takes them away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import type { Store } from '../../../src/base/store/connection.js';
import { exportPerson } from '../../../src/afterwards/privacy/export.js';
import { forgetPerson, searchPerson, type PrivacyUse } from '../../../src/afterwards/privacy/forget.js';
import { notationsOf } from '../../../src/afterwards/privacy/notations.js';
import { aGroup, aRecord, aSnapshot } from '../../factories.js';
import { withToken, type Browser } from './browser.js';
import { onOwnStores, startSite, type Site } from './site.js';

const NUMBER = '+493023125001';
const CALLER = { withheld: false, number: NUMBER, e164: NUMBER, name: 'Erika Muster' };
const BEGUN = DateTime.utc(2026, 11, 25, 8);

let store: Store;
let site: Site;
let admin: Browser;

onOwnStores(async (own) => {
  store = own;
  const snapshot = aSnapshot({ groups: [aGroup({ number: '700', name: 'Sales' })] });
  site = await startSite(store, { snapshot: () => snapshot });
  admin = await site.signedIn('admin');
  await store.calls.save(aCall('one', { outcome: 'open', endedAt: null }));
  return site;
});

const aCall = (id: string, more: object = {}) =>
  aRecord({ _id: id, channel: id, startedAt: BEGUN.toJSDate(), caller: CALLER, ...more });

const noted = (browser: Browser, note: string, id = 'one') =>
  browser.post(`/calls/${id}/note`, { note }, `/calls/${id}`);

const notesIn = ({ text }: { text: string }) =>
  [...text.matchAll(/<li class="mb-2 text-break">([^<]*)<br><span class="text-secondary">([^<]*)/g)].map(
    ([, note, who]) => [note, who?.replace(/,.*·/, ' ·').replace(/,.*/, '')],
  );

test('a note stays when the record is written whole, late and by another controller', async () => {
  await noted(admin, 'asks for\nAnna');
  await noted(admin, 'has called back');
  await noted(admin, 'has called back');
  await store.calls.save(aCall('one', { takeovers: 1, controller: 'other', outcome: 'gaveUp' }));
  assert.deepEqual(notesIn(await admin.get('/calls/one')), [
    ['has called back', 'admin'],
    ['asks for Anna', 'admin'],
  ]);
  assert.match((await admin.get('/calls')).text, /class="call-note"[^>]*title="has called back"/);
  assert.match((await admin.get('/calls.csv')).text, /has called back/);
});

test('notes on a call and on its call-back stand together on both pages, each once', async () => {
  const item = await store.callbacks.addMissed({
    group: '700',
    caller: { key: NUMBER, number: NUMBER, name: null },
    mergeHours: 24,
    noticeAt: undefined,
    call: {
      record: 'one',
      channel: 'one',
      at: BEGUN.toJSDate(),
      why: { kind: 'gaveUp', afterSec: 9, stage: 1 },
    },
  });
  const id = item?.id ?? '';
  await noted(admin, 'on the call');
  await admin.post(`/callbacks/${id}/note`, { note: 'on the item' }, `/callbacks/${id}`);
  assert.deepEqual(notesIn(await admin.get('/calls/one')), [
    ['on the item', 'admin · on the call-back'],
    ['on the call', 'admin'],
  ]);
  assert.deepEqual(notesIn(await admin.get(`/callbacks/${id}`)), [
    ['on the item', 'admin'],
    ['on the call', 'admin · on the call'],
  ]);
});

test('notes on a call-back stand on the page of its call for whoever sees masked numbers, and however often the caller was missed later', async () => {
  const missed = (id: string, hour: number) =>
    store.callbacks.addMissed({
      group: '700',
      caller: { key: NUMBER, number: NUMBER, name: null },
      mergeHours: 0,
      noticeAt: undefined,
      call: {
        record: id,
        channel: id,
        at: BEGUN.plus({ hours: hour }).toJSDate(),
        why: { kind: 'gaveUp', afterSec: 9, stage: 1 },
      },
    });
  const first = await missed('one', 0);
  await admin.post(`/callbacks/${first?.id ?? ''}/note`, { note: 'on the item' }, `/callbacks`);
  const observer = await site.signedIn('observer');
  assert.deepEqual(notesIn(await observer.get('/calls/one')), [['on the item', 'admin · on the call-back']]);
  for (let hour = 1; hour <= 51; hour += 1) await missed(`later-${hour}`, hour);
  assert.deepEqual(notesIn(await admin.get('/calls/one')), [['on the item', 'admin · on the call-back']]);
});

test('the interface writes and reads them; who may not work call-backs or see calls writes none', async () => {
  const { text } = await site.access.addToken('admin', 'test', ['calls.read', 'callbacks.write'], null);
  const call = withToken(site.url, text);
  const { status, body } = await call('PUT', '/calls/one/note', { note: 'asks 030 23125001' });
  assert.equal(status, 200);
  assert.equal((body as { notes: { note: string }[] }).notes[0]?.note, 'asks 030 23125001');
  const read = (await call('GET', '/calls/one')).body as { note: string; notes: object[] };
  assert.deepEqual([read.note, read.notes.length], ['asks 030 23125001', 1]);
  const list = (await call('GET', '/calls')).body as { calls: { note: string | null }[] };
  assert.deepEqual(list.calls[0]?.note, 'asks 030 23125001');
  assert.equal((await call('PUT', '/calls/none/note', { note: 'x' })).status, 404);
  assert.equal((await call('PUT', '/calls/one/note', { note: 'x'.repeat(501) })).status, 422);
  const { text: half } = await site.access.addToken('admin', 'half', ['callbacks.write'], null);
  assert.equal((await withToken(site.url, half)('PUT', '/calls/one/note', { note: 'x' })).status, 404);
  const viewer = await site.signedIn('viewer');
  assert.doesNotMatch((await viewer.get('/calls/one')).text, /id="note"/);
  const observer = await site.signedIn('observer');
  assert.match(
    (await observer.get('/calls/one')).text,
    /asks •{3} •{8}/,
    'no digit of a note for an observer',
  );
  assert.doesNotMatch((await observer.get('/calls')).text, /23125001/);
  const entry = site.audited.find(({ event }) => event === 'callNoted');
  assert.deepEqual(entry?.change, { before: { note: false }, after: { note: true } });
  assert.doesNotMatch(JSON.stringify(site.audited), /23125001/);
});

test('a caller who is forgotten takes the notes along, and is handed them before', async () => {
  await noted(admin, 'is ill');
  await store.calls.save(aCall('one', { takeovers: 1, outcome: 'gaveUp' }));
  const notations = notationsOf(NUMBER, 'DE');
  assert.ok(notations !== undefined);
  const use: PrivacyUse = {
    store,
    folders: { data: '/nowhere', cdrs: [] },
    recordingsFolder: undefined,
    journals: { kind: 'left' },
  };
  const found = await exportPerson(use, notations, BEGUN.toJSDate());
  assert.match(JSON.stringify(found.callnotes), /is ill/);
  await forgetPerson(use, await searchPerson(use, notations));
  assert.deepEqual(await store.callNotes.of(['one']), []);
});
