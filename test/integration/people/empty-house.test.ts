/** A house that has nothing yet: no page complains, and each says how it goes on. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Browser } from './browser.js';
import { startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

let site: ConfiguredSite;
let admin: Browser;

onOwnStores(async (store) => {
  site = await startConfiguredSite(store, { version: 1, settings: { domain: 'pbx.example' } });
  return site;
});
beforeEach(async () => {
  admin = await site.signedIn('admin');
});

test('no page has an alert', async () => {
  const menu = (await admin.get('/')).text.matchAll(/class="menu-link" href="([^"]+)"/g);
  const pages = [...menu].map(([, path = '']) => path);
  assert.ok(pages.length > 15, pages.join(' '));
  for (const path of [...pages, '/wall', '/search', '/account']) {
    const { status, text } = await admin.get(path);
    assert.equal(status, 200, path);
    assert.doesNotMatch(text, /role="alert"/, path);
  }
});

test('pages that need a group lead to the guide for the first one, those who may make it', async () => {
  const viewer = await site.signedIn('viewer');
  for (const path of ['/', '/reports', '/what-would-happen']) {
    assert.match((await admin.get(path)).text, /There is no group yet\..*href="\/groups\/_start"/, path);
    const { text } = await viewer.get(path);
    assert.match(text, /There is no group yet\./, path);
    assert.doesNotMatch(text, /_start/, path);
  }
});

test('empty lists say what will be in them, and a search that finds nothing says that', async () => {
  assert.match((await admin.get('/users')).text, /No user yet\./);
  for (const [path, none, wanted] of [
    ['/calls', /No call yet\./, 'caller=030'],
    ['/contacts', /Nobody is in the address book yet\./, 'q=anna'],
  ] as const) {
    assert.match((await admin.get(path)).text, none);
    assert.doesNotMatch((await admin.get(`${path}?${wanted}`)).text, none);
  }
});
