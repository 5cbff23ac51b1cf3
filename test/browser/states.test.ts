/** Pages in the states that they really have, on a desk and on a phone, light and dark: readable, and none too wide. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { chromium, type Browser } from 'playwright-core';
import type { SiteParts } from '../../src/admin/parts.js';
import { checkValue } from '../../src/configuration/check.js';
import { importConfiguration } from '../../src/configuration/import.js';
import type { Store } from '../../src/store/connection.js';
import {
  aGroup,
  aMobile,
  aRecord,
  aRecordedLeg,
  aSnapshot,
  aStage,
  aUser,
  userMember,
} from '../factories.js';
import { PASSWORD, startSite, type Site } from '../integration/admin/site.js';
import { startDatabase, type TestDatabase } from '../integration/mail/harness.js';
import { findChromium } from './chromium.js';

const executablePath = findChromium();
const skip = executablePath === undefined ? 'no Chromium is found' : false;

const NOW = DateTime.utc(2026, 11, 25, 8);
const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabteilung';
const ANNA = aUser({ id: 'anna', name: LONG, mobile: aMobile('+491713920011') });
const GROUPS = Array.from({ length: 80 }, (_, index) =>
  aGroup({
    number: String(700 + index),
    name: index === 0 ? LONG : `Group ${index}`,
    stages: [aStage([userMember(ANNA)]), aStage([userMember(ANNA)]), aStage([userMember(ANNA)])],
  }),
);
const PAGES = [
  '/',
  '/callbacks',
  '/calls',
  '/calls/one',
  '/calls?caller=%3C',
  '/status',
  '/outbox',
  '/account',
  ...[
    '/revisions',
    '/revisions/2',
    '/revisions/1',
    '/revisions/1/take-back',
    '/revisions/1/take-back?kind=group&id=701',
  ],
];

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Two that differ, with long names; what the first had and the second has not would be deleted again. */
async function saveRevisions({ configurations }: Store): Promise<void> {
  const user = { id: 'anna', name: LONG, extension: '1001' };
  const stages = [{ ringSec: 20, members: ['anna'] }];
  const group = { number: '700', name: LONG, stages, final: { hangup: 'USER_BUSY' } };
  const settings = { domain: '127.0.0.1' };
  const eva = { id: 'eva', name: 'Eva', extension: '1002' };
  const before = { version: 1, settings, users: [user], groups: [group] };
  const groups = [
    { ...group, name: 'Sales', final: { group: '701' } },
    { ...group, number: '701' },
  ];
  const after = { ...before, users: [user, eva], groups };
  for (const value of [before, after]) {
    const checked = checkValue(value);
    assert.ok(checked.kind === 'good', JSON.stringify(checked));
    const by = { author: LONG, origin: 'file', reason: `${LONG}.yaml`, at: NOW.toJSDate() } as const;
    await importConfiguration({ configurations, configuration: checked.configuration, ...by });
  }
}

describe('Pages in their states', { skip, concurrency: false, timeout: 300_000 }, () => {
  let database: TestDatabase;
  let store: Store;
  let site: Site;
  let browser: Browser;
  let axe: string;

  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    database = await startDatabase();
    store = await database.store();
    const snapshot = aSnapshot({ groups: GROUPS, users: [ANNA] });
    const parts: Partial<SiteParts> = {
      now: () => NOW,
      snapshot: () => snapshot,
      freeswitches: () => [{ name: '127.0.0.1:8021', connected: false, reason: 'refused' }],
      missingNeeds: () => [
        {
          ...{
            freeswitch: '127.0.0.1:8021',
            lack: 'missing',
            thing: { kind: 'announcement', file: `${LONG}.wav` },
          },
          groups: [{ number: '700', name: LONG }],
        },
      ],
      transport: { kind: 'folder', folder: `/var/lib/${LONG}/${LONG}` },
      jobs: () => [{ name: 'send mails', lastRunAt: NOW.toJSDate(), lastError: `ECONNREFUSED ${LONG}` }],
    };
    site = await startSite(store, parts);
    await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
    const why = { kind: 'gaveUp', afterSec: 14, stage: 1 } as const;
    const missed = { group: '700', why, text: 'gave up after 14 s in stage 1' };
    const group = { number: '700', name: LONG };
    const record = aRecord({
      _id: 'one',
      group,
      missed,
      outcome: 'gaveUp',
      legs: [aRecordedLeg({ who: LONG })],
    });
    await store.calls.save(record);
    await store.callbacks.addMissed({
      group: '700',
      caller: { key: '+493023125001', number: '+493023125001', name: LONG },
      call: { record: 'one', channel: 'c1', at: NOW.toJSDate(), why },
      mergeHours: 24,
      noticeAt: undefined,
    });
    await saveRevisions(store);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  after(async () => {
    await browser.close();
    await site.close();
    await database.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 375]) {
      test(`${colorScheme}, ${width} px: axe finds nothing, and no page is wider than its screen`, async () => {
        const context = await browser.newContext({
          locale: 'de-DE',
          colorScheme,
          viewport: { width, height: 800 },
          bypassCSP: true,
          reducedMotion: 'reduce',
        });
        const page = await context.newPage();
        await page.goto(site.url);
        await page.fill('#name', 'admin');
        await page.fill('#password', PASSWORD);
        await page.click('form.card button');
        await page.waitForSelector('aside.sidebar');
        const found: string[] = [];
        for (const where of PAGES) {
          await page.goto(new URL(where, site.url).href);
          // The state after a change, on every page.
          await page.evaluate(
            `document.querySelector('h1').insertAdjacentHTML('afterend', '<div class="alert alert-success" role="status">Gespeichert.</div>')`,
          );
          await page.evaluate(axe);
          const { violations } = await page.evaluate<AxeResults>(
            'axe.run(document, { resultTypes: ["violations"] })',
          );
          for (const { id, impact, nodes } of violations)
            found.push(`${where} ${impact} ${id}: ${nodes[0]?.html.slice(0, 120) ?? ''}`);
          const over = Number(
            await page.evaluate(
              'document.documentElement.scrollWidth - document.documentElement.clientWidth',
            ),
          );
          if (over > 0) found.push(`${where} is ${over} px too wide`);
        }
        if (width === 1280) {
          const bottom = Number(
            await page.evaluate(
              'document.querySelector(".sidebar .frame-tools").getBoundingClientRect().bottom',
            ),
          );
          if (bottom > 800) found.push(`the menu ends at ${bottom} px`);
        }
        assert.deepEqual(found, []);
        await context.close();
      });
    }
  }
});
