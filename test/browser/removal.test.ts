/** Deleting what others use, by its buttons: where it is used, and taken out or replaced there in one step. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Configuration } from '../../src/base/configuration/schema.js';
import type { Store } from '../../src/base/store/connection.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { overflow, signedInPage } from './signed-in.js';

const SUPPORT = {
  number: '701',
  name: 'Support',
  final: { group: '700' },
  stages: [{ ringSec: 20, members: ['anna', 'bernd'] }],
};
const CONTENT = {
  ...HOUSE,
  users: [...HOUSE.users, { id: 'clara', name: 'Clara Çelik', extension: '1003' }],
  groups: [...HOUSE.groups, SUPPORT],
};

describe('Deleting what is in use', { skip: SKIP, concurrency: false, timeout: 120_000 }, () => {
  let store: Store;
  let site: Site;
  let browser: Browser;
  let close: () => Promise<void>;

  before(async () => {
    ({ store, site, browser, close } = await startInBrowser((own) => startConfiguredSite(own, CONTENT)));
    await site.signedIn('admin');
  });
  after(() => close());

  const running = async () => (await store.configurations.latest())?.content as Configuration;
  const membersOf = async (number: string) =>
    (await running()).groups.find((group) => group.number === number)?.stages[0]?.members;
  const audited = () =>
    site.audited.filter(({ event }) => event.startsWith('part')).map(({ facts }) => facts);

  async function open(path: string, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
    const page = await signedInPage(browser, site, path, options);
    page.on('dialog', (dialog) => void dialog.accept());
    return page;
  }

  /** The first answer to the form's own button. */
  async function refused(page: Page, path: string): Promise<void> {
    await page.click(`form[action="${path}/remove"] button`);
    await page.waitForSelector('#faults');
  }

  test('is replaced by another one, chosen by keyboard, in one revision and one entry of the audit log', async () => {
    const page = await open('/users/bernd', { locale: 'en-US' });
    await refused(page, '/users/bernd');
    assert.match((await page.textContent('#faults')) ?? '', /Not deleted: it is used in one place\./);
    const revision = (await store.configurations.head())?.revision ?? 0;
    await page.focus('#replace-by-ts-control');
    await page.keyboard.type('Clara');
    await page.keyboard.press('Enter');
    await page.click('button[name=references][value=replace]');
    await page.waitForSelector('.alert-success:has-text("In one place there is now Clara Çelik (clara).")');
    assert.deepEqual(await membersOf('701'), ['anna', 'clara']);
    assert.equal((await store.configurations.head())?.revision, revision + 1);
    assert.deepEqual(audited().at(-1), {
      subject: 'user bernd',
      references: 'replaced by clara',
      in: 'group 701',
    });
    await page.context().close();
  });

  test('is taken out everywhere on a phone’s screen, where each place is a link', async () => {
    const page = await open('/users/clara', { locale: 'de-DE', viewport: { width: 375, height: 740 } });
    await refused(page, '/users/clara');
    assert.equal(await overflow(page), 0);
    await page.click('#faults a:has-text("Support")');
    await page.waitForURL('**/groups/701/form#f-stages-0-members*');
    await page.goto(new URL('/users/clara', site.url).href);
    await refused(page, '/users/clara');
    await page.click('button[name=references][value=remove]');
    await page.waitForSelector('.alert-success:has-text("Es wurde an einer Stelle herausgenommen.")');
    assert.deepEqual(await membersOf('701'), ['anna']);
    assert.equal(
      (await running()).users.some(({ id }) => id === 'clara'),
      false,
    );
    await page.context().close();
  });

  test('is not taken out where something has to be decided first, also without scripts', async () => {
    const page = await open('/groups/700/form', { locale: 'en-US', javaScriptEnabled: false });
    await refused(page, '/groups/700');
    await page.click('button[name=references][value=remove]');
    await page.waitForSelector('#faults:has-text("This has to be decided first:")');
    assert.equal((await running()).groups.length, 2);
    assert.equal(await page.isVisible('#faults a:has-text("Then the call goes to")'), true);
    await page.context().close();
  });
});
