/** Every page in the states that it really has, on a desk and on a phone, light and dark, German and English: readable, and none too wide. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startDatabase, type TestDatabase } from '../integration/afterwards/mail/harness.js';
import { emptyStates, fullStates, type PageState, type States } from '../page-states.js';
import { SKIP, startBrowser } from './in-browser.js';
import { overflow } from './signed-in.js';

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

interface Look {
  readonly width: number;
  readonly locale: 'de-DE' | 'en-US';
  readonly colorScheme: 'light' | 'dark';
  /** Everything that axe knows; else the colours alone, which are what is another one. */
  readonly isWhole: boolean;
}

/**
 * Each width with each language, and each of them light and dark: eight looks. A page is loaded once for both themes. Everything
 * that axe knows is asked once on a desk and once on a phone, in another language each; the colours always. With the machine's
 * two cores shared with much else (load 14) all of it takes 9 minutes, four of the eight looks alone took 6.5.
 */
const SCREENS: readonly Omit<Look, 'colorScheme'>[] = [
  { width: 1280, locale: 'de-DE', isWhole: true },
  { width: 375, locale: 'en-US', isWhole: true },
  { width: 1280, locale: 'en-US', isWhole: false },
  { width: 375, locale: 'de-DE', isWhole: false },
];

describe('Pages in their states', { skip: SKIP, concurrency: 2, timeout: 1_200_000 }, () => {
  let database: TestDatabase;
  let folder: string;
  let full: States;
  let empty: States;
  let browser: Browser;
  let axe: string;

  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    database = await startDatabase();
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-states-'));
    full = await fullStates(await database.store(), folder);
    empty = await emptyStates(await database.store());
    browser = await startBrowser();
  });
  after(async () => {
    await browser.close();
    await full.site.close();
    await empty.site.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function visitor(states: States, look: Look, account?: string): Promise<Page> {
    const { width, locale, colorScheme } = look;
    const context = await browser.newContext({
      locale,
      colorScheme,
      viewport: { width, height: 800 },
      bypassCSP: true,
      reducedMotion: 'reduce',
    });
    // Two cores may have much else to do.
    context.setDefaultTimeout(90_000);
    const page = await context.newPage();
    if (account === undefined) return page;
    await page.goto(new URL('/account', states.site.url).href);
    await page.fill('#name', account);
    await page.fill('#password', states.password);
    await page.click('form.card button');
    await page.waitForSelector('header.topbar');
    return page;
  }

  async function open(page: Page, { site }: States, { where, sent, form, picks }: PageState): Promise<void> {
    await page.goto(new URL(where, site.url).href, { waitUntil: 'load' });
    assert.equal(new URL(page.url()).pathname, where.replace(/\?.*/, ''), 'the page itself, no redirect');
    if (picks !== undefined) await pick(page, ...picks);
    if (sent === undefined) return;
    await Promise.all([
      page.waitForEvent('load'),
      page.evaluate(`(() => {
        const sent = ${JSON.stringify(sent)};
        const address = ${JSON.stringify(form ?? null)};
        const [first] = Object.keys(sent);
        const what = address === null ? '[name="' + first + '"]' : 'form[action="' + address + '"]';
        const found = document.querySelector(what);
        if (found === null) throw new Error(location.pathname + ' has no ' + what + ': ' + document.title);
        const form = address === null ? found.form : found;
        const add = (name, value) => {
          const field = document.createElement('input');
          Object.assign(field, { type: 'hidden', name, value });
          form.append(field);
        };
        for (const [name, value] of Object.entries(sent)) {
          const field = form.elements.namedItem(name);
          // What has several controls, or is not sent as it stands.
          if (!(field instanceof HTMLElement) || field.matches(':disabled, button')) add(name, value);
          else field.value = value;
        }
        add('_do', 'save');
        form.submit();
      })()`),
    ]);
    await page.waitForSelector('[role="alert"], [role="status"]');
  }

  /** Opens the picker of a field, also one that is folded away, and types. */
  async function pick(page: Page, field: string, typed: string): Promise<void> {
    const folded = page.locator(`details:not([open]):has(${field})`);
    if ((await folded.count()) > 0) await folded.locator('summary').first().click();
    await page.locator(`${field} + .ts-wrapper input`).focus();
    await page.waitForSelector(`${field} + .ts-wrapper.focus.dropdown-active`);
    if (typed === '') return;
    await page.keyboard.type(typed);
    await page.waitForFunction(
      `document.querySelector('.ts-wrapper.focus input').value === ${JSON.stringify(typed)}`,
    );
  }

  /** What is wrong with the page that is open. @param where axe looks; default: everywhere */
  async function faultsOf(
    page: Page,
    { colorScheme, isWhole }: Pick<Look, 'colorScheme' | 'isWhole'>,
    where?: string,
  ): Promise<string[]> {
    const found: string[] = [];
    const theme = await page.evaluate<string>('document.documentElement.dataset.bsTheme');
    if (theme !== colorScheme) found.push(`drawn ${theme}, not ${colorScheme}`);
    await page.evaluate(axe);
    const only = isWhole ? '' : ", runOnly: ['color-contrast', 'link-in-text-block']";
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run(${where === undefined ? 'document' : JSON.stringify(where)}, { resultTypes: ['violations']${only} })`,
    );
    for (const { id, impact, nodes } of violations)
      found.push(`${colorScheme} ${impact} ${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`);
    const over = await overflow(page);
    if (over > 0) found.push(`${over} px too wide`);
    const out = await page.evaluate<string[]>(
      '[...document.querySelectorAll("main button, main a.btn")].filter((one) => one.getBoundingClientRect().right > one.parentElement.getBoundingClientRect().right + 1).map(({ outerHTML }) => outerHTML.slice(0, 160))',
    );
    found.push(...out.map((html) => `sticks out of its place: ${html}`));
    const scrolled = Number(
      await page.evaluate(
        '[...document.querySelectorAll(".table-responsive > .table-mobile-md")].filter(({ parentElement: frame, scrollWidth }) => scrollWidth > frame.clientWidth).length',
      ),
    );
    if (scrolled > 0) found.push(`${scrolled} tables have to be moved sideways`);
    return found;
  }

  /** The page hears of it a moment later; where it does not, the look at it says so. */
  async function draw(page: Page, colorScheme: Look['colorScheme']): Promise<void> {
    await page.emulateMedia({ colorScheme });
    const isDrawn = `document.documentElement.dataset.bsTheme === '${colorScheme}'`;
    await page.waitForFunction(isDrawn, undefined, { timeout: 20_000 }).catch(() => undefined);
  }

  /** The whole menu is there without scrolling, on a small desk screen too. */
  async function menuFault(page: Page): Promise<string[]> {
    await page.setViewportSize({ width: 1280, height: 720 });
    const bottom = Number(
      await page.evaluate(
        '[...document.querySelectorAll(".menu-link")].at(-1).getBoundingClientRect().bottom',
      ),
    );
    return bottom > 720 ? [`the menu ends at ${bottom} px`] : [];
  }

  for (const screen of SCREENS) {
    const { width, locale, isWhole } = screen;
    test(`${width} px, ${locale}, light and dark: axe finds nothing, and no page is wider than its screen`, async () => {
      const found: string[] = [];
      const visits = [
        { states: full, account: 'admin', of: full.states.filter(({ isPublic }) => isPublic !== true) },
        {
          states: full,
          account: 'own',
          of: [{ where: '/own' }, { where: '/own/codes' }, { where: '/callbacks' }],
        },
        { states: full, account: undefined, of: full.states.filter(({ isPublic }) => isPublic === true) },
        { states: empty, account: 'admin', of: isWhole ? empty.states : [] },
      ];
      for (const { states, account, of } of visits) {
        const light = { ...screen, colorScheme: 'light' } as const;
        const page = await visitor(states, light, account);
        for (const state of of) {
          await open(page, states, state);
          const what = state.picks === undefined ? state.sent && ' (sent)' : ` (${state.picks[0]} opened)`;
          // The page around an open picker is a state of its own.
          const part = state.picks === undefined ? undefined : '.ts-wrapper.focus';
          for (const look of [light, { colorScheme: 'dark', isWhole: false } as const]) {
            await draw(page, look.colorScheme);
            for (const fault of await faultsOf(page, look, part))
              found.push(`${state.where}${what ?? ''} ${fault}`);
          }
          await draw(page, 'light');
        }
        if (width === 1280 && account === 'admin') found.push(...(await menuFault(page)));
        await page.context().close();
      }
      assert.deepEqual(found, []);
    });
  }

  test('what was just done is readable too, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = { width: 375, locale: 'de-DE', colorScheme, isWhole: true } as const;
      const page = await visitor(full, look, 'admin');
      await page.goto(new URL('/users/user-2', full.site.url).href);
      await page.click('.form-buttons button');
      await page.waitForSelector('.alert-success');
      assert.deepEqual(await faultsOf(page, look), []);
      await page.context().close();
    }
  });
});
