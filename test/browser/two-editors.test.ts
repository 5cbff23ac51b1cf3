/** Two people in one form, in two browsers: both changes are kept, and what both changed is chosen, by keyboard and on a phone. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Configuration } from '../../src/base/configuration/schema.js';
import type { Store } from '../../src/base/store/connection.js';
import { startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

describe('Two people in one form', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) => startConfiguredSite(own)));
    await site.signedIn('admin', { name: 'anna' });
    await site.signedIn('admin', { name: 'bernd' });
  });
  after(() => close());

  const group = async () => ((await store.configurations.latest())?.content as Configuration).groups[0];

  const open = (name: string, options: Parameters<Browser['newContext']>[0]) =>
    signedInPage(browser, site, '/groups/700/form', options, { name });

  const save = (page: Page) => page.click('.form-buttons button[value=save]');

  test('keep both what they changed, and choose by keyboard where it was the same', async () => {
    const [anna, bernd] = [await open('anna', { locale: 'en-US' }), await open('bernd', { locale: 'en-US' })];
    await bernd.fill('#f-name', 'Vertrieb');
    await bernd.fill('#f-stages-0-ringSec', '40');
    await save(bernd);
    await bernd.waitForSelector('.alert-success');
    await anna.fill('#f-name', 'Support');
    await anna.fill('#f-display', '{caller}');
    await save(anna);
    await anna.waitForSelector('#conflict');
    assert.equal(await anna.inputValue('#f-stages-0-ringSec'), '40', 'theirs stands in the form already');
    assert.equal(await anna.inputValue('#f-display'), '{caller}');
    await anna.focus('[name="_choose.name"][value=theirs]');
    await anna.keyboard.press('ArrowDown');
    assert.equal(await anna.isChecked('[name="_choose.name"][value=ours]'), true);
    await save(anna);
    await anna.waitForSelector('.alert-success');
    const { name, display, stages } = (await group()) ?? {};
    assert.deepEqual([name, display, stages?.[0]?.ringSec], ['Support', '{caller}', 40]);
    await anna.context().close();
    await bernd.context().close();
  });

  test('are asked in German on a phone, without scripts, and nothing is wider than the screen', async () => {
    const phone = { locale: 'de-DE', viewport: { width: 375, height: 740 }, javaScriptEnabled: false };
    const [anna, bernd] = [await open('anna', phone), await open('bernd', phone)];
    await bernd.fill('#f-name', 'Ein sehr langer Name für eine Gruppe von jemandem');
    await save(bernd);
    await bernd.waitForSelector('.alert-success');
    await anna.fill('#f-name', 'Verkauf');
    await save(anna);
    await anna.waitForSelector('#conflict');
    const words = ((await anna.textContent('#conflict')) ?? '').replaceAll(/\s+/g, ' ');
    assert.match(words, /bernd hat gespeichert: 25\.11\.2026, 09:00:00\./);
    assert.match(words, /Jetzt dort: Ein sehr langer Name .*Ihres: Verkauf/);
    const box = await anna.locator('#conflict').boundingBox();
    assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 375, JSON.stringify(box));
    await save(anna);
    await anna.waitForSelector('#conflict:has-text("Wählen Sie für jedes Feld, was gelten soll.")');
    await anna.check('[name="_choose.name"][value=theirs]');
    await save(anna);
    await anna.waitForSelector('.alert-success');
    assert.match((await group())?.name ?? '', /^Ein sehr langer Name/);
    await anna.context().close();
    await bernd.context().close();
  });
});
