/** The choice of how long a switch is to stay, with a keyboard and on a phone's screen, in both languages. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { startConfiguredSite, type ConfiguredSite } from '../integration/people/configured-site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { overflow, signedInPage } from './signed-in.js';

const NOW = DateTime.utc(2026, 11, 25, 8);
const HOUSE = {
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' },
  switches: [
    {
      id: 'night',
      name: 'Nachtschaltung der Donaudampfschifffahrtsgesellschaft',
      schedule: { windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '08:00' }] },
    },
    { id: 'meeting', name: 'Meeting', manual: { on: false } },
  ],
};

describe('How long a switch is to stay', { skip: SKIP, concurrency: false, timeout: 300_000 }, () => {
  let store: Store;
  let site: ConfiguredSite;
  let browser: Browser;
  let close: () => Promise<void>;

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, HOUSE, { now: () => NOW }),
    ));
    await site.signedIn('admin');
  });
  after(() => close());

  async function open(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
    const page = await signedInPage(browser, site, '/switches', options);
    await page.waitForSelector('#end-night');
    return page;
  }

  const override = async (id: string) =>
    (await store.switchStates.all()).find((one) => one.id === id)?.override;

  test('the usual end comes first, and Enter takes it', async () => {
    const page = await open({ locale: 'en-US' });
    assert.equal(await page.inputValue('#end-night'), 'schedule@2026-11-25T17:00:00.000Z');
    assert.equal(await page.isVisible('#until-night'), false);
    await page.focus('#end-night');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-success:has-text("is on, until 25 Nov 2026, 18:00, then on")');
    assert.deepEqual((await override('night'))?.until, new Date('2026-11-25T17:00:00Z'));
    await page.context().close();
  });

  /** By keyboard: the last choice, and on to the field in which it is typed. */
  async function toOwnTime(page: Page, id: string): Promise<void> {
    await page.focus(`#end-${id}`);
    await page.keyboard.press('End');
    await page.waitForSelector(`#until-${id}:visible`);
    assert.equal(await page.inputValue(`#end-${id}`), 'own');
    // The picker of the browser is several stops: day, month, year, hour, minute.
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.id')) === `until-${id}`) break;
    }
  }

  const focused = (page: Page) =>
    page.evaluate('document.activeElement.textContent.replaceAll(/\\s+/g, " ").trim()');

  test('a time of one’s own is chosen, refused, mended and taken by keyboard alone', async () => {
    const page = await open({ locale: 'de-DE' });
    await toOwnTime(page, 'meeting');
    await page.keyboard.type('8.12');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#fault-meeting:has-text("kann zweierlei bedeuten")');
    assert.equal(await page.inputValue('#until-meeting'), '8.12');
    assert.equal(await page.evaluate('document.activeElement.id'), 'until-meeting');
    await page.keyboard.press('End');
    await page.keyboard.type('. 8 Uhr');
    await page.keyboard.press('Enter');
    // How long is said, on or off is not.
    await page.waitForSelector('#question-meeting:has-text("Ein oder aus, bis 08.12.2026, 08:00?")');
    assert.equal(await focused(page), 'Einschalten: Meeting');
    assert.equal(await override('meeting'), undefined);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-success:has-text("Meeting ist ein, bis 08.12.2026, 08:00, dann aus")');
    assert.deepEqual((await override('meeting'))?.until, new Date('2026-12-08T07:00:00Z'));
    await page.context().close();
  });

  for (const javaScriptEnabled of [true, false])
    test(`Enter in one’s own time never turns off what is on (${javaScriptEnabled ? 'with' : 'without'} scripts)`, async () => {
      const by = { by: 'test', at: NOW.toJSDate() };
      await store.switchStates.setOverride(
        'meeting',
        { on: true, until: NOW.plus({ hours: 1 }).toJSDate() },
        by,
      );
      await site.refresh();
      const page = await open({ locale: 'en-US', javaScriptEnabled });
      if (javaScriptEnabled) await toOwnTime(page, 'meeting');
      else await page.focus('#until-meeting');
      await page.keyboard.type('tomorrow noon');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#question-meeting:has-text("On or off, until 26 Nov 2026, 12:00?")');
      assert.deepEqual((await override('meeting'))?.until, new Date('2026-11-25T09:00:00Z'));
      assert.equal(await focused(page), 'Turn off: Meeting');
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), 'Leave on: Meeting');
      await page.keyboard.press('Enter');
      await page.waitForSelector(
        '.alert-success:has-text("Meeting is on, until 26 Nov 2026, 12:00, then off")',
      );
      assert.deepEqual(await override('meeting'), { on: true, until: new Date('2026-11-26T11:00:00Z') });
      await page.context().close();
    });

  test('every control has a name of its own, with that of its switch', async () => {
    const page = await open({ locale: 'en-US' });
    for (const id of ['night', 'meeting']) await page.selectOption(`#end-${id}`, 'own');
    const tree = await page.locator('main').ariaSnapshot();
    const names = [...tree.matchAll(/\b(?:button|combobox|textbox|link|group) "([^"]+)"/g)].map(
      ([, name]) => name,
    );
    assert.ok(names.length >= 14, tree);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
    assert.deepEqual(
      names.filter((name = '') => !/Meeting|Nachtschaltung|New switch|^Help$/.test(name)),
      [],
    );
    await page.context().close();
  });

  test('what is typed and then not chosen is not taken', async () => {
    const page = await open({ locale: 'en-US' });
    await page.selectOption('#end-night', 'own');
    await page.fill('#until-night', 'rubbish');
    await page.selectOption('#end-night', { label: 'until tomorrow 08:00' });
    assert.equal(await page.isVisible('#until-night'), false);
    await page.click('form[action="/switches/night/state"] button[value=on]');
    await page.waitForSelector('.alert-success:has-text("until 26 Nov 2026, 08:00, then off")');
    await page.context().close();
  });

  for (const [locale, colorScheme] of [
    ['de-DE', 'light'],
    ['en-US', 'dark'],
  ] as const)
    test(`on a phone’s screen every control is reached and nothing is wider than it (${locale})`, async () => {
      const page = await open({ locale, colorScheme, viewport: { width: 375, height: 740 } });
      await page.selectOption('#end-night', 'own');
      await page.fill('#at-night', '2026-12-24T08:00');
      for (const where of ['#end-night', '#at-night', '#until-night']) {
        const box = await page.locator(where).boundingBox();
        assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 375 && box.height >= 30, where);
      }
      assert.equal(await overflow(page), 0);
      await page.fill('#until-night', 'x');
      await page.click('form[action="/switches/night/state"] button[value=on]');
      await page.waitForSelector('.alert-danger');
      assert.equal(await page.inputValue('#at-night'), '2026-12-24T08:00');
      assert.equal(await overflow(page), 0);
      await page.context().close();
    });

  test('without scripts the fields of one’s own time are there, and win', async () => {
    const page = await open({ locale: 'en-US', javaScriptEnabled: false });
    await page.fill('#until-night', 'Monday 8 am');
    await page.click('form[action="/switches/night/state"] button[value=on]');
    await page.waitForSelector('.alert-success:has-text("until 30 Nov 2026, 08:00, then off")');
    await page.context().close();
  });
});
