/** Deleting what is used elsewhere: what is shown first is what is changed, by number too. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import type { Store } from '../../../src/base/store/connection.js';
import { formsOf, untouched } from '../../html-form.js';
import { withToken, type Browser, type Page } from './browser.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import { onOwnStores, type Site } from './site.js';

const SUPPORT = {
  number: '701',
  name: 'Support',
  stages: [{ ringSec: 20, members: ['anna', { extension: '1002' }] }],
  final: { voicemail: '1002' },
};
const CONTENT = { ...HOUSE, groups: [...HOUSE.groups, SUPPORT] };

let store: Store;
let site: Site;
let browser: Browser;

onOwnStores(async (own) => {
  store = own;
  site = await startConfiguredSite(store, CONTENT);
  browser = await site.signedIn('admin');
  return site;
});

const running = async () => (await store.configurations.latest())?.content as Configuration;
const groupOf = async (number: string) => (await running()).groups.find((one) => one.number === number);

/** Clicks a button of the form on this page that deletes. */
async function remove(page: Page, path: string, button: Record<string, string> = {}): Promise<Page> {
  const form = formsOf(page.text).find(({ action }) => action === `${path}/remove`);
  assert.ok(form !== undefined, page.text);
  return browser.send(`${path}/remove`, { ...untouched(form), ...button });
}

async function rewrite(number: string, change: object): Promise<void> {
  const { text } = await site.access.addToken('admin', 'test', ['config.read', 'config.write'], null);
  const call = withToken(site.url, text);
  const { body } = await call('GET', `/groups/${number}`);
  assert.equal((await call('PUT', `/groups/${number}`, { ...(body as object), ...change })).status, 200);
}

describe('A part that is used', () => {
  test('is not taken out of a place that nobody saw: the places are shown again', async () => {
    const shown = await remove(await browser.get('/users/anna'), '/users/anna');
    assert.equal(shown.status, 409);
    const stage = { ringSec: 9, members: ['bernd', 'anna'] };
    await rewrite('700', { stages: [{ ringSec: 20, members: ['anna', 'bernd'] }, stage] });
    const again = await remove(shown, '/users/anna', { references: 'remove' });
    assert.equal(again.status, 409);
    assert.match(again.text, /the places where it is used have changed meanwhile/);
    assert.match(again.text, /Group Sales \(700\): Stage 2, member 2/);
    assert.equal((await running()).users.length, 2);
    const done = await remove(again, '/users/anna', { references: 'remove' });
    assert.equal(done.status, 303, done.text);
    assert.deepEqual(
      (await groupOf('700'))?.stages.map(({ members }) => members),
      [['bernd'], ['bernd']],
    );
  });

  test('is refused to a program that names other places than there are', async () => {
    const { text } = await site.access.addToken('admin', 'test', ['config.write'], null);
    const call = withToken(site.url, text);
    const asked = await call('DELETE', '/users/anna');
    assert.equal(asked.status, 409);
    const { placesEtag } = asked.body as { placesEtag: string };
    const query = (places: string) => `/users/anna?references=replace&by=bernd&places=${places}`;
    assert.equal((await call('DELETE', query('others'))).status, 409);
    assert.equal((await call('DELETE', query(placesEtag))).status, 204);
    assert.deepEqual((await groupOf('700'))?.stages[0]?.members, ['bernd']);
  });
});

describe('A user whose extension is named by its number', () => {
  test('is not deleted before these places were shown, each with a link', async () => {
    const shown = await remove(await browser.get('/users/bernd'), '/users/bernd');
    assert.equal(shown.status, 409);
    assert.match(shown.text, /Not deleted: the number 1002 is still named\./);
    assert.match(shown.text, /Also named by number \(1002\):/);
    assert.match(
      shown.text,
      /<a href="\/groups\/701\/form#f-stages-0-members-1-value">Group Support \(701\): Stage 1, member 2<\/a>/,
    );
    assert.match(
      shown.text,
      /<a href="\/groups\/701\/form#f-final-value">Group Support \(701\): Then the call goes to<\/a>/,
    );
    assert.equal((await running()).users.length, 2);
  });

  test('is replaced by number, too', async () => {
    const shown = await remove(await browser.get('/users/bernd'), '/users/bernd');
    const done = await remove(shown, '/users/bernd', { references: 'replace', by: 'anna' });
    assert.equal(done.status, 303, done.text);
    const { stages, final } = (await groupOf('701')) ?? {};
    assert.deepEqual(stages?.[0]?.members, ['anna', { extension: '1001' }]);
    assert.deepEqual(final, { voicemail: '1001' });
    assert.match((await browser.get('/users')).text, /In 2 places there is now Anna Albrecht \(anna\)\./);
    const facts = site.audited.at(-1)?.facts;
    assert.deepEqual(facts, { subject: 'user bernd', references: 'replaced by anna', in: 'group 701' });
  });

  test('can be deleted alone, and it is said that the number stays', async () => {
    const shown = await remove(await browser.get('/users/bernd'), '/users/bernd');
    const done = await remove(shown, '/users/bernd', { references: 'leave' });
    assert.equal(done.status, 303, done.text);
    assert.match((await browser.get('/users')).text, /bernd is deleted\. The number stays in 2 places\./);
    assert.deepEqual((await groupOf('701'))?.final, { voicemail: '1002' });
  });

  test('is taken out where that leaves nothing open; a final destination is to be decided first', async () => {
    const shown = await remove(await browser.get('/users/bernd'), '/users/bernd');
    const open = await remove(shown, '/users/bernd', { references: 'remove' });
    assert.equal(open.status, 409);
    assert.match(open.text, /This has to be decided first:/);
    await rewrite('701', { final: { hangup: 'USER_BUSY' } });
    const again = await remove(await browser.get('/users/bernd'), '/users/bernd');
    assert.equal((await remove(again, '/users/bernd', { references: 'remove' })).status, 303);
    assert.deepEqual((await groupOf('701'))?.stages[0]?.members, ['anna']);
  });

  test('leaves these places alone where the tick beside the others is taken away', async () => {
    await rewrite('700', { stages: [{ ringSec: 20, members: ['anna', 'bernd'] }] });
    const shown = await remove(await browser.get('/users/bernd'), '/users/bernd');
    assert.match(shown.text, /also where the number 1002 is named/);
    const done = await remove(shown, '/users/bernd', { references: 'remove', numbers: '' });
    assert.equal(done.status, 303, done.text);
    assert.deepEqual((await groupOf('700'))?.stages[0]?.members, ['anna']);
    assert.deepEqual((await groupOf('701'))?.final, { voicemail: '1002' });
  });

  test('is told of to a program, which can decide about them', async () => {
    const { text } = await site.access.addToken('admin', 'test', ['config.write'], null);
    const call = withToken(site.url, text);
    const alone = await call('DELETE', '/users/bernd');
    assert.equal(alone.status, 200);
    assert.deepEqual((alone.body as { warnings: string[] }).warnings, [
      'the extension is still named by its number: group Support (701), stage 1, member 2; group Support (701)',
    ]);
    const rest = await call('DELETE', '/users/anna?references=remove&numbers=too');
    assert.equal(rest.status, 409, 'a stage in which nobody would be left');
  });
});
