/** What an independent validator says of every page's markup, and whether forms can be read back without doubt. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { clashes, formsOf } from '../../html-form.js';
import { emptyStates, fullStates, type States } from '../../page-states.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { pagesOf, type SeenPage } from './seen-pages.js';

const RULES: ConfigData = {
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Ticks of one name are one choice.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit'] }],
    // They do not break: the class says so.
    'tel-non-breaking': ['error', { ignoreClasses: ['text-nowrap'] }],
    // The names of people and groups are as long as they are.
    'long-title': 'off',
  },
};

describe('Every page', { timeout: 300_000 }, () => {
  let database: TestDatabase;
  let folder: string;
  let all: SeenPage[] = [];
  let full: States;
  let empty: States;

  before(async () => {
    database = await startDatabase();
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-states-'));
    full = await fullStates(await database.store(), folder);
    empty = await emptyStates(await database.store());
    for (const [house, states] of [['full', full] as const, ['empty', empty] as const]) {
      all = [...all, ...(await pagesOf(house, states, 'admin'))];
    }
    const own = [{ where: '/own' }, { where: '/own/codes' }];
    all = [...all, ...(await pagesOf('own', { ...full, states: own }, 'own'))];
  });
  after(async () => {
    await full.site.close();
    await empty.site.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  test('is among the states', () => {
    const rules = full.site.rules.filter(({ method }) => method === 'GET').map(({ path }) => path);
    const seen = [...full.states.map(({ where }) => where.replace(/\?.*/, '')), '/own', '/own/codes'];
    const fits = (rule: string) => new RegExp(`^${rule.replaceAll(/:\w+/g, '[^/]+')}$`);
    // Files, streams, choices, and parts that a script puts into a page.
    const parts =
      /\.csv$|\/html$|\/sound$|^\/logo\/|\/attachments\/|^\/help\/files\/|^\/live\/|^\/choices\/|^\/numbers\/|^\/callbacks\/list$|^\/calls\/(?:sums|found)$|^\/contacts\/_found$/;
    const missing = rules.filter(
      (rule) => !parts.test(rule) && !seen.some((where) => fits(rule).test(where)),
    );
    assert.deepEqual(missing, []);
  });

  test('has names and ids that stand for one thing each', () => {
    const found = all.flatMap(({ name, text }) =>
      formsOf(text).flatMap((form) => clashes(form).map((clash) => `${name}: ${clash}`)),
    );
    assert.deepEqual(found, []);
  });

  test('is what html-validate calls valid', async () => {
    const validator = new HtmlValidate(RULES);
    const found: string[] = [];
    for (const { name, text } of all) {
      const report = await validator.validateString(text, RULES);
      for (const { messages } of report.results)
        for (const { ruleId, message, line } of messages)
          found.push(
            `${ruleId}: ${message} ${name}: ${text.split('\n')[line - 1]?.trim().slice(0, 100) ?? ''}`,
          );
    }
    assert.deepEqual(found, []);
  });
});
