/** Pickers in a house so large that a page cannot hold its choices, and those of filters and accounts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import type { Configuration } from '../../src/base/configuration/schema.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import { PASSWORD, type Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

const USERS = Array.from({ length: 1_000 }, (_, index) => ({
  id: `user-${index}`,
  name: index === 777 ? 'Clara Çelik' : `Person Number ${index}`,
  extension: String(10_000 + index),
}));
const [SALES] = HOUSE.groups;
const GROUPS = Array.from({ length: 400 }, (_, index) => ({
  ...SALES,
  number: String(700 + index),
  name: `Group ${index}`,
  stages: [{ ringSec: 20, members: ['user-3'] }],
}));

describe('Pickers', { skip: SKIP, concurrency: false, timeout: 180_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  before(async () => {
    // To come: the database forgets sessions that are over by its own clock.
    const now = () => DateTime.utc(2030, 11, 27, 8);
    const house = { ...HOUSE, users: USERS, groups: GROUPS };
    ({ store, site, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, house, { now }),
    ));
    await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
    await site.access.add({ name: 'clara', role: 'user', userId: 'user-1', password: PASSWORD });
  });
  after(() => close());

  const url = (where: string) => new URL(where, site.url).href;

  async function open(where: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await signedInPage(
      browser,
      site,
      '/account',
      { locale: 'en-US', ...options },
      { complaints },
    );
    await page.goto(url(where));
    return page;
  }

  const picker = (page: Page, field: string) => page.locator(`${field} + .ts-wrapper`);
  /** Clicks or touches it, and waits until what is typed goes there. */
  async function begin(page: Page, field: string, how: 'click' | 'tap' = 'click'): Promise<void> {
    await picker(page, field)[how]();
    await page.waitForSelector(`${field} + .ts-wrapper.focus.dropdown-active`);
  }
  const stored = async () => (await store.configurations.latest())?.content as Configuration;
  const MEMBER = '[name="stages[0].members[0].value"]';

  test('ask for what is typed, by keyboard, and say how many more there are', async () => {
    const page = await open('/groups/700/form');
    await picker(page, MEMBER).locator('input').focus();
    await page.waitForSelector('.picker-hint:has-text("More (900): type to find them")');
    await page.keyboard.type('celik');
    await page.waitForSelector('.ts-dropdown .option:has-text("Clara Çelik")');
    await page.keyboard.press('Enter');
    assert.equal(await page.inputValue(MEMBER), 'Clara Çelik (user-777)');
    // Nobody is called so, and a picker of users takes nobody else.
    await page.keyboard.type('nobody at all');
    await page.keyboard.press('Tab');
    assert.equal(await page.inputValue(MEMBER), 'Clara Çelik (user-777)');
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('text=is saved.');
    assert.deepEqual((await stored()).groups[0]?.stages[0]?.members, ['user-777']);
    await page.context().close();
  });

  test('take the one that was typed also when the field is left before the answer', async () => {
    const page = await open('/groups/701/form');
    await page.route('**/choices/**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await picker(page, MEMBER).locator('input').focus();
    await page.keyboard.type('number 555');
    await page.keyboard.press('Tab');
    await page.waitForSelector(`${MEMBER} + .ts-wrapper .item:has-text("Person Number 555")`);
    assert.equal(await page.inputValue(MEMBER), 'Person Number 555 (user-555)');
    await page.context().close();
  });

  test('find a group for a filter on a phone, and whoever may have answered', async () => {
    const page = await open('/calls', {
      viewport: { width: 375, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await begin(page, '#group', 'tap');
    await page.keyboard.type('group 399');
    await page.locator('.ts-dropdown [data-value="1099"]').tap();
    await page.tap('#more-fields > summary');
    await begin(page, '#member', 'tap');
    await page.keyboard.type('celik');
    await page.locator('.ts-dropdown [data-value="Clara Çelik (user-777)"]').tap();
    await begin(page, '#outcome', 'tap');
    await page.locator('.ts-dropdown [data-value="answered"]').tap();
    await page.click('form.filter button[type=submit]');
    await page.waitForURL(/group=1099/);
    const { searchParams } = new URL(page.url());
    assert.deepEqual(
      ['group', 'member', 'outcome'].map((name) => searchParams.get(name)),
      ['1099', 'Clara Çelik (user-777)', 'answered'],
    );
    assert.equal(await page.locator('.alert-danger').count(), 0);
    assert.equal(await page.inputValue('#member'), 'Clara Çelik (user-777)');
    await page.context().close();
  });

  for (const where of ['/callbacks', '/reports', '/what-would-happen'])
    test(`find a group for the filter of ${where}`, async () => {
      const page = await open(where);
      await begin(page, '#group');
      await page.keyboard.type('group 399');
      await page.waitForSelector('.ts-dropdown .option.active:has-text("Group 399")');
      await page.keyboard.press('Enter');
      await page.click('form.filter button[type=submit]');
      await page.waitForURL(/group=1099/);
      await page.context().close();
    });

  test('ask who calls what would happen: an extension, or any number', async () => {
    const page = await open('/what-would-happen');
    await begin(page, '#caller');
    await page.keyboard.type('celik');
    await page.waitForSelector('.ts-dropdown [data-value="10777"]');
    await page.click('.ts-dropdown [data-value="10777"]');
    assert.equal(await page.inputValue('#caller'), '10777');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('030 23125001');
    await page.keyboard.press('Tab');
    assert.equal(await page.inputValue('#caller'), '030 23125001');
    await page.context().close();
  });

  test('give an account another user, and each button says whose it is', async () => {
    const page = await open('/accounts');
    const field = 'form[action="/accounts/clara"] [name="userId"]';
    assert.equal(await page.inputValue(field), 'Person Number 1 (user-1)');
    await page.click('.accounts summary:has-text("clara")');
    await picker(page, field).locator('input').focus();
    await page.keyboard.type('clara');
    await page.waitForSelector('.ts-dropdown .option:has-text("Clara")');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Change: clara' }).click();
    await page.waitForSelector('.alert-success:has-text("clara")');
    assert.equal((await store.accounts.get('clara'))?.userId, 'user-777');
    await page.click('.accounts summary:has-text("clara")');
    assert.equal(await page.getByRole('button', { name: 'Delete: clara' }).count(), 1);
    await page.context().close();
  });

  test('are a select, or a field for a name, without scripts', async () => {
    const page = await open('/calls', { javaScriptEnabled: false });
    await page.selectOption('#group', '1099');
    await page.click('#more-fields > summary');
    await page.fill('#member', '10777');
    await page.click('form.filter button[type=submit]');
    await page.waitForURL(/group=1099.*member=10777/);
    await page.goto(url('/accounts'));
    await page.click('.accounts summary:has-text("clara")');
    await page.fill('form[action="/accounts/clara"] [name="userId"]', 'Clara Çelik');
    await page.getByRole('button', { name: 'Change: clara' }).click();
    await page.waitForSelector('.alert-success:has-text("clara")');
    assert.equal((await store.accounts.get('clara'))?.userId, 'user-777');
    await page.context().close();
  });

  test('nothing complains on the console', () => {
    assert.deepEqual(complaints, []);
  });
});
