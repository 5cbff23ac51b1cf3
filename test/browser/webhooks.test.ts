/** A webhook from the list to a test that arrives, with a keyboard alone; and its pages on a phone's screen. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { startWebhookServer, type WebhookServer } from '../fakes/webhook-server.js';
import { startConfiguredSite, type ConfiguredSite } from '../integration/people/configured-site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { tabTo } from './keyboard.js';
import { signedInPage } from './signed-in.js';

const HOUSE = { version: 1, settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' } };

describe('A webhook', { skip: SKIP, concurrency: false, timeout: 300_000 }, () => {
  let store: Store;
  let site: ConfiguredSite;
  let browser: Browser;
  let close: () => Promise<void>;
  let server: WebhookServer;

  before(async () => {
    server = await startWebhookServer((attempt) => (attempt === 1 ? 500 : 204));
    ({ store, site, browser, close } = await startInBrowser((own) => startConfiguredSite(own, HOUSE)));
    await site.signedIn('admin');
  });
  after(async () => {
    await close();
    await server.close();
  });

  test('is made, gets a key and is tried by keyboard; the page says what was answered', async () => {
    const complaints: string[] = [];
    const page = await signedInPage(browser, site, '/webhooks', { locale: 'en-US' }, { complaints });
    await tabTo(page, 'a[href$="/webhooks/_new"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/webhooks/_new');
    await tabTo(page, 'input[name="name"]');
    await page.keyboard.type('Ticket system');
    await page.keyboard.press('Tab');
    await page.keyboard.type('tickets');
    await tabTo(page, 'input[name="url"]');
    await page.keyboard.type(server.url);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/webhooks/tickets');
    await page.waitForSelector('text=nothing sent yet.');
    await tabTo(page, 'form[action$="/test"] button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=The test did not arrive: The webhook answers 500');
    await page.waitForSelector('text=the last attempt failed.');
    await tabTo(page, 'form[action$="/test"] button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=/The test arrived \\(answer 204 after \\d+ ms\\)/');
    await page.waitForSelector('text=works.');
    await tabTo(page, 'form[action$="/secret"] button');
    await page.keyboard.press('Enter');
    const key = await page.locator('.alert code').innerText();
    assert.equal(key, await store.webhookStates.secret('tickets', 'json'));
    await page.goto(new URL('/webhooks/tickets', site.url).href);
    assert.doesNotMatch(await page.content(), /whsec_/, 'shown once');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('fits on a phone in German, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const phone = { locale: 'de-DE', viewport: { width: 375, height: 700 }, colorScheme };
      const page = await signedInPage(browser, site, '/webhooks/tickets', phone);
      for (const path of ['/webhooks', '/webhooks/tickets', '/webhooks/tickets/form']) {
        await page.goto(new URL(path, site.url).href);
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
        assert.ok(wide <= 375, `${path} is ${wide} wide`);
        if (process.env['PICTURES'] !== undefined)
          await page.screenshot({
            path: `${process.env['PICTURES']}${path.replaceAll('/', '-')}-${colorScheme}.png`,
            fullPage: true,
          });
      }
      await page.context().close();
    }
  });
});
