/** Every state of every page as a visitor sees it. */
import assert from 'node:assert/strict';
import { formsOf, untouched } from '../../html-form.js';
import type { PageState, States } from '../../page-states.js';
import { Browser } from './browser.js';

export interface SeenPage {
  /** `full /groups/700 (refused)` */
  readonly name: string;
  readonly text: string;
}

/** What the account sees, and on public pages somebody who has not signed in and reads the same language. */
export async function pagesOf(
  house: string,
  { site, states, password }: States,
  account: string,
  language = 'en',
): Promise<SeenPage[]> {
  const visitor = new Browser(site.url, language);
  await visitor.signIn(account, password);
  const found = [];
  for (const state of states) {
    const browser = state.isPublic === true ? new Browser(site.url, language) : visitor;
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
