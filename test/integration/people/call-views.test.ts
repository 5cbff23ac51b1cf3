/** Saved searches for calls: of an account and of everybody, over pages and interface. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import type { Store } from '../../../src/base/store/connection.js';
import { filterOfText, MOST_VIEWS } from '../../../src/people/operations/call-views.js';
import { permissionsOf } from '../../../src/people/access/permissions.js';
import { readCallFilter } from '../../../src/people/operations/call-filter.js';
import { aSnapshot } from '../../factories.js';
import { withToken, type Browser } from './browser.js';
import { onOwnStores, startSite, type Site } from './site.js';

const actor = { permissions: permissionsOf('viewer') };

let store: Store;
let site: Site;
let admin: Browser;

onOwnStores(async (own) => {
  store = own;
  site = await startSite(store, { snapshot: () => aSnapshot() });
  admin = await site.signedIn('admin');
  return site;
});

const links = ({ text }: { text: string }) => {
  const nav = /<nav class="call-views[^]*?<\/nav>/.exec(text)?.[0] ?? '';
  return [...nav.matchAll(/href="([^"]*)"[^>]*>([^<]*)</g)].map(([, href, name]) => [name, href]);
};

const save = (browser: Browser, name: string, query: string, more: Record<string, string> = {}) =>
  browser.post('/calls/views', { name, query, ...more }, '/calls');

test('a search is saved under a name, for oneself or for everybody, and is a link to its filter', async () => {
  const viewer = await site.signedIn('viewer');
  await save(admin, 'Missed this week', 'missed=true&period=7days&unknown=1&from=');
  await save(admin, 'House', 'outcome=voicemail', { forAll: 'on' });
  await save(viewer, 'Missed this week', 'missed=true');
  assert.deepEqual(links(await admin.get('/calls?period=7days&missed=true')), [
    ['House', '/calls?outcome&#x3D;voicemail'],
    ['Missed this week', '/calls?period&#x3D;7days&amp;missed&#x3D;true'],
  ]);
  assert.match(
    (await admin.get('/calls?missed=true&period=7days')).text,
    /aria-current="page">Missed this week/,
  );
  assert.deepEqual(links(await viewer.get('/calls')), [
    ['House', '/calls?outcome&#x3D;voicemail'],
    ['Missed this week', '/calls?missed&#x3D;true'],
  ]);
  const house = (await store.callViews.of('')).find(({ name }) => name === 'House');
  const gone = await viewer.post(`/calls/views/${house?.id ?? ''}/remove`, {}, '/calls');
  assert.match((await viewer.get(gone.to ?? '/calls')).text, /changed by whoever may configure/);
  assert.equal((await store.callViews.of('')).length, 1);
});

test('what cannot be saved is refused in words, and what was typed stays', async () => {
  await save(admin, 'Missed', 'missed=true');
  const refused = async (name: string, query: string) => {
    const { status, text } = await save(admin, name, query);
    assert.equal(status, 422);
    return /id="save-fault">([^<]*)</.exec(text)?.[1];
  };
  assert.match((await refused('MISSED', 'missed=false')) ?? '', /already/);
  assert.match((await refused(' ', 'missed=true')) ?? '', /1 to 60/);
  assert.match((await refused('x'.repeat(61), 'missed=true')) ?? '', /1 to 60/);
  assert.match((await refused('Nothing', '')) ?? '', /Nothing is searched for/);
  assert.match((await refused('Odd', 'outcome=odd')) ?? '', /Nothing is searched for/);
  const { text } = await save(admin, '<b>Bad</b>', 'outcome=odd');
  assert.match(text, /id="view-name"[^>]*value="&lt;b&gt;Bad&lt;\/b&gt;"/);
  const by = { owner: 'admin', query: 'missed=true', changedAt: new Date(), changedBy: 'admin' };
  for (let count = 1; count < MOST_VIEWS; count += 1)
    await store.callViews.add({ id: `v${count}`, name: `View ${count}`, ...by });
  assert.match((await refused('One too many', 'missed=true')) ?? '', /100 searches are saved/);
});

test('the interface lists, saves, renames and removes; nobody sees those of another account', async () => {
  const { text: secret } = await site.access.addToken('admin', 'test', ['calls.read', 'views.write'], null);
  const call = withToken(site.url, secret);
  const made = await call('POST', '/call-views', {
    name: 'Missed',
    filter: { missed: 'true', period: 'today' },
  });
  assert.equal(made.status, 201);
  const { id } = made.body as { id: string };
  assert.deepEqual((made.body as { filter: object }).filter, { period: 'today', missed: 'true' });
  assert.equal(
    (await call('POST', '/call-views', { name: 'missed', filter: { missed: 'true' } })).status,
    409,
  );
  assert.equal((await call('POST', '/call-views', { name: 'None', filter: {} })).status, 422);
  const forAll = { name: 'All', filter: { missed: 'true' }, forAll: true };
  assert.equal((await call('POST', '/call-views', forAll)).status, 403, 'without config.write');
  assert.equal((await call('PATCH', `/call-views/${id}`, { name: 'Lost' })).status, 200);
  await site.signedIn('viewer');
  const { text: others } = await site.access.addToken('viewer', 'test', ['calls.read', 'views.write'], null);
  const viewer = withToken(site.url, others);
  assert.deepEqual(((await viewer('GET', '/call-views')).body as { views: object[] }).views, []);
  assert.equal((await viewer('DELETE', `/call-views/${id}`)).status, 404);
  assert.equal((await call('DELETE', `/call-views/${id}`)).status, 204);
  assert.equal((await call('DELETE', `/call-views/${id}`)).status, 404);
});

test('an account takes its own along when it is removed, and not those of everybody', async () => {
  await site.signedIn('viewer');
  const by = { query: 'missed=true', changedAt: new Date(), changedBy: 'viewer' };
  await store.callViews.add({ id: 'own', owner: 'viewer', name: 'Own', ...by });
  await store.callViews.add({ id: 'all', owner: null, name: 'All', ...by });
  await admin.post('/accounts/viewer/remove', {}, '/accounts/viewer');
  assert.equal(await store.accounts.get('viewer'), undefined);
  assert.deepEqual(
    (await store.callViews.of('viewer')).map(({ id }) => id),
    ['all'],
  );
});

test('a period is of whole days on the wall clock, on the day when the clocks change too', () => {
  const read = (query: string, now: DateTime) => {
    const { filter } = readCallFilter(filterOfText(query), {
      scope: 'all',
      snapshot: aSnapshot(),
      now,
      actor,
    });
    return [filter.from?.toISOString(), filter.to?.toISOString()];
  };
  const now = DateTime.fromISO('2026-10-25T12:00:00+01:00');
  assert.deepEqual(read('period=today', now), ['2026-10-24T22:00:00.000Z', undefined]);
  assert.deepEqual(read('period=yesterday', now.plus({ days: 1 })), [
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ]);
  assert.deepEqual(read('period=7days', now), ['2026-10-18T22:00:00.000Z', undefined]);
  assert.deepEqual(read('period=7days&from=2026-10-01', now)[0], '2026-09-30T22:00:00.000Z');
  const odd = readCallFilter({ period: 'always' }, { scope: 'all', snapshot: aSnapshot(), now, actor });
  assert.deepEqual(odd.faults, ['period']);
});
