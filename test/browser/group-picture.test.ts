/** The picture of a group in a real browser: small forms in place, by keyboard alone, with and without scripts; dragging. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { checkText } from '../../src/base/configuration/check.js';
import { importConfiguration } from '../../src/base/configuration/import.js';
import type { Configuration } from '../../src/base/configuration/schema.js';
import { projectFolder } from '../../src/base/project-folder.js';
import type { Store } from '../../src/base/store/connection.js';
import { startConfiguredSite, type ConfiguredSite } from '../integration/people/configured-site.js';
import { SKIP, startInBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

const NOW = DateTime.utc(2030, 11, 27, 8);

describe('The picture of a group', { skip: SKIP, concurrency: false, timeout: 300_000 }, () => {
  let store: Store;
  let site: ConfiguredSite;
  let browser: Browser;
  let close: () => Promise<void>;
  let example: Configuration;
  const complaints: string[] = [];

  before(async () => {
    const checked = checkText(await readFile(path.join(projectFolder(), 'docs', 'example.yaml')));
    assert.ok(checked.kind === 'good');
    example = checked.configuration;
    ({ store, site, browser, close } = await startInBrowser((own) =>
      startConfiguredSite(own, example, { now: () => NOW }),
    ));
    await site.signedIn('admin');
  });
  after(async () => {
    await close();
    assert.deepEqual(complaints, []);
  });
  beforeEach(async () => {
    const about = { author: 'test', reason: '', at: NOW.toJSDate() };
    await importConfiguration({ configurations: store.configurations, configuration: example, ...about });
    await site.refresh();
  });

  const stages = async () =>
    ((await store.configurations.latest())?.content as Configuration).groups[0]?.stages;

  const open = (options: BrowserContextOptions = {}): Promise<Page> =>
    signedInPage(browser, site, '/groups/700', { locale: 'en-US', ...options }, { complaints });

  const focused = (page: Page) => page.evaluate('document.activeElement.id');

  test('opens a part in place by keyboard, tries it while it is typed, saves it and comes back', async () => {
    const page = await open();
    await page.focus('#edit-stage-1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] #f-stages-0-ringSec');
    assert.equal(await focused(page), 'f-stages-0-ringSec');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('9');
    await page.waitForSelector('dialog #try-cases:has-text("Rings for 9 s")');
    assert.equal((await stages())?.[0]?.ringSec, 15, 'trying saves nothing');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.alert-success:has-text("is saved")');
    await page.waitForSelector('dialog', { state: 'hidden' });
    assert.equal(await focused(page), 'edit-stage-1');
    assert.match((await page.textContent('.call-way')) ?? '', /Stage 1 rings 9 s · 0:00–0:09/);
    assert.equal((await stages())?.[0]?.ringSec, 9);
    await page.context().close();
  });

  test('adds a row and shows a fault within the dialog, and asks before typed text is lost', async () => {
    const page = await open();
    await page.click('#edit-stage-2');
    await page.click('dialog button[value="add stages[1].members"]');
    await page.waitForSelector('dialog [name="stages[1].members[3].value"] + .ts-wrapper');
    await page.fill('dialog #f-stages-1-ringSec', 'soon');
    await page.click('dialog .form-buttons button[value=save]');
    await page.waitForSelector('dialog #faults');
    assert.match(page.url(), /\/groups\/700$/);
    let asked = 0;
    page.on('dialog', (question) => {
      asked += 1;
      void (asked === 1 ? question.dismiss() : question.accept());
    });
    await page.keyboard.press('Escape');
    assert.equal(await page.inputValue('dialog #f-stages-1-ringSec'), 'soon', 'it stays open');
    await page.click('dialog .btn-close');
    await page.waitForSelector('dialog', { state: 'hidden' });
    assert.equal(asked, 2);
    assert.deepEqual(await stages(), example.groups[0]?.stages);
    await page.context().close();
  });

  test('moves with the arrow buttons, and the focus goes with what is moved', async () => {
    const page = await open();
    await page.focus('#down-stages-0');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.way-part.stage:has-text("Stage 1 rings 20 s")');
    assert.equal(await focused(page), 'up-stages-1');
    assert.deepEqual(await stages(), example.groups[0]?.stages.toReversed());
    await page.context().close();
  });

  test('drags a member to another stage', async () => {
    const page = await open();
    const bernd = page.locator('[data-drag="stages[0].members[1]"]');
    const clara = page.locator('[data-drag="stages[1].members[2]"]');
    const height = (await clara.boundingBox())?.height ?? 0;
    await bernd.dragTo(clara, {
      sourcePosition: { x: 30, y: 12 },
      targetPosition: { x: 30, y: height / 2 + 5 },
    });
    await page.waitForSelector('.alert-success');
    assert.deepEqual(
      (await stages())?.map(({ members }) => members),
      [['anna'], ['anna', 'bernd', 'clara', 'bernd']],
    );
    await page.context().close();
  });

  test('works without scripts on a phone, and nothing is wider than the screen', async () => {
    const page = await open({ javaScriptEnabled: false, viewport: { width: 375, height: 740 } });
    await page.click('#edit-final');
    await page.waitForURL('**/groups/700/part/final');
    await page.fill('[name="final.value"]', '1002');
    await page.click('button[value=try]');
    await page.waitForSelector('#try-cases:has-text("Voicemail box 1002")');
    await page.click('.form-buttons button[value=save]');
    await page.waitForURL('**/groups/700');
    await page.waitForSelector('.way-part.final:has-text("Bernd Brandt (1002)")');
    const wide = await page.evaluate(
      "[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 376).length",
    );
    assert.equal(wide, 0);
    await page.context().close();
  });
});
