/** Reports by keyboard: a group is picked, a time and another group to compare with, and every picture has its table. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { aRecord } from '../factories.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { tabTo } from './keyboard.js';
import { overflow, signedInPage } from './signed-in.js';

/** The clock of the house stands on 25 November 2026, a Wednesday. */
const TWO_GROUPS = {
  ...HOUSE,
  groups: [...HOUSE.groups, { ...HOUSE.groups[0], number: '701', name: 'Support' }],
};

/** Calls that nobody took, by group and moment. */
const CALLS = [
  ['700', '2026-11-24T08:10:00Z'],
  ['700', '2026-11-24T08:20:00Z'],
  ['700', '2026-11-25T07:30:00Z'],
  ['701', '2026-11-24T09:00:00Z'],
] as const;

describe('Reports', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  before(async () => {
    const started = await startInBrowser((own) => startConfiguredSite(own, TWO_GROUPS));
    ({ site, browser, close } = started);
    await started.store.calls.saveAll(
      CALLS.map(([group, at], index) =>
        aRecord({
          _id: `call-${index}`,
          channel: `call-${index}`,
          group: { number: group, name: group },
          route: [{ group, by: null, to: null }],
          startedAt: new Date(at),
          endedAt: new Date(Date.parse(at) + 20_000),
          outcome: 'gaveUp',
          waitingSec: 20,
        }),
      ),
    );
    await site.signedIn('admin');
  });
  after(() => close());

  const open = (options: Parameters<Browser['newContext']>[0]) =>
    signedInPage(browser, site, '/reports', options, { complaints });

  const figure = (page: Page) => page.locator('.tiles .figure').first().innerText();

  test('are asked for, compared and opened as a table by keyboard alone', async () => {
    const page = await open({ locale: 'en-US' });
    await tabTo(page, '#group-ts-control');
    await page.keyboard.type('Sales');
    await page.keyboard.press('Enter');
    await tabTo(page, '#period');
    await page.keyboard.type('a week');
    await tabTo(page, 'form[action="/reports"] button[type=submit]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/reports?group=700&period=week&**');
    assert.equal(await figure(page), '3');
    assert.equal(await page.locator('svg.chart[role=img][aria-label]:not([aria-label=""])').count(), 3);
    await tabTo(page, 'main details summary');
    await page.keyboard.press('Enter');
    const rows = await page.locator('main details[open] tbody tr').allInnerTexts();
    assert.equal(rows.length, 8, 'seven days and their sum');
    assert.match(rows.at(-1) ?? '', /^Total\s+3\b/);
    await page.context().close();
  });

  test('lead from a day to its calls, and to a file with the same figures', async () => {
    const page = await open({ locale: 'en-US' });
    await page.goto(new URL('/reports?group=700&period=week&from=2026-11-25', site.url).href);
    const downloading = page.waitForEvent('download');
    await page.click('a[href^="/reports.csv"]');
    const csv = await readFile(await (await downloading).path(), 'utf8');
    assert.match(csv, /2026-11-24,700,Sales,2,/);
    await page.locator('main details summary').first().click();
    await page.click('main details[open] a[href*="from=2026-11-24"]');
    await page.waitForURL('**/calls?group=700&from=2026-11-24&to=2026-11-24');
    assert.equal(await page.locator('#calls-found tbody tr').count(), 2);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('fit a phone’s screen in German and in the dark, beside another group', async () => {
    const phone = { locale: 'de-DE', viewport: { width: 375, height: 740 }, colorScheme: 'dark' } as const;
    const page = await open(phone);
    await page.goto(new URL('/reports?group=700&period=month&against=701', site.url).href);
    assert.equal(await figure(page), '3');
    assert.match(await page.innerText('main'), /verglichen mit Support/);
    assert.equal(await overflow(page), 0);
    await page.context().close();
  });
});
