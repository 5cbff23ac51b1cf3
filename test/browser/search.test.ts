/** The search for everything and the frame around it, by keyboard, on a phone, and without scripts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { benchCalls } from '../../scripts/bench/report-calls.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import { PASSWORD, type Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

const CALLER = '+493023125001';
const MISSED = {
  group: '700',
  mergeHours: 24,
  noticeAt: undefined,
  caller: { key: CALLER, number: CALLER, name: null },
  call: {
    record: 'one',
    channel: 'one',
    at: new Date('2026-11-25T07:55:00Z'),
    why: { kind: 'gaveUp', afterSec: 9, stage: 1 },
  },
} as const;

describe('The frame', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) => startConfiguredSite(own, HOUSE)));
    await store.callbacks.addMissed(MISSED);
    for (const role of ['admin', 'observer', 'user'] as const) await site.signedIn(role);
  });
  after(() => close());

  const open = (where: string, options: Parameters<Browser['newContext']>[0] = {}, name = 'admin') =>
    signedInPage(browser, site, where, { locale: 'en-US', ...options }, { name, complaints });

  async function typed(page: Page, text: string): Promise<string[]> {
    await page.keyboard.press('/');
    const answered = page.waitForResponse((one) =>
      one.url().endsWith(`live/search?q=${encodeURIComponent(text)}`),
    );
    await page.keyboard.type(text);
    await answered;
    await page.waitForSelector('#search-quick:not([hidden])');
    return page.locator('#search-quick [role=option]').allInnerTexts();
  }

  test('on a phone a chart of days shows the newest first', async () => {
    const days = { from: new Date('2026-11-20T08:00:00Z'), to: new Date('2026-11-24T08:00:00Z') };
    const calls = benchCalls({ ...days, count: 9, first: 0, last: 9, group: '700' });
    await store.connection.collection('calls').insertMany(calls as never);
    const page = await open('/reports', { viewport: { width: 375, height: 740 } });
    await page.goto(new URL('/reports?group=700&period=month', site.url).href);
    const [hidden = 0, beyond = 0] = await page.evaluate<number[]>(`
      const frame = document.querySelector('.newest-in-view');
      const edge = (one) => one.getBoundingClientRect().right;
      [frame.scrollWidth - frame.clientWidth, edge(frame.querySelector('svg')) - edge(frame)];
    `);
    assert.ok(hidden > 50, `${hidden}`);
    assert.ok(Math.abs(beyond) < 2, `${beyond}`);
    await page.context().close();
  });

  test('searches as one types, by keyboard alone', async () => {
    const page = await open('/account');
    assert.deepEqual(await typed(page, 'a'), [
      'Sales 700',
      'Anna Albrecht 1001',
      'Call-backs',
      'What would happen?',
      'Address book',
      'Holidays',
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = await page.getAttribute('#search-all', 'aria-activedescendant');
    assert.equal(await page.textContent(`#${chosen ?? ''} span`), 'Anna Albrecht');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/users/anna');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('Escape closes the list, and a slash in a field is a slash', async () => {
    const page = await open('/account');
    await typed(page, 'sales');
    await page.keyboard.press('Escape');
    assert.equal(await page.isVisible('#search-quick'), false);
    await page.keyboard.type('/');
    assert.equal(await page.inputValue('#search-all'), 'sales/');
    await page.context().close();
  });

  test('whoever waits is found by the number, not by an observer', async () => {
    const page = await open('/account');
    assert.match((await typed(page, '030 23125001')).join(), /\+49 30 23125001/);
    await page.context().close();
    const masked = await open('/search?q=03023125001', {}, 'observer');
    assert.equal(await masked.locator('main a[href*="callbacks"], main a[href*="calls"]').count(), 0);
    assert.match((await masked.textContent('main')) ?? '', /You see numbers masked/);
    await masked.context().close();
  });

  test('without scripts the field leads to the page of the search, and a member finds what is his', async () => {
    const context = await browser.newContext({ locale: 'en-US', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(new URL('/login?to=/callbacks', site.url).href);
    await page.fill('#name', 'user');
    await page.fill('#password', PASSWORD);
    await page.click('form.card button');
    await page.fill('#search-all', '30231');
    await page.press('#search-all', 'Enter');
    await page.waitForURL('**/search?q=30231');
    assert.equal(await page.inputValue('#search-all'), '30231');
    await page.fill('#search-all', 's');
    await page.press('#search-all', 'Enter');
    await page.waitForURL('**/search?q=s');
    assert.deepEqual(await page.locator('main .list-group-item').allInnerTexts(), [
      'Call-backs',
      'My settings',
    ]);
    await context.close();
  });

  test('a call-back that somebody has taken waits no longer, in the menu neither', async () => {
    const page = await open('/callbacks');
    const count = page.locator('.sidebar .count-callbacks');
    assert.equal(await count.innerText(), '1\n1 open');
    await page.click('form[action$="/take"] button');
    await page.waitForSelector('.alert-success');
    assert.equal(await count.isVisible(), false);
    await page.context().close();
  });

  test('on a phone the daily pages are below, and the rest is behind More, without scripts too', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await open('/account', { viewport: { width: 375, height: 740 }, javaScriptEnabled });
      assert.deepEqual(await page.locator('.bottombar-link').allInnerTexts(), [
        'Now',
        'Call-backs',
        'Calls',
        'Switches',
        'More',
      ]);
      assert.equal(await page.isVisible('#menu'), false);
      await page.click('#menu-button');
      await page.click('#menu a[href="/reports"]');
      await page.waitForURL('**/reports');
      assert.equal(await page.isVisible('#menu'), false);
      await page.context().close();
    }
  });
});
