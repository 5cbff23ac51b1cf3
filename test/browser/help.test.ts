/** The way from a page to its chapter, by keyboard and on a phone, in a real browser. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { tabTo } from './keyboard.js';
import { signedInPage } from './signed-in.js';

describe('Help', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  before(async () => {
    ({ site, browser, close } = await startInBrowser((store) => startConfiguredSite(store)));
    await site.signedIn('admin');
  });
  after(() => close());

  const open = (path: string, locale: string, width: number) =>
    signedInPage(browser, site, path, { locale, viewport: { width, height: 800 } }, { complaints });

  /** Presses Tab until it has the focus. */
  /** The browser goes there when the pictures above have their place, some frames later at most. */
  async function isShown(page: Page, id: string): Promise<boolean> {
    const top = `new Promise((resolve) => requestAnimationFrame(() => resolve(document.getElementById('${id}').getBoundingClientRect().top)))`;
    for (let frame = 0; frame < 100; frame += 1) {
      const at = await page.evaluate<number>(top);
      if (at >= 0 && at < 800) return true;
    }
    return false;
  }

  for (const { locale, width, anchor } of [
    { locale: 'en-US', width: 1280, anchor: 'turning-a-switch' },
    { locale: 'de-DE', width: 375, anchor: 'einen-schalter-stellen' },
  ])
    test(`${locale}, ${width} px: the keyboard leads from a page to the place that explains it`, async () => {
      const page = await open('/switches', locale, width);
      await tabTo(page, 'a.help-link');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/help/pages#${anchor}`);
      await page.waitForLoadState('load');
      assert.ok(await isShown(page, anchor), 'the heading is in sight');
      await page.context().close();
    });

  test('the language of the pages changes the chapter, and a chapter can be read in another one', async () => {
    const page = await open('/help/mail', 'de-DE', 1280);
    assert.equal(await page.textContent('h1'), 'Mails');
    await page.click('text=This chapter in English');
    await page.waitForURL('**/help/mail?in=en');
    await page.waitForSelector('h2#the-outbox');
    await page.click('a[href="/help/pages?in=en"]');
    await page.waitForSelector('h2#audit-log');
    await page.click('.account-menu summary');
    await page.click('button[name="to"][value="en"]');
    await page.waitForURL('**/help/pages');
    await page.waitForSelector('html[lang="en"] h2#audit-log');
    await page.context().close();
  });

  test('the browser has nothing to complain of', () => {
    assert.deepEqual(complaints, []);
  });
});
