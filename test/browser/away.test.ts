/** Being away on the own page, with a keyboard alone and on a phone's screen, in both languages. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { AWAY_HOUSE, berlin } from '../integration/people/away-scene.js';
import { startConfiguredSite, type ConfiguredSite } from '../integration/people/configured-site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { tabTo } from './keyboard.js';
import { signedInPage } from './signed-in.js';

describe('Being away on the own page', { skip: SKIP, concurrency: false, timeout: 300_000 }, () => {
  let store: Store;
  let site: ConfiguredSite;
  let browser: Browser;
  let close: () => Promise<void>;

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, AWAY_HOUSE, { now: () => berlin('09:00') }),
    ));
    await site.signedIn('user', { name: 'anna', userId: 'anna' });
  });
  after(() => close());

  const open = (options: Parameters<Browser['newContext']>[0]): Promise<Page> =>
    signedInPage(browser, site, '/own', options, { name: 'anna' });

  const untils = async () =>
    (await store.awayStates.all()).map(({ group, until }) => [group, until?.toISOString()]);

  /** Tab until the element with this id has the focus. */
  test('by keyboard alone: away from one group until a time of one’s own, mended, and back', async () => {
    const page = await open({ locale: 'de-DE' });
    await tabTo(page, '#away-who');
    await page.keyboard.type('Sales');
    await tabTo(page, '#away-end');
    await page.keyboard.press('End');
    await page.waitForSelector('#away-until:visible');
    await tabTo(page, '#away-until');
    await page.keyboard.type('8.12');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#away-fault:has-text("kann zweierlei bedeuten")');
    assert.equal(await page.evaluate('document.activeElement.id'), 'away-until');
    assert.equal(await page.inputValue('#away-who'), '700');
    assert.deepEqual(await untils(), []);
    await page.keyboard.press('End');
    await page.keyboard.type('. 8 Uhr');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-success:has-text("Sie sind bis 08.12.2026, 08:00 abwesend: Sales.")');
    assert.deepEqual(await untils(), [['700', '2026-12-08T07:00:00.000Z']]);
    await tabTo(page, '#away-back-700');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-success:has-text("Sie sind wieder da: Sales.")');
    assert.deepEqual(await untils(), []);
    await page.context().close();
  });

  test('without scripts the fields for a time of one’s own are there, and the form works', async () => {
    const page = await open({ locale: 'en-US', javaScriptEnabled: false });
    await page.fill('#away-until', '14:00');
    await page.focus('#away-until');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-success:has-text("You are away until 14:00: all groups.")');
    assert.deepEqual(await untils(), [[null, '2026-11-25T13:00:00.000Z']]);
    await page.click('#away-back-all');
    await page.waitForSelector('.alert-success:has-text("You are back: all groups.")');
    assert.deepEqual(await untils(), []);
    await page.context().close();
  });

  test('on a phone’s screen nothing is cut off', async () => {
    const page = await open({ locale: 'de-DE', viewport: { width: 320, height: 700 } });
    await page.selectOption('#away-end', 'own');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    assert.equal(width, 320);
    await page.context().close();
  });
});
