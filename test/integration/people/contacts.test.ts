/** The address book on its pages: found as somebody types, changed, imported twice, and masked. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Store } from '../../../src/base/store/connection.js';
import type { Browser } from './browser.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

let store: Store;
let site: ConfiguredSite;
let admin: Browser;

onOwnStores(async (own) => {
  store = own;
  site = await startConfiguredSite(store, HOUSE);
  admin = await site.signedIn('admin');
  return site;
});

const names = (html: string) =>
  [...html.matchAll(/<a href="\/contacts\/[^"]+"><bdi>([^<]*)</g)].map(([, name]) => name);
const upload = async (text: string) =>
  (
    await admin.upload(
      '/contacts/_import/file',
      [{ name: 'list.csv', bytes: Buffer.from(text) }],
      '/contacts/_import',
    )
  ).text;
const stateIn = (html: string) => /name="state" value="([^"]*)"/.exec(html)?.[1] ?? '';

describe('The page of the address book', { concurrency: false }, () => {
  test('adds, finds and deletes; what is wrong is told and nothing that was typed is lost', async () => {
    const wrong = await admin.post('/contacts/_new', { name: 'Zoë', number0: 'call me' }, '/contacts/_new');
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /“call me” is no phone number/);
    assert.match(wrong.text, /value="Zoë"/);
    await admin.post(
      '/contacts/_new',
      { name: 'Zoë', company: 'Muster', number0: '030 231-25001' },
      '/contacts/_new',
    );
    for (const wanted of ['zoe', 'muster', '030 23125'])
      assert.deepEqual(names((await admin.get(`/contacts/_found?q=${wanted}`)).text), ['Zoë'], wanted);
    assert.deepEqual(names((await admin.get('/contacts/_found?q=anna')).text), []);
    const search = async (who: Browser, wanted: string) => (await who.get(`/search?q=${wanted}`)).text;
    assert.match(await search(admin, 'zoe'), /href="\/contacts\/[0-9a-f-]{36}"><strong>Zoë</);
    assert.match(await search(admin, '0302312'), /<strong>Zoë</);
    const observer = await site.signedIn('observer');
    assert.match(await search(observer, 'muster'), /<strong>Zoë</);
    assert.doesNotMatch(await search(observer, '0302312'), /Zoë/, 'an observer finds nobody by a number');
    const [, id = ''] = /\/contacts\/([0-9a-f-]{36})"/.exec((await admin.get('/contacts')).text) ?? [];
    await admin.post(`/contacts/${id}/remove`, {}, `/contacts/${id}`);
    assert.deepEqual(names((await admin.get('/contacts')).text), []);
    assert.equal(await store.contacts.count(), 0);
  });

  test('does not undo what somebody else has changed meanwhile', async () => {
    await admin.post('/contacts/_new', { name: 'Zoë', number0: '030 23125001' }, '/contacts/_new');
    const [, id = ''] = /\/contacts\/([0-9a-f-]{36})"/.exec((await admin.get('/contacts')).text) ?? [];
    const [, seenAt = ''] =
      /name="seenAt" value="([^"]*)"/.exec((await admin.get(`/contacts/${id}`)).text) ?? [];
    const send = (name: string) =>
      admin.post(`/contacts/${id}`, { name, number0: '030 23125001', seenAt }, `/contacts/${id}`);
    await send('Zoe');
    assert.equal((await send('Eva')).status, 409);
    assert.equal((await store.contacts.get(id))?.name, 'Zoe');
  });

  test('imports a file after a preview, and nothing twice', async () => {
    const list = 'Name;Mobil\nErika;0171 3920015\nMax;030 23125001\nUdo;call me\n';
    const preview = await upload(list);
    assert.match(preview, /new: 2<\/button>/);
    assert.match(preview, /“call me” is no phone number/);
    assert.equal(await store.contacts.count(), 0, 'a preview saves nothing');
    const fields = { state: stateIn(preview), 'take-new': 'yes', do: 'apply' };
    const done = await admin.post('/contacts/_import/preview', fields, '/contacts/_import');
    assert.equal(done.status, 303);
    const after = (await admin.get('/contacts')).text;
    assert.match(after, /2 added, 0 completed/);
    assert.deepEqual(names(after), ['Erika', 'Max']);
    assert.match(await upload(list), /there already: 2<\/button>/);
    await admin.post('/contacts/_import/preview', fields, '/contacts/_import');
    assert.equal(await store.contacts.count(), 2);
    assert.match(await upload('Name;Mobil\n"Erika;1\n'), /line 2: A quote/);
  });

  test('shows an observer no number, and finds nobody by one', async () => {
    await admin.post('/contacts/_new', { name: 'Erika', number0: '0171 3920015' }, '/contacts/_new');
    const observer = await site.signedIn('observer');
    const list = (await observer.get('/contacts')).text;
    assert.deepEqual(names(list), ['Erika']);
    assert.doesNotMatch(list, /3920015|392 ?0015/);
    assert.deepEqual(names((await observer.get('/contacts/_found?q=3920015')).text), []);
    const [, id = ''] = /\/contacts\/([0-9a-f-]{36})"/.exec(list) ?? [];
    assert.doesNotMatch((await observer.get(`/contacts/${id}`)).text, /3920015/);
    assert.equal((await observer.post('/contacts/_export', {}, '/contacts')).status, 403);
  });
});
