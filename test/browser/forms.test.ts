/** The forms of the configuration in a real browser, with their scripts: unchanged they change nothing, and pickers pick. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Browser, BrowserContextOptions, Dialog, Page } from 'playwright-core';
import { checkText } from '../../src/base/configuration/check.js';
import { importConfiguration } from '../../src/base/configuration/import.js';
import type { Configuration } from '../../src/base/configuration/schema.js';
import { projectFolder } from '../../src/base/project-folder.js';
import type { Store } from '../../src/base/store/connection.js';
import { anyConfiguration } from '../configurations.js';
import { PASSWORD, startSite, type Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { overflow, signedInPage } from './signed-in.js';

/** To come: the database forgets sessions that are over by its own clock. */
const NOW = DateTime.utc(2030, 11, 27, 8);

describe('Forms in a real browser', { skip: SKIP, concurrency: false, timeout: 300_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;
  let example: Configuration;
  const complaints: string[] = [];

  before(async () => {
    const checked = checkText(await readFile(path.join(projectFolder(), 'docs', 'example.yaml')));
    assert.ok(checked.kind === 'good');
    example = checked.configuration;
    ({ store, site, browser, close } = await startInBrowser((own) => startSite(own, { now: () => NOW })));
    await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
  });
  after(() => close());
  beforeEach(() => take(example));

  const take = (configuration: Configuration) =>
    importConfiguration({
      configurations: store.configurations,
      configuration,
      author: 'test',
      reason: '',
      at: NOW.toJSDate(),
    });

  const stored = async () => (await store.configurations.latest())?.content as Configuration;
  const url = (where: string) => new URL(where, site.url).href;

  const signedIn = (name = 'admin', options: BrowserContextOptions = {}) =>
    signedInPage(browser, site, '/account', { locale: 'en-US', ...options }, { name, complaints });

  async function saveUnchanged(page: Page, where: string): Promise<void> {
    const before = await stored();
    await page.goto(url(where));
    assert.ok((await page.locator('.ts-wrapper').count()) > 0 || !where.startsWith('/groups'), where);
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('.alert-success, .alert-danger');
    assert.deepEqual(await stored(), before, where);
    const faults = await page.locator('.text-danger').allTextContents();
    assert.deepEqual(faults, [], where);
    assert.equal(await page.textContent('.alert-success, .alert-danger'), 'Nothing had changed.', where);
  }

  /** One form of each part, switches of both kinds. */
  function formsOf({ groups, users, switches, holidays }: Configuration): string[] {
    const byHand = switches.find((one) => 'manual' in one);
    const bySchedule = switches.find((one) => 'schedule' in one);
    return [
      `/groups/${groups[0]?.number ?? ''}/form`,
      `/users/${users[0]?.id ?? ''}`,
      '/settings',
      ...[byHand, bySchedule].flatMap((one) => (one === undefined ? [] : [`/switches/${one.id}`])),
      ...holidays.map(({ id }) => `/holidays/${id}`),
    ];
  }

  test('opened and saved unchanged they change nothing', async () => {
    const page = await signedIn();
    const random = fc.sample(anyConfiguration, { numRuns: 3, seed: 11 });
    for (const configuration of [example, ...random]) {
      await take(configuration);
      const before = await stored();
      for (const where of formsOf(before)) await saveUnchanged(page, where);
      assert.deepEqual(await stored(), before);
    }
    await page.context().close();
  });

  const member = (stage: number, row: number) => `[name="stages[${stage}].members[${row}].value"]`;
  const picker = (page: Page, field: string) => page.locator(`${field} + .ts-wrapper`);
  /** Clicks or touches it, and waits until what is typed goes there. */
  async function begin(page: Page, field: string, how: 'click' | 'tap'): Promise<void> {
    await picker(page, field)[how]();
    await page.waitForSelector(`${field} + .ts-wrapper.focus.dropdown-active`);
  }
  const offered = (page: Page, field: string) =>
    picker(page, field).locator('[role="option"]:not(.create)').allTextContents();

  test('a filled picker shows all choices, and typing filters them: another user by keyboard alone', async () => {
    const page = await signedIn();
    await page.goto(url('/groups/700/form'));
    const field = member(0, 0);
    assert.equal(await page.inputValue(field), 'Anna Albrecht (anna)');
    await picker(page, field).locator('input').focus();
    assert.deepEqual(
      (await offered(page, field)).map((text) => text.replace(/ \(.*/, '')),
      ['Anna Albrecht', 'Bernd Brandt', 'Clara Çelik', 'Dieter Dahl'],
    );
    await page.keyboard.type('celik');
    await page.waitForFunction('document.querySelectorAll(".ts-dropdown .option").length === 1');
    await page.keyboard.press('Enter');
    assert.equal(await page.inputValue(field), 'Clara Çelik (clara)');
    // A picker of users takes nobody else.
    await page.keyboard.type('Nobody');
    await page.keyboard.press('Tab');
    assert.equal(await page.inputValue(field), 'Clara Çelik (clara)');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+Enter');
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('text=is saved.');
    const [first] = (await stored()).groups.find(({ number }) => number === '700')?.stages ?? [];
    assert.equal(first?.members[0], 'clara');
    await page.context().close();
  });

  test('where any text may stand it is taken, and the kind of a destination decides what is offered', async () => {
    const page = await signedIn();
    const [anna, ...others] = example.users;
    assert.ok(anna !== undefined);
    await take({ ...example, users: [{ ...anna, email: 'anna@example.com' }, ...others] });
    await page.goto(url('/groups/700/form'));
    const field = '[name="final.value"]';
    await page.selectOption('[name="final.kind"]', 'hangup');
    await begin(page, field, 'click');
    await page.click('.ts-dropdown [data-value="NO_ANSWER"]');
    assert.equal(await page.inputValue(field), 'NO_ANSWER');
    await page.selectOption('[name="final.kind"]', 'announcement');
    assert.equal(await page.inputValue(field), '');
    await begin(page, field, 'click');
    assert.ok((await offered(page, field)).includes('closed-en.wav'));
    await page.keyboard.type('own/words.wav');
    await page.keyboard.press('Tab');
    assert.equal(await page.inputValue(field), 'own/words.wav');
    await page.selectOption('[name="final.kind"]', 'external');
    assert.equal(await picker(page, field).count(), 0);
    await page.selectOption('[name="final.kind"]', 'announcement');
    await begin(page, field, 'click');
    await page.keyboard.type('own/words.wav');
    await page.keyboard.press('Enter');
    await page.check('[name="_block.report"]');
    const to = '[name="report.to"]';
    await begin(page, to, 'click');
    await page.click('.ts-dropdown [data-value="anna"]');
    await page.keyboard.type('Erika Muster <erika@example.com>');
    await page.keyboard.press('Enter');
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('text=is saved.');
    const saved = (await stored()).groups.find(({ number }) => number === '700');
    assert.deepEqual(saved?.final, { announcement: 'own/words.wav' });
    assert.deepEqual(saved.report?.to, ['anna', { name: 'Erika Muster', address: 'erika@example.com' }]);
    await page.context().close();
  });

  /** Whether the browser asks before it leaves the page. */
  async function asksWhen(page: Page, leave: () => Promise<unknown>): Promise<boolean> {
    let asked = false;
    const accept = (dialog: Dialog) => {
      asked ||= dialog.type() === 'beforeunload';
      void dialog.accept();
    };
    page.on('dialog', accept);
    await Promise.all([page.waitForEvent('load'), leave()]);
    page.off('dialog', accept);
    return asked;
  }

  test('what was typed and not saved asks before it is left, a refused deletion does not', async () => {
    const page = await signedIn();
    await page.goto(url('/groups/700/form'));
    assert.equal(await asksWhen(page, () => page.click('button[value="add stages[0].members"]')), false);
    assert.equal(await asksWhen(page, () => page.click('.sidebar a[href="/users"]')), true);
    await page.goto(url('/users/dieter'));
    assert.equal(await asksWhen(page, () => page.click('form[action$="/remove"] button')), false);
    const takeOut = page.locator('button[name="references"][value="remove"]');
    assert.equal(await asksWhen(page, () => takeOut.click()), false);
    assert.equal(new URL(page.url()).pathname, '/users');
    // What is refused is told with 409, which the console names.
    complaints.length = 0;
    await page.context().close();
  });

  test('on a phone a time zone is found by typing part of it and touching it', async () => {
    const page = await signedIn('admin', {
      viewport: { width: 375, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await page.goto(url('/groups/700/form'));
    await begin(page, '[name="timezone"]', 'tap');
    await page.keyboard.type('chath');
    await page.locator('.ts-dropdown [data-value="Pacific/Chatham"]').tap();
    assert.equal(await page.inputValue('[name="timezone"]'), 'Pacific/Chatham');
    assert.equal(await overflow(page), 0);
    await page.context().close();
  });

  test('without scripts plain fields remain, with the same choices', async () => {
    const page = await signedIn('admin', { javaScriptEnabled: false });
    await page.goto(url('/groups/700/form'));
    assert.equal(await page.locator('.ts-wrapper').count(), 0);
    await page.selectOption('[name="timezone"]', 'Europe/Vienna');
    assert.equal(await page.getAttribute(member(0, 0), 'list'), 'users');
    await page.fill(member(0, 0), 'Dieter Dahl (dieter)');
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('text=is saved.');
    const saved = (await stored()).groups.find(({ number }) => number === '700');
    assert.deepEqual([saved?.timezone, saved?.stages[0]?.members[0]], ['Europe/Vienna', 'dieter']);
    await page.context().close();
  });

  test('nothing complains on the console, nor does the browser refuse a script or a style', () => {
    assert.deepEqual(complaints, []);
  });

  test('own settings too, with a mobile and without one', async () => {
    for (const userId of ['anna', 'bernd']) {
      await site.access.add({ name: `own-${userId}`, role: 'user', userId, password: PASSWORD });
      const page = await signedIn(`own-${userId}`);
      const before = await stored();
      await saveUnchanged(page, '/own');
      assert.deepEqual(await stored(), before);
      await page.context().close();
    }
  });
});
