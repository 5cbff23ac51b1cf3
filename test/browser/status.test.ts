/** The status page: labels leave room for what stands beside them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { startSite, type Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

/** Parts of the service's card that stick out of it, and how many lines the name of a setting takes. */
const LOOK = `(() => {
  const list = document.querySelector('dl.facts');
  const right = list.getBoundingClientRect().right;
  const wide = [...list.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > right);
  const words = list.querySelector('dd:last-of-type').firstChild;
  const range = document.createRange();
  range.setStart(words, words.data.indexOf('FREESWITCH_CDRS'));
  range.setEnd(words, words.data.indexOf('FREESWITCH_CDRS') + 'FREESWITCH_CDRS'.length);
  return [wide.map((one) => one.textContent), range.getClientRects().length];
})()`;

describe('The status page in a browser', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;

  before(async () => {
    ({ site, browser, close } = await startInBrowser((own) => startSite(own)));
    await site.signedIn('admin');
  });
  after(() => close());

  for (const width of [1280, 375]) {
    for (const locale of ['de-DE', 'en-GB']) {
      test(`neither cuts off an address nor breaks a name (${width} px, ${locale})`, async () => {
        const viewport = { width, height: 800 };
        const page = await signedInPage(browser, site, '/status', { viewport, locale });
        assert.deepEqual(await page.evaluate(LOOK), [[], 1]);
        await page.context().close();
      });
    }
  }
});
