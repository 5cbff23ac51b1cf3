/** What a team leader and a receptionist have before them, and what they do with it by keyboard. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '../../src/base/model/role.js';
import type { Store } from '../../src/base/store/connection.js';
import { startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { answered, content, NOW, SECRETS } from '../integration/people/two-groups.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { tabTo } from './keyboard.js';
import { signedInPage } from './signed-in.js';

describe('In a browser', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, content(['lea']), { now: () => NOW }),
    ));
    await store.calls.saveAll([answered('own-call', '700'), answered('stiller-anruf', '7719')]);
    await site.signedIn('leader', { userId: 'lea' });
    await site.signedIn('receptionist');
  });
  after(() => close());

  const open = (role: Role, where: string) =>
    signedInPage(browser, site, where, { locale: 'en-US' }, { name: role, complaints });

  const menu = (page: Page) =>
    page.evaluate<string[]>(
      '[...document.querySelectorAll("#menu a[href]")].map((link) => link.getAttribute("href"))',
    );

  /** Opens every page of the menu as somebody would. */
  async function walk(page: Page, seen: (where: string, text: string) => void): Promise<void> {
    const entries = await menu(page);
    assert.ok(entries.length > 4, entries.join());
    for (const where of entries) {
      const answer = await page.goto(new URL(where, site.url).href);
      assert.equal(answer?.status(), 200, where);
      seen(where, await page.innerText('body'));
    }
  }

  test('a team leader finds nothing of another group on any page of the menu', async () => {
    const page = await open('leader', '/');
    const found: string[] = [];
    await walk(page, (where, text) => {
      found.push(...SECRETS.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`));
    });
    assert.deepEqual(found, []);
    await page.goto(new URL('/calls', site.url).href);
    assert.match(await page.innerText('#calls-found tbody'), /Frau Kunde/);
    await page.context().close();
  });

  test('a team leader sends a member away and brings the member back by keyboard alone', async () => {
    const page = await open('leader', '/away');
    await tabTo(page, 'button[value=away]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('button[value=back]');
    assert.deepEqual(
      (await store.awayStates.all()).map(({ userId, group }) => [userId, group]),
      [['anna', '700']],
    );
    await tabTo(page, 'button[value=back]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('button[value=back]', { state: 'detached' });
    await page.context().close();
  });

  test('a receptionist turns a switch, sees the calls of all groups and no settings', async () => {
    const page = await open('receptionist', '/switches');
    await tabTo(page, 'form[action="/switches/night/state"] button[value=on]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-success');
    const entries = await menu(page);
    assert.ok(!entries.some((where) => ['/settings', '/groups', '/recordings', '/accounts'].includes(where)));
    await page.goto(new URL('/calls', site.url).href);
    assert.match(await page.innerText('#calls-found tbody'), /Geheimrat/);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
