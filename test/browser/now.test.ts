/** The live page while somebody reads it: what is opened stays open, whatever is new. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

const LATER = [
  { ringSec: 20, members: ['bernd'] },
  { ringSec: 20, members: ['anna', 'bernd'] },
];
const [SALES] = HOUSE.groups;
const CONTENT = {
  ...HOUSE,
  groups: ['700', '701'].map((number) => ({
    ...SALES,
    number,
    stages: [...(SALES?.stages ?? []), ...LATER],
  })),
};

describe('Now', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  /** Each look tells something new: so many records wait for the database. */
  let waiting = 0;

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, CONTENT, {
        facts: () => ({
          version: '1.2.3',
          socket: '127.0.0.1:8084',
          database: { kind: 'embedded', place: '/data/mongodb' },
          startedAt: DateTime.utc(2026, 11, 25),
          recordsWaiting: (waiting += 1),
          readsCdrs: false,
        }),
      }),
    ));
    await site.signedIn('admin');
  });
  after(() => close());

  /** Waits until the page was renewed so many times. */
  async function renewed(page: Page, times: number): Promise<void> {
    for (let round = 0; round < times; round += 1) {
      const mark = `mark-${round}`;
      await page.evaluate(`document.querySelector('#live-around > *').id = '${mark}'`);
      await page.waitForSelector(`#${mark}`, { state: 'detached' });
    }
  }

  test('today’s figures, and a favourite that comes first for this account alone', async () => {
    const page = await signedInPage(browser, site, '/', { locale: 'en-US' });
    const figures = await page.locator('.figure').allInnerTexts();
    assert.deepEqual(
      figures.map((one) => one.split('\n')[0]),
      ['Calls', 'Answered', 'Missed', 'Longest wait', 'Open call-backs'],
    );
    const first = page.locator('.group-name a').first();
    assert.equal(await first.getAttribute('href'), '/groups/700');
    await page.click('#star-701');
    await page.waitForSelector('#star-701[aria-pressed=true]');
    assert.equal(await first.getAttribute('href'), '/groups/701');
    assert.deepEqual((await store.accounts.get('admin'))?.favourites, ['701']);
    await page.click('#star-701');
    await page.waitForSelector('#star-701[aria-pressed=false]');
    await page.context().close();
  });

  test('missed calls are told only to who wants it, and the browser is asked by a click', async () => {
    const page = await signedInPage(browser, site, '/', { locale: 'en-US' });
    await page.evaluate(`
      window.told = [];
      window.Notification = class { constructor(text) { told.push(text); } };
      Object.assign(window.Notification, { permission: 'default', requestPermission: async () => {
        told.push('asked'); window.Notification.permission = 'granted';
      } });
    `);
    const missed = (count: number) =>
      page.evaluate(
        `document.getElementById('live-figures').innerHTML = '<section data-missed="${count}"></section>'; new Promise(requestAnimationFrame)`,
      );
    await missed(1);
    await page.click('#tell-missed');
    await page.waitForFunction('told.length === 1');
    await missed(1);
    await missed(2);
    assert.deepEqual(await page.evaluate('told'), ['asked', 'A call was missed.']);
    await page.reload();
    await page.waitForSelector('#tell-missed[aria-pressed=true]');
    await page.context().close();
  });

  test('a group that was opened stays open, one that was closed stays closed, and the focus stays', async () => {
    const page = await signedInPage(browser, site, '/', { locale: 'en-US' });
    await page.waitForSelector('#stages-700');
    const isOpen = (number: string) => page.evaluate(`document.getElementById('stages-${number}').open`);
    await page.focus('#stages-700 > summary');
    await page.keyboard.press('Enter');
    await renewed(page, 2);
    assert.deepEqual([await isOpen('700'), await isOpen('701')], [true, false]);
    assert.equal(await page.isVisible('#stages-700 >> text=Bernd Berger >> nth=0'), true);
    assert.equal(
      await page.evaluate("document.activeElement.matches('#stages-700 > summary')"),
      true,
      'the keyboard is where it was',
    );
    await page.keyboard.press('Enter');
    await page.focus('#live-around a[href="/groups/701"]');
    await renewed(page, 1);
    assert.equal(await isOpen('700'), false);
    assert.equal(await page.evaluate('document.activeElement.getAttribute("href")'), '/groups/701');
    await page.context().close();
  });

  test('a button that turns into its opposite under the finger is not pressed, and works a second later', async () => {
    const page = await signedInPage(browser, site, '/', { locale: 'en-US' });
    await page.waitForSelector('#switch-night:has-text("Turn on")');
    const other = await site.signedIn('admin', { name: 'other' });
    await other.post('/switches/night/state', { do: 'on' }, '/switches');
    // In the page itself: it presses at the moment at which the button changes.
    await page.evaluate(`new Promise((pressed) => {
      new MutationObserver(() => {
        const button = document.getElementById('switch-night');
        if (button?.value === 'off') { button.click(); pressed(); }
      }).observe(document.getElementById('live-around'), { childList: true, subtree: true });
    })`);
    const isOn = async () => (await store.switchStates.all()).find(({ id }) => id === 'night')?.on;
    await page.waitForTimeout(1100);
    assert.equal(await isOn(), true);
    await page.click('#switch-night:has-text("Turn off")');
    await page.waitForSelector('.alert-success:has-text("Night is off")');
    assert.equal(await isOn(), false);
    await page.context().close();
  });
});
