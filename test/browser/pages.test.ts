/** The main ways through the pages, in a real browser with keyboard and scripts. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { placeCall, socketDialplan } from '../../scripts/peer/call.js';
import { realClock } from '../../scripts/peer/clock.js';
import { parsePhone } from '../../scripts/peer/phones.js';
import { readConfig } from '../../src/app/config.js';
import { runningEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { createLog } from '../../src/base/log.js';
import { startService, type Service } from '../../src/app/service.js';
import { connectStore } from '../../src/base/store/connection.js';
import { SKIP, startBrowser } from './in-browser.js';
import { overflow } from './signed-in.js';

/** Pages that an administrator opens without further knowledge; those of one call, one mail and such are found later. */
const PAGES = [
  '/',
  '/callbacks',
  '/calls',
  '/groups',
  '/groups/700',
  '/groups/700/form',
  '/groups/700/part/stage-1',
  '/groups/_new',
  '/users',
  '/users/anna',
  '/switches',
  '/switches/night',
  '/holidays',
  '/holidays/bavaria',
  '/what-would-happen',
  '/reports',
  '/recordings',
  '/outbox',
  '/revisions',
  '/revisions/1',
  '/audit',
  '/settings',
  '/accounts',
  '/account',
  '/api',
  '/status',
  '/help',
  '/help/pages',
];

const MINUTES = 60_000;

/** A working day that is no holiday anywhere near, of this year: the second Wednesday of November. */
const WEDNESDAY = Array.from({ length: 7 }, (_, index) =>
  DateTime.local(DateTime.now().year, 11, 8 + index),
).find(({ weekday }) => weekday === 3);
const ASKED = `/what-would-happen?group=700&date=${WEDNESDAY?.toISODate() ?? ''}&time=10:00`;

describe('In a real browser', { skip: SKIP, concurrency: false, timeout: 10 * MINUTES }, () => {
  let folder: string;
  let service: Service;
  let browser: Browser;
  let password: string;
  const complaints: string[] = [];
  /** Pages of one thing each. */
  const details: string[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-browser-'));
    const env = {
      ESL_PORT: '0',
      ADMIN_PORT: '0',
      DATA_DIR: folder,
      FREESWITCH_EVENTS: 'none',
      RECORDINGS_DIR: folder,
    };
    service = await startService(readConfig(env), createLog('silent'));
    password = (await service.firstPassword) ?? '';
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await service.stop(0);
    await rm(folder, { recursive: true, force: true });
  });

  async function visitor(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ locale: 'en-US', ...options });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    page.on('console', (message) => {
      // `[DOM]`: what Chromium advises about forms, as a password without the name of its account.
      if (/^(error|warning)$/.test(message.type()) || message.text().startsWith('[DOM]'))
        complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
    return page;
  }

  const url = (where: string) => new URL(where, service.adminUrl).href;

  async function signIn(page: Page, name = 'admin', secret = password): Promise<void> {
    await page.goto(url('/'));
    await page.fill('#name', name);
    await page.fill('#password', secret);
    await page.click('form.card button');
    await page.waitForSelector('header.topbar');
  }

  /** Types into a picker, and takes what it offers first. */
  async function pick(page: Page, field: string, text: string): Promise<void> {
    await page.click(`${field} + .ts-wrapper`);
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  const phones = (...words: string[]) => words.map(parsePhone).filter((phone) => phone !== undefined);

  const call = (to: string, from: string, ...words: string[]) =>
    placeCall({
      clock: realClock(),
      to,
      from,
      phones: phones(...words),
      dialplan: socketDialplan(service.socketAddress),
    });

  test('the first sign-in leads to the live page, and the password is changed', async () => {
    const page = await visitor();
    await signIn(page);
    assert.match(await page.title(), /^Now/);
    await page.goto(url('/account'));
    await page.fill('#old', password);
    password = 'browser test password';
    await page.fill('#password', password);
    await page.click('text=Save');
    await page.waitForSelector('text=The password is changed');
    await page.context().close();
  });

  test('a group is made, and its call is seen as it rings, without loading the page again', async () => {
    const page = await visitor();
    await signIn(page);
    await page.goto(url('/groups/_new'));
    await page.fill('[name="number"]', '720');
    await page.fill('[name="name"]', 'Front desk');
    await page.click('button:has-text("Add a member")');
    await pick(page, '[name="stages[0].members[0].value"]', 'Clara');
    await page.selectOption('select[name="final.kind"]', 'hangup');
    await pick(page, '[name="final.value"]', 'busy');
    assert.equal(await page.inputValue('[name="final.value"]'), 'USER_BUSY');
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('text=Front desk (720) is saved.');
    await page.goto(url('/'));
    await page.waitForSelector('text=No call at the moment.');
    const placed = call('720', '03023125077', '1003=answer@4s+1s');
    await page.waitForSelector('#live-calls >> text=+49 30 23125077');
    await page.waitForSelector('#live-calls >> text=Clara Çelik');
    assert.match((await page.textContent('[data-until]')) ?? '', /\d+ s left/);
    assert.equal((await placed.done).status, 200);
    await page.waitForSelector('text=No call at the moment.');
    await page.context().close();
  });

  test('a switch is turned, and what would happen follows', async () => {
    const page = await visitor();
    await signIn(page);
    await page.goto(url(ASKED));
    await page.waitForSelector('text=Rings for 15 s');
    await page.goto(url('/'));
    await page.click('#switch-meeting');
    await page.waitForSelector('text=Sales meeting is on, ');
    await page.goto(url(ASKED));
    await page.waitForSelector(
      'text=switch Sales meeting is on (switched on by hand, until somebody changes it): send to group 701',
    );
    assert.equal((await page.locator('svg.week-decisions rect').count()) > 6, true);
    await page.goto(url('/'));
    await page.click('#switch-meeting');
    await page.waitForSelector('text=Sales meeting is off, ');
    await page.context().close();
  });

  test('a call-back is taken by one of two browsers, and the other one sees who has it by itself', async () => {
    await call('720', '03023125078', '1003=busy').done;
    const [one, other] = [await visitor(), await visitor()];
    await signIn(one);
    await one.goto(url('/accounts'));
    await one.fill('#name', 'berta');
    await one.fill('form[action="/accounts"] input[type=password]', 'another long password');
    await one.selectOption('#role', 'admin');
    await one.click('form[action="/accounts"] button');
    await one.waitForSelector('text=The account berta is added.');
    await signIn(other, 'berta', 'another long password');
    for (const page of [one, other]) {
      await page.goto(url('/callbacks'));
      await page.waitForSelector('text=+49 30 23125078');
    }
    await one.click('text=I call back');
    await one.waitForSelector('text=It is yours until');
    await other.waitForSelector('text=admin calls back, until');
    await one.click('button:has-text("Done")');
    await one.waitForSelector('text=It is done.');
    await other.waitForSelector('text=Nobody waits for a call back.');
    for (const page of [one, other]) await page.context().close();
  });

  test('the week of a mobile is edited by keyboard', async () => {
    const page = await visitor();
    await signIn(page);
    await page.goto(url('/users/anna'));
    const saturday = page.locator('input[name="mobile.windows[0].days"][value="sat"]');
    await saturday.focus();
    await page.keyboard.press('Space');
    assert.equal(await saturday.isChecked(), true);
    const from = page.locator('input[name="mobile.windows[0].from"]');
    await from.fill('07:30');
    await from.press('Enter');
    await page.waitForSelector('text=Anna Albrecht (anna) is saved.');
    assert.equal(await page.locator('input[name="mobile.windows[0].from"]').inputValue(), '07:30');
    assert.equal(await saturday.isChecked(), true);
    await page.context().close();
  });

  test('faults stand beside their fields, and what was typed is still there', async () => {
    const page = await visitor();
    await signIn(page);
    await page.goto(url('/groups/720/form'));
    await page.fill('input[name="stages[0].ringSec"]', 'soon');
    await page.fill('[name="name"]', 'Reception');
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('text=must be a whole number of seconds from 1 to 600');
    assert.equal(await page.inputValue('input[name="stages[0].ringSec"]'), 'soon');
    assert.equal(await page.inputValue('[name="name"]'), 'Reception');
    await page.context().close();
  });

  test('a fault leads to its field by keyboard, also from the page of another part', async () => {
    const page = await visitor();
    await signIn(page);
    await page.goto(url('/groups/700/form'));
    await page.fill('[name="name"]', '');
    await page.fill('[name="stages[0].members[0].value"]', 'Eva');
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('#faults:focus');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[name="name"]:focus');
    await page.click('#faults a:has-text("Stage 1, member 1")');
    await page.waitForSelector('.form-row:focus-within >> text=“Eva”: there is no such user');
    await page.goto(url('/groups/700/form#f-final-kind'));
    await page.waitForSelector('[name="final.kind"]:focus');
    await page.context().close();
  });

  test('a report is looked at and sent, its mail is read, and a recording is listened to', async () => {
    const page = await visitor();
    await signIn(page);
    await page.goto(url('/groups/720/form'));
    await page.check('input[name="_block.report"]');
    await page.fill('textarea[name="report.to"]', 'Erika Muster <erika@example.com>');
    await page.click('.form-buttons button:has-text("Save")');
    await page.waitForSelector('text=Front desk (720) is saved.');
    const today = DateTime.now().setZone('Europe/Berlin').toISODate();
    details.push(`/reports/720/${today ?? ''}`);
    await page.goto(url(details[0] ?? ''));
    await page.frameLocator('iframe').locator('text=Front desk').first().waitFor();
    await page.click('button:has-text("Send")');
    await page.goto(url('/outbox'));
    await page.click('a:has-text("Front desk")');
    details.push(new URL(page.url()).pathname);
    await page.frameLocator('iframe.mail').locator('text=Front desk').first().waitFor();

    await page.goto(url('/calls'));
    await page.click('tr:has-text("+49 30 23125077") a');
    const path = new URL(page.url()).pathname;
    await page.waitForSelector('text=Clara Çelik');
    details.push(path);
    await recordingOf(decodeURIComponent(path.slice('/calls/'.length)));
    await page.goto(url('/recordings'));
    await page.click('tr:has-text("+49 30 23125077") a');
    assert.equal(
      await page.evaluate('document.querySelector("audio").canPlayType("audio/wav") !== ""'),
      true,
    );
    details.push(new URL(page.url()).pathname);
    await page.context().close();
  });

  /** What FreeSWITCH leaves behind when it records a call: a second of silence. */
  async function recordingOf(call: string): Promise<void> {
    const head = Buffer.alloc(44);
    head.write('RIFF', 0);
    head.writeUInt32LE(36 + 16_000, 4);
    head.write('WAVEfmt ', 8);
    for (const [at, value] of [
      [16, 16],
      [24, 8000],
      [28, 16_000],
      [40, 16_000],
    ] as const)
      head.writeUInt32LE(value, at);
    for (const [at, value] of [
      [20, 1],
      [22, 1],
      [32, 2],
      [34, 16],
    ] as const)
      head.writeUInt16LE(value, at);
    head.write('data', 36);
    await writeFile(path.join(folder, 'one.wav'), Buffer.concat([head, Buffer.alloc(16_000)]));
    const server = await runningEmbeddedMongo(path.join(folder, 'mongodb'));
    const store = await connectStore(server?.uriFor('rufgruppe') ?? '');
    const record = await store.calls.get(call);
    assert.ok(record);
    await store.calls.save({ ...record, recording: 'one.wav' });
    await store.close();
  }

  test('the language is the browser’s, and can be switched', async () => {
    const page = await visitor({ locale: 'de-DE' });
    await signIn(page);
    assert.match(await page.title(), /^Jetzt/);
    await page.click('.account-menu summary');
    await page.click('button:has-text("English")');
    await page.waitForSelector('h1:has-text("Now")');
    await page.context().close();
  });

  test('a phone’s screen shows every page without a horizontal scroll bar, and the menu opens', async () => {
    const page = await visitor({ viewport: { width: 375, height: 740 } });
    await signIn(page);
    assert.equal(await page.isVisible('#menu'), false);
    await page.click('#menu-button');
    assert.equal(await page.isVisible('#menu'), true);
    const wide: string[] = [];
    for (const where of [...PAGES, ...details]) {
      await page.goto(url(where));
      const over = await overflow(page);
      if (over > 0) wide.push(`${where}: ${over} px`);
    }
    assert.deepEqual(wide, []);
    await page.context().close();
  });

  test('nothing complains on the console of any page', async () => {
    const page = await visitor();
    await signIn(page);
    for (const where of [...PAGES, ...details]) {
      await page.goto(url(where));
      await page.waitForTimeout(100);
    }
    // A form with faults is answered with 422, which Chromium reports as a failed resource.
    assert.deepEqual(
      complaints.filter((one) => !/status of 422/.test(one)),
      [],
    );
    await page.context().close();
  });
});
