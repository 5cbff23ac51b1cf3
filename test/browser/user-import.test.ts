/** Importing users as somebody does it without a mouse: a file, the preview, ticks, and a group of the new ones. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Configuration } from '../../src/base/configuration/schema.js';
import type { Store } from '../../src/base/store/connection.js';
import { startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { tabTo } from './keyboard.js';
import { overflow, signedInPage } from './signed-in.js';

const LIST =
  'Nebenstelle;Name;Kennwort\n1001;Anna Albrecht;x\n1002;Bernd Brandt;x\n1003;Carla Çelik;x\n1004;Dora;x\n';
const FILE = { name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) };

describe('The import of users', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) => startConfiguredSite(own)));
    await site.signedIn('admin');
  });
  after(() => close());

  const users = async () =>
    ((await store.configurations.latest())?.content as Configuration).users.map(({ name }) => name);

  test('goes from the list of users to a group of the new ones, by keyboard alone', async () => {
    const complaints: string[] = [];
    const page = await signedInPage(browser, site, '/users', { locale: 'en-US' }, { complaints });
    await tabTo(page, 'a[href="/users/_import"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/users/_import');
    await tabTo(page, '#file');
    // What the dialog of the system gives; the keyboard cannot be seen to work it.
    await page.setInputFiles('#file', FILE);
    await tabTo(page, 'form[action="/users/_import/file"] button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Nothing is saved yet.');
    assert.deepEqual(await users(), ['Anna Albrecht', 'Bernd Berger']);
    await tabTo(page, 'input[value="renamed-1"]');
    await page.keyboard.press('Space');
    await tabTo(page, 'input[value="new-3"]');
    await page.keyboard.press('Space');
    await tabTo(page, 'button[value="apply"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/users/_import/done?revision=2');
    assert.deepEqual(await users(), ['Anna Albrecht', 'Bernd Brandt', 'Carla Çelik']);
    await tabTo(page, 'a[href^="/groups/_new"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/groups/_new?members=carla-celik');
    assert.match(await page.inputValue('[name="stages[0].members[0].value"]'), /Carla/);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('fits a phone’s screen, in German and in the dark, and says what is too large', async () => {
    const options = {
      locale: 'de-DE',
      viewport: { width: 375, height: 740 },
      colorScheme: 'dark',
    } as const;
    const page = await signedInPage(browser, site, '/users/_import', options);
    assert.equal(await overflow(page), 0);
    await page.setInputFiles('#file', {
      ...FILE,
      buffer: Buffer.from(`${LIST}SEP00112233445566778899AABBCC;Eva;x\n`),
    });
    await page.click('form[action="/users/_import/file"] button');
    await page.waitForSelector('text=Noch ist nichts gespeichert.');
    assert.equal(await overflow(page), 0);
    await page.goto(new URL('/users/_import', site.url).href);
    await page.setInputFiles('#file', { ...FILE, buffer: Buffer.alloc(9 * 1024 * 1024, 0x31) });
    await page.click('form[action="/users/_import/file"] button');
    await page.waitForSelector('text=höchstens 8 MB');
    await page.context().close();
  });
});
