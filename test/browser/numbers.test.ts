/** What is understood of a phone number is seen while somebody types it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import { PASSWORD, type Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

const UNDERSTOOD = 'understood as +49 30 23125001 (030 23125001)';

describe('A number that somebody types', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  before(async () => {
    // To come: the database forgets sessions that are over by its own clock.
    const now = () => DateTime.utc(2030, 11, 27, 8);
    ({ site, browser, close } = await startInBrowser((own) => startConfiguredSite(own, HOUSE, { now })));
    await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
    await site.access.add({ name: 'anna', role: 'user', userId: 'anna', password: PASSWORD });
  });
  after(() => close());

  async function open(where: string, name = 'admin', locale = 'en-US'): Promise<Page> {
    const page = await signedInPage(browser, site, '/account', { locale }, { name, complaints });
    await page.goto(new URL(where, site.url).href);
    return page;
  }

  test('is shown as it is understood beside a member, and no longer when it is another kind', async () => {
    const page = await open('/groups/700/form');
    await page.selectOption('[name="stages[0].members[0].kind"]', 'external');
    const field = '[name="stages[0].members[0].value"]';
    await page.locator(field).pressSequentially('(030) 231 25-00');
    await page.locator(field).pressSequentially('1');
    await page.waitForSelector(`.stage .understood:has-text("${UNDERSTOOD}")`);
    await page.locator(field).pressSequentially(' nonsense');
    await page.waitForSelector('.stage .understood:empty', { state: 'attached' });
    await page.fill(field, '030 23125001');
    await page.waitForSelector(`.stage .understood:has-text("${UNDERSTOOD}")`);
    await page.selectOption('[name="stages[0].members[0].kind"]', 'extension');
    await page.waitForSelector('.stage .understood:empty', { state: 'attached' });
    await page.context().close();
  });

  test('is shown beside a destination and a field for numbers, in German', async () => {
    const page = await open('/groups/700/form', 'admin', 'de-DE');
    await page.selectOption('[name="final.kind"]', 'external');
    await page.fill('[name="final.value"]', '0664 1234567');
    await page.fill('[name="final.value"]', '+43 664 1234567');
    await page.waitForSelector('.variant .understood:has-text("verstanden als +43 664 1234567")');
    await page.fill('[name="publicNumber"]', '030 23125001');
    await page.waitForSelector('.d-block.understood:has-text("verstanden als +49 30 23125001")');
    await page.context().close();
  });

  test('is shown to whoever changes the own mobile', async () => {
    const page = await open('/own', 'anna');
    await page.check('[name="_block.mobile"]');
    await page.fill('[name="mobile.number"]', '030 23125001');
    await page.waitForSelector(`.understood:has-text("${UNDERSTOOD}")`);
    await page.context().close();
  });

  test('nothing complains on the console', () => {
    assert.deepEqual(complaints, []);
  });
});
