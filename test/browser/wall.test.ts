/** The wallboard: opened by a token, for weeks, and honest when it is not live. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser } from 'playwright-core';
import type { Permission } from '../../src/people/access/permissions.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import { PASSWORD, type Site } from '../integration/people/site.js';
import { aRecord } from '../factories.js';
import { SKIP, startInBrowser } from './in-browser.js';

const NOW = DateTime.fromISO('2026-11-25T08:12:00Z');
const CALLER = { withheld: false, number: '03023125001', e164: '+493023125001', name: null };

describe('The wallboard', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;

  before(async () => {
    ({ site, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, HOUSE, { liveCalls: () => [aRecord({ caller: CALLER })], now: () => NOW }),
    ));
  });
  after(() => close());

  async function tokenOf(role: 'viewer' | 'observer', scope: Permission): Promise<string> {
    const name = `${role}-${scope}`;
    await site.access.add({ name, role, userId: null, password: PASSWORD });
    return (await site.access.addToken(name, 'wall', [scope], null)).text;
  }

  test('is opened by a token that may read the live view, and by no other', async () => {
    const page = await browser.newPage({ locale: 'en-US' });
    const open = async (token: string) =>
      (await page.goto(new URL(`/wall?token=${token}&theme=dark`, site.url).href))?.status();
    assert.equal(await open(await tokenOf('viewer', 'live.read')), 200);
    assert.match((await page.textContent('.call-number')) ?? '', /\+49 30 23125001/);
    assert.equal(await page.evaluate('document.documentElement.dataset.bsTheme'), 'dark');
    assert.equal(await page.locator('button, input').count(), 0);
    assert.equal(await open(await tokenOf('observer', 'live.read')), 200);
    assert.doesNotMatch((await page.textContent('.call-number')) ?? '', /23125001/);
    assert.equal(await open(await tokenOf('viewer', 'calls.read')), 403);
    await open('rufgruppe_no_token');
    assert.match(page.url(), /\/login/);
    await page.close();
  });

  test('says when it is not live, and is live again by itself', async () => {
    const page = await browser.newPage({ locale: 'en-US' });
    const token = await tokenOf('viewer', 'live.read');
    await page.goto(new URL(`/wall?token=${token}`, site.url).href);
    await page.waitForSelector('#wall-live:not(.is-lost)');
    await page.route('**/live/wall*', (route) => route.abort());
    await page.waitForSelector('#wall-live.is-lost:has-text("Not live since")');
    await page.unroute('**/live/wall*');
    await page.waitForSelector('#wall-live:not(.is-lost)');
    await page.close();
  });

  test('shows the time of the house, whatever zone the screen is in and however wrong its clock', async () => {
    const page = await browser.newPage({ locale: 'en-US', timezoneId: 'Asia/Kathmandu' });
    await page.clock.setFixedTime('2026-11-24T22:00:00Z');
    await page.goto(new URL(`/wall?token=${await tokenOf('viewer', 'live.read')}`, site.url).href);
    await page.waitForSelector('#wall-live:has-text("09:12")');
    await page.close();
  });
});
