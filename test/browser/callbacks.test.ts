/** The call-back list worked off by keyboard alone, and the page for whoever does only this, on a phone. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

describe('Call-backs', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  let called: string[] = [];
  let complaints: string[];
  let page: Page;

  before(async () => {
    const placed = {
      place: ({ number }: { readonly number: string }) => {
        called.push(number);
        return Promise.resolve({ kind: 'ringing' } as const);
      },
      stop: () => undefined,
    };
    ({ store, site, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, undefined, { placed, now: () => DateTime.utc() }),
    ));
    await site.signedIn('user', { name: 'anna', userId: 'anna' });
  });
  after(() => close());
  beforeEach(async () => {
    [called, complaints] = [[], []];
    await store.callbacks.deleteEnded(new Date(Date.now() + 60_000), 100);
    for (const { id } of await store.callbacks.live())
      await store.callbacks.done({ id, who: 'test', at: new Date() });
    await store.callbacks.deleteEnded(new Date(Date.now() + 60_000), 100);
  });

  async function missed(number: string, minutesAgo: number): Promise<string> {
    const at = new Date(Date.now() - minutesAgo * 60_000);
    const item = await store.callbacks.addMissed({
      group: '700',
      caller: { key: number, number, name: null },
      call: { record: number, channel: number, at, why: { kind: 'gaveUp', afterSec: 14, stage: 1 } },
      mergeHours: 24,
      noticeAt: undefined,
    });
    return item?.id ?? '';
  }

  const state = async (id: string) => (await store.callbacks.get(id))?.state;
  const focused = () => page.evaluate<string>('document.activeElement.id');

  test('are taken, called, noted, finished and taken back by keys', async () => {
    const first = await missed('+493023125001', 90);
    const second = await missed('+493023125002', 30);
    page = await signedInPage(browser, site, '/callbacks', {}, { name: 'anna', complaints });
    await page.keyboard.press('t');
    await page.keyboard.press('j');
    assert.equal(await focused(), `item-${first}`);
    await page.keyboard.press('j');
    assert.equal(await focused(), `item-${second}`);
    await page.keyboard.press('k');
    await page.keyboard.press('t');
    await page.waitForSelector('text=It is yours until');
    assert.deepEqual([await state(first), await state(second)], ['taken', 'open']);
    assert.equal(await focused(), `item-${first}`);
    await page.keyboard.press('u');
    await page.waitForSelector('text=It is open again.');
    assert.equal(await state(first), 'open');
    await page.keyboard.press('j');
    await page.keyboard.press('n');
    await page.keyboard.type('td');
    await page.keyboard.press('Enter');
    await page.waitForSelector('p:has-text("td")');
    assert.deepEqual([await state(first), (await store.callbacks.get(first))?.note], ['open', 'td']);
    await page.keyboard.press('j');
    await page.keyboard.press('d');
    await page.waitForSelector('text=It is done.');
    assert.equal(await focused(), `item-${second}`);
    await page.keyboard.press('u');
    await page.waitForSelector(`#item-${first}`);
    assert.equal(await state(first), 'open');
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    await page.waitForSelector('text=Your phone 1001 rings.');
    assert.deepEqual(called, ['03023125001']);
    await page.waitForSelector('text=Anna Albrecht is calling, since');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('are done one after another on a phone, and one can wait', async () => {
    const first = await missed('+493023125001', 90);
    const second = await missed('+493023125002', 30);
    const options = { viewport: { width: 375, height: 700 } };
    page = await signedInPage(browser, site, '/callbacks/next', options, { name: 'anna', complaints });
    await page.waitForSelector(`#item-${first}`);
    await page.click('text=Later: the next one');
    await page.waitForSelector(`#item-${second}`);
    await page.click('button:has-text("Done")');
    await page.waitForSelector(`#item-${first}`);
    await page.click('button:has-text("Undo")');
    await page.waitForSelector('text=It is open again.');
    assert.deepEqual([await state(first), await state(second)], ['open', 'open']);
    const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    assert.equal(wide, false);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
