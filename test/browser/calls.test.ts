/** The page of calls by keyboard alone. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { aRecord, aRecordedLeg } from '../factories.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

const BEGUN = Date.parse('2026-11-25T08:00:00Z');

const caller = (number: string, name: string) => ({ withheld: false, number, e164: number, name });

describe('The page of calls', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) => startConfiguredSite(own, HOUSE)));
    const callers = [caller('+493023125001', 'Erika Muster'), caller('+498912345', 'Bauer')];
    for (const [index, one] of callers.entries()) {
      const startedAt = new Date(Date.now() - index * 60_000);
      await store.calls.save(
        aRecord({ _id: `call-${index}`, channel: `call-${index}`, startedAt, caller: one }),
      );
    }
    await site.signedIn('admin');
  });
  after(() => close());

  const open = (where: string, options: Parameters<Browser['newContext']>[0] = {}) =>
    signedInPage(browser, site, where, { locale: 'en-US', ...options }, { complaints });

  const rows = (page: Page) => page.locator('#calls-found tbody tr').allInnerTexts();

  /** Types into the search field; resolves when the list says how many calls there are. */
  async function typed(page: Page, text: string, count: string): Promise<void> {
    await page.focus('#q');
    await page.keyboard.type(text);
    await page
      .locator('#calls-found-status', { hasText: new RegExp(`^${count}$`) })
      .waitFor({ state: 'attached' });
  }

  test('narrows the list as one types, says how many there are, and can be opened again by its address', async () => {
    const page = await open('/calls');
    assert.equal((await rows(page)).length, 2);
    await typed(page, 'muster', '1 call');
    assert.match((await rows(page)).join(), /Erika Muster/);
    assert.equal(await page.locator('#q:focus').count(), 1, 'the focus stays in the field');
    assert.equal(new URL(page.url()).search, '?q=muster');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/calls?q=muster&**');
    assert.equal((await rows(page)).length, 1);
    await page.keyboard.press('Tab');
    await page.focus('#sums summary');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.call-sums');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('a late answer to fewer letters does not replace that to more', async () => {
    const page = await open('/calls');
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/calls/found?q=b', async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    const asked = page.waitForRequest('**/calls/found?q=b');
    await page.focus('#q');
    await page.keyboard.type('b');
    await asked;
    await typed(page, 'a', '1 call');
    letGo();
    await typed(page, 'x', '0 calls');
    assert.deepEqual(await rows(page), ['No call is found.']);
    await page.context().close();
  });

  test('what was typed is saved under a name by keyboard, and is a link', async () => {
    const page = await open('/calls');
    await typed(page, 'bauer', '1 call');
    await page.focus('#save-view summary');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Calls of Bauer');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/calls?q=bauer');
    const link = page.locator('.call-views a');
    assert.equal(await link.innerText(), 'Calls of Bauer');
    assert.equal(await link.getAttribute('aria-current'), 'page');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('a note is written by keyboard, stands on the page and in the list', async () => {
    const page = await open('/calls/call-0');
    await page.focus('#note');
    await page.keyboard.type('wants an offer');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/calls/call-0#notes');
    assert.match(await page.locator('#notes li').innerText(), /^wants an offer\nadmin, /);
    await page.goto(new URL('/calls', site.url).href);
    assert.equal(await page.locator('.call-note').count(), 1);
    assert.equal(await page.locator('.call-note').getAttribute('title'), 'wants an offer');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test('on a phone the timeline has its phones one under the other, without scrolling to the side', async () => {
    const rang = (id: string, sec: number, outcome: 'noAnswer' | 'answered', who: string) =>
      aRecordedLeg({
        id,
        who,
        outcome,
        startedAt: new Date(BEGUN),
        rangAt: new Date(BEGUN + sec * 1000),
        endedAt: new Date(BEGUN + 20_000),
      });
    const legs = [
      rang('a', 2, 'noAnswer', 'Anna with a rather long name of her own'),
      rang('b', 5, 'answered', 'Ben'),
    ];
    const answeredAt = new Date(BEGUN + 14_000);
    await store.calls.save(
      aRecord({ _id: 'long', channel: 'long', startedAt: new Date(BEGUN), answeredAt, legs }),
    );
    const page = await open('/calls/long', { viewport: { width: 375, height: 700 } });
    assert.equal(await page.locator('.timeline').isVisible(), false);
    assert.deepEqual(await page.locator('.timeline-narrow li > .text-secondary').allInnerTexts(), [
      'after 2 s, for 18 s: no answer',
      'after 5 s, for 9 s: answered',
    ]);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 375);
    await page.setViewportSize({ width: 1280, height: 700 });
    assert.equal(await page.locator('.timeline').isVisible(), true);
    assert.equal(await page.locator('.timeline-narrow').isVisible(), false);
    await page.context().close();
  });
});
