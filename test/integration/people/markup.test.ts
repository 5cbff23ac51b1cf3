/** What an independent validator says of every page's markup, and whether forms can be read back without doubt. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate, type ConfigData } from 'html-validate';
import { clashes, formsOf, untouched } from '../../html-form.js';
import { emptyStates, fullStates, type PageState, type States } from '../../page-states.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { Browser } from './browser.js';

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
  let all: { readonly name: string; readonly text: string }[] = [];
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
    all = [...all, ...(await pagesOf('own', { ...full, states: [{ where: '/own' }] }, 'own'))];
  });
  after(async () => {
    await full.site.close();
    await empty.site.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function pagesOf(house: string, { site, states, password }: States, account: string) {
    const visitor = new Browser(site.url);
    await visitor.signIn(account, password);
    const found = [];
    for (const state of states) {
      const browser = state.isPublic === true ? new Browser(site.url) : visitor;
      const { text } = await open(browser, state);
      found.push({ name: `${house} ${state.where}${state.sent === undefined ? '' : ' (refused)'}`, text });
    }
    return found;
  }

  async function open(browser: Browser, { where, sent, form: address, isTaken }: PageState) {
    const page = await browser.get(where);
    if (sent === undefined) return page;
    const form = formsOf(page.text).find(({ action, controls }) =>
      address === undefined
        ? Object.keys(sent).every((name) => controls.some((control) => control.name === name))
        : action === address,
    );
    assert.ok(form !== undefined, `${where} has the fields ${Object.keys(sent).join(', ')}`);
    const answer = await browser.send(form.action, { ...untouched(form), _do: 'save', ...sent });
    assert.equal(answer.status >= 400, isTaken !== true, `${where}: ${answer.status}`);
    return answer;
  }

  test('is among the states', () => {
    const rules = full.site.rules.filter(({ method }) => method === 'GET').map(({ path }) => path);
    const seen = [...full.states.map(({ where }) => where.replace(/\?.*/, '')), '/own'];
    const fits = (rule: string) => new RegExp(`^${rule.replaceAll(/:\w+/g, '[^/]+')}$`);
    // Files, streams, choices, and parts that a script puts into a page.
    const parts =
      /\.csv$|\/html$|\/sound$|\/attachments\/|^\/live\/|^\/choices\/|^\/numbers\/|^\/callbacks\/list$/;
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
