/**
 * Somebody new: from the first password to an own group that rings a phone, by clicking and typing only. Each click and each
 * text counts; `npm run test:only` prints how many there were and what a person would need.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { placeCall, socketDialplan } from '../../scripts/peer/call.js';
import { realClock } from '../../scripts/peer/clock.js';
import { parsePhone } from '../../scripts/peer/phones.js';
import { readConfig } from '../../src/app/config.js';
import { startService, type Service } from '../../src/app/service.js';
import { createLog } from '../../src/base/log.js';
import { SKIP, startBrowser } from './in-browser.js';

/** What a click with looking for its place costs, and a key, in seconds: the keystroke-level model, rounded up. */
const CLICK_SEC = 3;
const KEY_SEC = 0.3;

/** A person at a page: clicks what is seen, types into what has the focus. */
class Newcomer {
  clicks = 0;
  keys = 0;

  constructor(readonly page: Page) {}

  async click(selector: string): Promise<void> {
    this.clicks += 1;
    await this.page.click(selector);
  }

  async type(text: string): Promise<void> {
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.page.keyboard.press(key);
  }
}

describe('A newcomer', { skip: SKIP, concurrency: false, timeout: 300_000 }, () => {
  let folder: string;
  let service: Service;
  let browser: Browser;
  const complaints: string[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-newcomer-'));
    const env = { ESL_PORT: '0', ADMIN_PORT: '0', DATA_DIR: folder, FREESWITCH_EVENTS: 'none' };
    service = await startService(readConfig(env), createLog('silent'));
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await service.stop(0);
    await rm(folder, { recursive: true, force: true });
  });

  test('gets from the first password to a group that rings an own phone', async (context) => {
    const begun = Date.now();
    const password = (await service.firstPassword) ?? '';
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    page.on('console', (message) => {
      if (/^(error|warning)$/.test(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(service.adminUrl);
    const person = new Newcomer(page);
    await person.click('#name');
    await person.type('admin');
    await person.press('Tab');
    await person.type(password);
    await person.press('Enter');
    await person.click('.first-step a');
    await page.waitForSelector('text=No FreeSWITCH is connected');
    await person.click('#typed');
    await person.type('1042 Eva Ernst');
    await person.click('#name');
    await person.type('Reception');
    await person.press('Enter');
    await page.waitForSelector('.alert-success:has-text("The group is ready")');
    const number = page.url().split('/').at(-1) ?? '';
    assert.match((await page.textContent('#try')) ?? '', /Rings for 30 s Eva Ernst/);
    const { done } = placeCall({
      clock: realClock(),
      to: number,
      from: '03023125001',
      phones: [parsePhone('1042=answer@0s+1s')].filter((phone) => phone !== undefined),
      dialplan: socketDialplan(service.socketAddress),
    });
    assert.equal((await done).status, 200, 'the own phone rang and was answered');
    await page.goto(service.adminUrl);
    await page.waitForSelector('#live-around');
    assert.equal(await page.$('.first-step'), null, 'the guide is done');
    assert.deepEqual(complaints, []);
    const { clicks, keys } = person;
    const personSec = Math.round(clicks * CLICK_SEC + keys * KEY_SEC);
    context.diagnostic(
      `${clicks} clicks, ${keys} keys: about ${personSec} s of a person, ${Math.round((Date.now() - begun) / 1000)} s of this test`,
    );
    // Of what is counted, not of a clock: a way that gets longer than three minutes of clicking is no short way.
    assert.ok(personSec < 180, `${clicks} clicks and ${keys} keys`);
  });
});
