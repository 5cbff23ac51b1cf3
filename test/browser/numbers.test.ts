/** What is understood of a phone number is seen while somebody types it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { chromium, type Browser, type Page } from 'playwright-core';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import { PASSWORD, type Site } from '../integration/people/site.js';
import { startDatabase, type TestDatabase } from '../integration/afterwards/mail/harness.js';
import { findChromium } from './chromium.js';

const executablePath = findChromium();
const skip = executablePath === undefined ? 'no Chromium is found' : false;

const UNDERSTOOD = 'understood as +49 30 23125001 (030 23125001)';

describe('A number that somebody types', { skip, concurrency: false, timeout: 120_000 }, () => {
  let database: TestDatabase;
  let site: Site;
  let browser: Browser;
  const complaints: string[] = [];

  before(async () => {
    database = await startDatabase();
    // To come: the database forgets sessions that are over by its own clock.
    const now = () => DateTime.utc(2030, 11, 27, 8);
    site = await startConfiguredSite(await database.store(), HOUSE, { now });
    await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
    await site.access.add({ name: 'anna', role: 'user', userId: 'anna', password: PASSWORD });
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  after(async () => {
    await browser.close();
    await site.close();
    await database.close();
  });

  async function open(where: string, name = 'admin', locale = 'en-US'): Promise<Page> {
    const context = await browser.newContext({ locale });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(new URL('/account', site.url).href);
    await page.fill('#name', name);
    await page.fill('#password', PASSWORD);
    await page.click('form.card button');
    await page.waitForSelector('.sidebar');
    await page.goto(new URL(where, site.url).href);
    return page;
  }

  test('is shown as it is understood beside a member, and no longer when it is another kind', async () => {
    const page = await open('/groups/700');
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
    const page = await open('/groups/700', 'admin', 'de-DE');
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
