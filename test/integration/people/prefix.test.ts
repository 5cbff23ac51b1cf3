/** Pages below a path, `/rufgruppe`: no link, form, redirect, cookie or file leads out of it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { addressesOf, formsOf, untouched } from '../../html-form.js';
import { fullStates, type States } from '../../page-states.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { Browser, type Page } from './browser.js';

const PREFIX = '/rufgruppe';

let database: TestDatabase;
let folder: string;
let house: States;

before(async () => {
  database = await startDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-prefix-'));
  house = await fullStates(await database.store(), folder, {}, { prefix: PREFIX });
});
after(async () => {
  await house.site.close();
  await database.close();
  await rm(folder, { recursive: true });
});

/** One address of each kind is requested: all groups are alike, as are all days of reports. */
function kindOf(address: string): string {
  const { pathname, searchParams } = new URL(address, house.site.url);
  return `${pathname.replaceAll(/\d+/g, '0')}?${[...searchParams.keys()].sort().join('&')}`;
}

const isInside = (address: string) => address.startsWith(`${PREFIX}/`);

/** Follows what a page leads to, and that further. */
async function crawl(browser: Browser): Promise<{ seen: Map<string, Page>; outside: string[] }> {
  const seen = new Map<string, Page>();
  const outside = [];
  const waiting = [`${PREFIX}/`];
  for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
    if (seen.has(kindOf(address))) continue;
    const page = await browser.get(address);
    seen.set(kindOf(address), page);
    if (page.to !== undefined) waiting.push(page.to);
    // A mail or report in a frame is not a page of the site.
    if (
      page.headers.get('content-type')?.startsWith('text/html') !== true ||
      /\/html\?$/.test(kindOf(address))
    )
      continue;
    for (const { kind, address: next } of addressesOf(page.text)) {
      if (/^(?:#|tel:)/.test(next)) continue;
      // Documents may lead to other hosts; no other page does.
      if (next.startsWith('https:') && address.startsWith(`${PREFIX}/help/`)) continue;
      if (!isInside(next)) outside.push(`${address}: ${kind} ${next}`);
      // The live stream never ends; forms are not followed.
      else if (!['action', 'data-events'].includes(kind)) waiting.push(next);
    }
  }
  return { seen, outside };
}

test('every link of every page stays below the path and leads to something', async () => {
  const browser = new Browser(house.site.url);
  await browser.signIn('admin', house.password);
  const { seen, outside } = await crawl(browser);
  assert.deepEqual(outside, []);
  // The call that rings in this house is on the board only.
  seen.delete(`${PREFIX}/calls/live?`);
  const broken = [...seen].filter(
    ([, { status, to }]) => status !== 200 && !(to !== undefined && isInside(to)),
  );
  assert.deepEqual(
    broken.map(([kind, { status }]) => `${kind}: ${status}`),
    [],
  );
  const paths = new Set([...seen.keys()].map((kind) => kind.split('?')[0]?.slice(PREFIX.length)));
  for (const wanted of [
    '/',
    '/calls/one',
    '/groups/0',
    '/api/v0/openapi.json',
    '/assets/icon.svg',
    '/outbox/failed',
  ])
    assert.ok(paths.has(wanted), wanted);
});

test('signing in, a form and the change of language redirect below the path, and cookies are kept for it alone', async () => {
  const browser = new Browser(house.site.url);
  const asked = await browser.get(`${PREFIX}/groups/700?x=1`);
  assert.equal(asked.to, `${PREFIX}/login?to=${encodeURIComponent('/groups/700?x=1')}`);
  const login = await browser.get(asked.to);
  const [form] = formsOf(login.text).filter(({ action }) => action === `${PREFIX}/login`);
  assert.ok(form !== undefined);
  const fields = { ...untouched(form), name: 'admin', password: house.password };
  const signedIn = await browser.send(form.action, fields);
  assert.equal(signedIn.to, `${PREFIX}/groups/700?x=1`);
  const cookies = [login, signedIn].flatMap(({ headers }) => headers.getSetCookie());
  assert.equal(cookies.length, 2);
  for (const cookie of cookies) assert.match(cookie, /; Path=\/rufgruppe(;|$)/);
  const group = await browser.get(signedIn.to);
  const language = formsOf(group.text).find(({ action }) => action === `${PREFIX}/language`);
  assert.ok(language !== undefined);
  assert.equal((await browser.send(language.action, untouched(language))).to, `${PREFIX}/groups/700?x=1`);
});

test('with and without the path the same is answered, for proxies that remove it and for monitoring', async () => {
  for (const where of ['/healthz', `${PREFIX}/healthz`, PREFIX, `${PREFIX}?x=1`]) {
    const page = await new Browser(house.site.url).get(where);
    assert.ok(
      page.status === 200 || page.to?.startsWith(`${PREFIX}/login`) === true,
      `${where}: ${page.status}`,
    );
  }
  assert.equal((await new Browser(house.site.url).get(`${PREFIX}x/healthz`)).to, undefined);
  const icon = await new Browser(house.site.url).get('/favicon.ico');
  assert.equal(icon.to, `${PREFIX}/assets/icon.svg`);
});

test('the OpenAPI document names the interface below the path', async () => {
  const { body } = await new Browser(house.site.url).json('GET', `${PREFIX}/api/v1/openapi.json`);
  assert.deepEqual((body as { servers: unknown }).servers, [{ url: '/rufgruppe/api/v1' }]);
});
