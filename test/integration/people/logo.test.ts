/** The house's own name and logo: on every page and in mails, set and removed on a page and over the interface. */
import assert from 'node:assert/strict';
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { beforeEach, test } from 'node:test';
import { PERMISSIONS } from '../../../src/people/access/permissions.js';
import { loadMailTemplates } from '../../../src/afterwards/mail/templates.js';
import type { Store } from '../../../src/base/store/connection.js';
import { JPEG_LOGO, pngLogo } from '../../logo-files.js';
import { Browser } from './browser.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

const NAME = '<b>Müller & Söhne</b> ☎ בית';
const ESCAPED = '&lt;b&gt;Müller &amp; Söhne&lt;/b&gt; ☎ בית';
const PAGE = '/settings/logo';

let store: Store;
let site: ConfiguredSite;
let admin: Browser;
let token: string;

onOwnStores(async (own) => {
  store = own;
  const content = { ...HOUSE, settings: { ...HOUSE.settings, houseName: NAME } };
  site = await startConfiguredSite(own, content);
  return site;
});
beforeEach(async () => {
  admin = await site.signedIn('admin');
  token = (await site.access.addToken('admin', 'test', PERMISSIONS, null)).text;
});

const upload = (bytes: Buffer, name = 'logo.png') =>
  admin.upload(PAGE, [{ name, bytes: new Uint8Array(bytes) }], PAGE);

const rest = (method: string, body?: Buffer) =>
  fetch(new URL('/api/v1/logo', site.url), {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: new Uint8Array(body) }),
  });

const addressIn = (text: string): string | undefined => /class="house-logo" src="([^"]+)"/.exec(text)?.[1];

test('the name stands in the title and the frame of each page, before the sign-in and on the wallboard, escaped', async () => {
  for (const { text } of [
    await admin.get('/groups'),
    await new Browser(site.url).get('/login'),
    await admin.get('/wall'),
  ]) {
    assert.match(text, new RegExp(`<title>[^<]* · ${ESCAPED} · Rufgruppe</title>`));
    assert.ok(
      text.includes(`<bdi class="brand-house" title="${ESCAPED}">${ESCAPED}</bdi>`),
      text.slice(0, 3000),
    );
  }
});

test('an uploaded logo is on all pages, also for those who have not signed in, and is kept by browsers forever', async () => {
  assert.equal(addressIn((await admin.get('/groups')).text), undefined);
  assert.equal((await upload(pngLogo())).to, PAGE);
  assert.match((await admin.get(PAGE)).text, /PNG, 120 × 40 pixels, 1 KB; by admin/);
  const stranger = new Browser(site.url);
  const address = addressIn((await stranger.get('/login')).text) ?? '';
  assert.equal(addressIn((await admin.get('/wall')).text), address);
  const { headers } = await stranger.get(address);
  const said = ['content-type', 'cache-control', 'x-content-type-options'].map((name) => headers.get(name));
  assert.deepEqual(said, ['image/png', 'public, max-age=31536000, immutable', 'nosniff']);
  assert.equal(headers.get('set-cookie'), null);
  const picture = await fetch(new URL(address, site.url));
  assert.deepEqual(Buffer.from(await picture.arrayBuffer()), pngLogo());

  await upload(JPEG_LOGO);
  const next = addressIn((await stranger.get('/login')).text) ?? '';
  assert.notEqual(next, address);
  const old = await stranger.get(address);
  assert.deepEqual(
    [old.headers.get('content-type'), old.headers.get('cache-control')],
    ['image/jpeg', 'no-store'],
  );
  assert.equal((await admin.post(`${PAGE}/remove`, {}, PAGE)).to, PAGE);
  assert.equal(addressIn((await stranger.get('/login')).text), undefined);
  assert.equal((await stranger.get(next)).status, 404);
});

test('another controller on the same database shows it', async () => {
  await upload(pngLogo());
  const other = await startConfiguredSite(store, undefined);
  const { text } = await new Browser(other.url).get('/login');
  await other.close();
  assert.equal(addressIn(text), addressIn((await admin.get('/groups')).text));
});

test('what is no picture is refused in words, and the logo that is there stays', async () => {
  await upload(pngLogo());
  const before = addressIn((await admin.get('/groups')).text);
  for (const [bytes, words] of [
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG is not taken/],
    [Buffer.from('MZ'), /no picture that every browser shows/],
    [pngLogo().subarray(0, 60), /ends before its end/],
    [pngLogo({ width: 2400 }), /2400 × 40 pixels: each side must have 16 to 2000/],
    [Buffer.concat([pngLogo(), Buffer.alloc(100 * 1024)]), /at most 100 KB/],
  ] as const) {
    const { status, text } = await upload(bytes);
    assert.equal(status, 422);
    assert.match(text, words);
  }
  assert.equal(addressIn((await admin.get('/groups')).text), before);
});

test('a file of 2 GB is refused before it arrives, in words', async () => {
  const sending = request(new URL(PAGE, site.url), {
    method: 'POST',
    headers: {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': String(2 * 1024 ** 3),
      'accept-language': 'en',
      cookie: [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
  });
  sending.on('error', () => undefined);
  sending.flushHeaders();
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  const text = Buffer.concat(await answer.toArray()).toString();
  sending.destroy();
  assert.equal(answer.statusCode, 413);
  assert.match(text, /at most 100 KB/);
});

test('a database that does not take it is told in words', async () => {
  const kept = store.logo.put.bind(store.logo);
  Object.assign(store.logo, { put: () => Promise.reject(new Error('no server')) });
  const [page, byInterface] = [await upload(pngLogo()), await rest('PUT', pngLogo())];
  Object.assign(store.logo, { put: kept });
  assert.equal(page.status, 503);
  assert.match(page.text, /The database has not taken it, and nothing is changed \(no server\)/);
  assert.equal(((await byInterface.json()) as { why: string }).why, 'notStored');
});

test('the interface sets, gives and removes it', async () => {
  assert.equal((await rest('GET')).status, 404);
  const set = await rest('PUT', pngLogo());
  const { address, kind, width } = (await set.json()) as Record<string, unknown>;
  assert.deepEqual([set.status, kind, width], [200, 'png', 120]);
  assert.equal(addressIn((await admin.get('/groups')).text), address);
  assert.deepEqual(Buffer.from(await (await rest('GET')).arrayBuffer()), pngLogo());
  const refused = await rest('PUT', Buffer.from('nothing'));
  assert.deepEqual([refused.status, ((await refused.json()) as { why: string }).why], [422, 'noPicture']);
  assert.equal((await rest('DELETE')).status, 204);
  assert.equal((await rest('DELETE')).status, 404);
});

test('somebody who may not change the configuration sees it, and cannot set or remove it', async () => {
  await upload(pngLogo());
  const observer = await site.signedIn('observer');
  const address = addressIn((await observer.get('/')).text) ?? '';
  assert.equal((await observer.get(address)).headers.get('content-type'), 'image/png');
  assert.equal((await observer.json('DELETE', '/api/v1/logo')).status, 403);
});

test('the name stands above mails, escaped where they are HTML', async () => {
  const render = await loadMailTemplates('templates', ['notice'], () => NAME);
  const { html, text } = render('notice', { items: [], statusUrl: '', language: 'en', subject: '' });
  assert.ok(html.includes(`>${ESCAPED}</p>`), html);
  assert.ok(text.startsWith(`${NAME}\n\n`));
});
