/** From an unknown number to a name and to a blocked number, by keyboard alone. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { aRecord } from '../factories.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { tabTo } from './keyboard.js';
import { overflow, signedInPage } from './signed-in.js';

const NUMBER = '+493023125001';
const FILE = 'Name;Firma;Telefon\r\nMüller, Jörg;Bäckerei Süß;030 / 231 25-002\r\n';

describe('The address book', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) => startConfiguredSite(own, HOUSE)));
    const caller = { withheld: false, number: NUMBER, e164: NUMBER, name: null };
    await store.calls.save(aRecord({ _id: 'one', caller, startedAt: new Date('2026-11-25T07:00:00Z') }));
    await site.signedIn('admin');
  });
  after(() => close());

  const open = (where: string, options: Parameters<Browser['newContext']>[0] = {}) =>
    signedInPage(browser, site, where, { locale: 'en-US', ...options }, { complaints });

  const press = async (page: Page, selector: string): Promise<void> => {
    await tabTo(page, selector);
    await page.keyboard.press('Enter');
  };

  test('takes an unknown caller from the page of the call; the list of calls has the name at once', async () => {
    const page = await open('/calls/one');
    await press(page, 'main a[href*="/contacts/_new"]');
    await page.waitForURL('**/contacts/_new?**');
    await tabTo(page, '#name');
    await page.keyboard.type('Erika Muster');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-success');
    await page.goto(new URL('/calls', site.url).href);
    assert.match(await page.innerText('#calls-found tbody'), /Erika Muster/);
    await page.context().close();
  });

  test('leads to blocking the caller, and back', async () => {
    const page = await open('/calls/one');
    await press(page, 'main a[href*="/blocked"]');
    await page.waitForURL('**/blocked?**');
    await press(page, 'form[action="/blocked"] button[type=submit]');
    await page.waitForSelector('button[aria-label^="Unblock"]');
    await press(page, 'button[aria-label^="Unblock"]');
    await page.waitForSelector('text=No number is blocked');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('imports a file of Excel on a phone in German, after showing what it would do', async () => {
    const phone = { locale: 'de-DE', viewport: { width: 375, height: 740 }, colorScheme: 'dark' } as const;
    const page = await open('/contacts/_import', phone);
    const buffer = Buffer.from(FILE, 'latin1');
    await page.setInputFiles('#file', { name: 'kontakte.csv', mimeType: 'text/csv', buffer });
    await press(page, 'form[action="/contacts/_import/file"] button');
    await page.waitForSelector('text=Bäckerei Süß');
    assert.equal(await overflow(page), 0);
    assert.equal(await store.connection.collection('contacts').countDocuments(), 1, 'nothing is saved yet');
    await press(page, 'button[value="apply"]');
    await page.waitForSelector('.alert-success');
    await page.goto(new URL('/contacts?q=s%C3%BC%C3%9F', site.url).href);
    assert.match(await page.innerText('#contacts-found'), /\+49 30 23125002/);
    assert.equal(await overflow(page), 0);
    await page.context().close();
  });
});
