/** Invited, and a forgotten password: the whole way by keyboard alone, with mails over SMTP. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser, Page } from 'playwright-core';
import { deliverDue } from '../../src/afterwards/mail/deliver.js';
import { loadMailTemplates } from '../../src/afterwards/mail/templates.js';
import { projectFolder } from '../../src/base/project-folder.js';
import type { Store } from '../../src/base/store/connection.js';
import { startSmtpServer, type FakeSmtpServer } from '../fakes/smtp-server.js';
import { delivery, transportTo } from '../integration/afterwards/mail/harness.js';
import { HOUSE, startConfiguredSite } from '../integration/people/configured-site.js';
import { PASSWORD, type Site } from '../integration/people/site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

const NEW = 'a quiet winter morning';

describe('Invited by mail', { skip: SKIP, concurrency: false, timeout: 180_000 }, () => {
  let site: Site;
  let store: Store;
  let browser: Browser;
  let smtp: FakeSmtpServer;
  let close: () => Promise<void>;
  let axe: string;
  const mailed = new EventEmitter();
  const complaints: string[] = [];

  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const render = await loadMailTemplates(path.join(projectFolder(), 'templates'));
    smtp = await startSmtpServer();
    ({ site, store, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, HOUSE, {
        now: () => DateTime.utc(),
        renderMail: render,
        linkWay: { kind: 'ready', publicUrl: 'http://pages.example/' },
        audit: {
          note: (_who, event) => {
            mailed.emit(event);
            return Promise.resolve();
          },
        },
      }),
    ));
    await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
  });
  after(async () => {
    await close();
    await smtp.close();
    assert.deepEqual(complaints, []);
  });

  /** Sends what waits; resolves with the address of the newest link on this machine. */
  async function arrivedLink(): Promise<string> {
    const transport = transportTo(smtp.port);
    await deliverDue(delivery(store, transport).dependencies);
    transport.close();
    const text = smtp.mails.at(-1)?.parsed.text ?? '';
    return new URL(/http:\/\/pages\.example\/(\S+)/.exec(text)?.[1] ?? '', site.url).href;
  }

  async function stranger(): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    page.on('console', (message) => {
      // The browser's own line about an answer that refuses.
      const isAnswer = /status of 4(10|22)/.test(message.text());
      if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
    });
    return page;
  }

  async function isAccessible(page: Page): Promise<void> {
    await page.evaluate(axe);
    const found = await page.evaluate<string[]>(
      'axe.run().then(({ violations }) => violations.map(({ id }) => id))',
    );
    assert.deepEqual(found, [], page.url());
  }

  test('an administrator invites, and the person sets the password and is signed in', async () => {
    const admin = await signedInPage(browser, site, '/accounts', { locale: 'en-US' }, { complaints });
    await admin.focus('#name');
    await admin.keyboard.type('anna');
    await admin.keyboard.press('Tab');
    await admin.keyboard.press('Tab');
    await admin.keyboard.type('viewer');
    await admin.focus('#mail');
    await admin.keyboard.type('anna@example.com');
    await admin.keyboard.press('Enter');
    await admin.waitForSelector('[role=status]:has-text("goes to anna@example.com")');
    await admin.waitForSelector('small:has-text("invited, until")');
    await isAccessible(admin);

    const page = await stranger();
    const link = await arrivedLink();
    await page.goto(link);
    await isAccessible(page);
    await page.keyboard.type('anna-anna-anna');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]:has-text("more than the name")');
    await isAccessible(page);
    await page.keyboard.type(NEW);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]:has-text("Your password is set, and you are signed in")');
    assert.equal(new URL(page.url()).pathname, '/');

    const late = await stranger();
    assert.equal((await late.goto(link))?.status(), 410);
    await isAccessible(late);
  });

  test('a forgotten password is asked for and set', async () => {
    const page = await stranger();
    await page.goto(new URL('/login', site.url).href);
    await page.focus('#password');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/password');
    await isAccessible(page);
    const sent = once(mailed, 'accountLinkSent');
    await page.keyboard.type('Anna@example.com');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]:has-text("a mail with a link is on its way")');
    await sent;
    await page.goto(await arrivedLink());
    await page.keyboard.type(`${NEW}, later`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]:has-text("Your password is set")');
  });
});
