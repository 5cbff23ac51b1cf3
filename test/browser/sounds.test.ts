/** Sounds as somebody uploads, hears and deletes them without a mouse. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { toneWav } from '../sound-files.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { tabTo } from './keyboard.js';
import { overflow, signedInPage } from './signed-in.js';

const CONTENT = {
  ...HOUSE,
  groups: HOUSE.groups.map((group) => ({ ...group, final: { announcement: 'rufgruppe/closed.wav' } })),
};

describe('Sounds in a browser', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) => startConfiguredSite(own, CONTENT)));
    await site.signedIn('admin');
  });
  after(() => close());

  const names = async () => (await store.sounds.list()).map(({ name }) => name);
  const give = (page: Page, buffer: Buffer) =>
    page.setInputFiles('#file', { name: 'Closed.wav', mimeType: 'audio/wav', buffer });

  test('and every other table have a heading row that is shaded to its end, also above buttons', async () => {
    const page = await signedInPage(browser, site, '/recordings', { locale: 'en-US' });
    const shades = await page.evaluate(
      `[...document.querySelectorAll('thead tr > *')].map((cell) => cell.tagName + ' ' + getComputedStyle(cell).backgroundColor)`,
    );
    const found = (shades as string[]).map((shade) => shade.slice(3));
    assert.ok((shades as string[]).some((shade) => shade.startsWith('TD ')));
    assert.equal(new Set(found).size, 1, found.join());
    await page.close();
  });

  test('are uploaded, heard and deleted by keyboard alone, and one that is used is asked about', async () => {
    const complaints: string[] = [];
    const page = await signedInPage(browser, site, '/sounds', { locale: 'en-US' }, { complaints });
    page.on('dialog', (dialog) => void dialog.accept());
    await tabTo(page, '#file');
    // What the dialog of the system gives; the keyboard cannot be seen to work it.
    await give(page, toneWav({ sec: 2 }));
    await tabTo(page, 'form[enctype="multipart/form-data"] button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Groups and settings name it rufgruppe/closed.wav');
    assert.deepEqual(await names(), ['closed.wav']);
    await tabTo(page, '#uploaded audio');
    await page.evaluate(
      `new Promise((resolve, reject) => { const a = document.querySelector('#uploaded audio'); a.muted = true; a.addEventListener('ended', resolve); a.addEventListener('error', () => reject(new Error(a.error.message))); a.currentTime = 1.8; a.play().catch(reject); })`,
    );
    assert.equal(await page.evaluate(`document.querySelector('#uploaded audio').duration`), 2);
    await tabTo(page, '#uploaded form button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=closed.wav is not deleted: it is used.');
    assert.deepEqual(await names(), ['closed.wav']);
    await tabTo(page, '.alert form button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=closed.wav is deleted.');
    assert.deepEqual(await names(), []);
    // The browser tells of the answer 409 itself.
    assert.deepEqual(
      complaints.filter((one) => !one.includes('409')),
      [],
    );
    await page.context().close();
  });

  test('fit a phone’s screen, in German and in the dark, and what is none is said', async () => {
    const options = {
      locale: 'de-DE',
      viewport: { width: 375, height: 740 },
      colorScheme: 'dark',
    } as const;
    const page = await signedInPage(browser, site, '/sounds', options);
    await give(page, Buffer.from('kein Ton'));
    await page.click('form[enctype="multipart/form-data"] button');
    await page.waitForSelector('text=Dem Inhalt nach ist das weder WAV noch MP3');
    assert.equal(await overflow(page), 0);
    await give(page, Buffer.alloc(21 * 1024 * 1024, 1));
    await page.click('form[enctype="multipart/form-data"] button');
    await page.waitForSelector('text=höchstens 20 MB');
    assert.deepEqual(await names(), []);
    await page.context().close();
  });
});
