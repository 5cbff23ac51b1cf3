/** Two people change the same part of the configuration: what both keep, what one is asked, and what programs are told. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import type { Store } from '../../../src/base/store/connection.js';
import { formAt, formsOf, untouched } from '../../html-form.js';
import { withToken, type Browser, type Page } from './browser.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import { onOwnStores, type Site } from './site.js';

let store: Store;
let site: Site;
let now: DateTime;
let anna: Browser;
let bernd: Browser;

onOwnStores(async (own) => {
  store = own;
  now = DateTime.utc(2026, 11, 25, 8);
  site = await startConfiguredSite(store, HOUSE, { now: () => now });
  anna = await site.signedIn('admin', { name: 'anna' });
  bernd = await site.signedIn('admin', { name: 'bernd' });
  return site;
});

type Fields = Record<string, string | string[]>;

function fieldsOf({ text }: Page): Fields {
  const form = formsOf(text).find(({ controls }) =>
    controls.some(({ name }) => name === 'name' || name === 'domain'),
  );
  assert.ok(form !== undefined, text);
  return untouched(form);
}

async function edit(browser: Browser, path: string, changes: Fields): Promise<Page> {
  return browser.send(path, { ...fieldsOf(await browser.get(formAt(path))), _do: 'save', ...changes });
}

async function group(): Promise<Configuration['groups'][number] | undefined> {
  const content = (await store.configurations.latest())?.content as Configuration;
  return content.groups.find(({ number }) => number === '700');
}

/** The words of an element without its tags. */
function wordsOf({ text }: Page, pattern: RegExp): string {
  return (pattern.exec(text)?.[0] ?? '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

describe('Two people in one group', () => {
  test('keep both changes of different fields, and the second is told who changed what', async () => {
    const seen = fieldsOf(await anna.get('/groups/700/form'));
    await edit(bernd, '/groups/700', { name: 'Vertrieb', 'stages[0].ringSec': '30' });
    const saved = await anna.send('/groups/700', { ...seen, _do: 'save', display: '{caller}' });
    assert.equal(saved.status, 303, saved.text);
    const { name, stages, display } = (await group()) ?? {};
    assert.deepEqual([name, stages?.[0]?.ringSec, display], ['Vertrieb', 30, '{caller}']);
    assert.match(
      (await anna.get(saved.to ?? '')).text,
      /bernd changed meanwhile: Name, Stage 1, rings for\. Both changes are kept\./,
    );
    const last = site.audited.at(-1);
    assert.deepEqual([last?.who, last?.facts['subject']], ['anna', 'group 700']);
  });

  test('who changed the same field get both values with who and when, and choose', async () => {
    const seen = fieldsOf(await anna.get('/groups/700/form'));
    await edit(bernd, '/groups/700', { name: 'Vertrieb', mobiles: [] });
    now = now.plus({ minutes: 5 });
    // The newest revision is of somebody who changed something else.
    const carla = await site.signedIn('admin', { name: 'carla' });
    await edit(carla, '/users/bernd', { name: 'Bernd B.' });
    const sent = { ...seen, _do: 'save', name: 'Support', display: '{caller}' };
    const refused = await anna.send('/groups/700', sent);
    assert.equal(refused.status, 409);
    assert.match(refused.text, /bernd saved it: 25 Nov 2026, 09:00:00\./);
    assert.doesNotMatch(refused.text, /carla/);
    const choice = wordsOf(refused, /<fieldset class="mb-2">.*?<\/fieldset>/s);
    assert.equal(choice, 'Name There now: Vertrieb (bernd, 25 Nov 2026, 09:00:00) Yours: Support');
    assert.equal((await group())?.name, 'Vertrieb');

    const form = fieldsOf(refused);
    assert.equal(form['_choose.name'], undefined, 'nothing is chosen beforehand');
    const undecided = await anna.send('/groups/700', { ...form, _do: 'save' });
    assert.equal(undecided.status, 409);
    assert.match(undecided.text, /Not saved: choose for each field what shall hold\./);
    assert.match(
      wordsOf(undecided, /<fieldset class="mb-2">.*?<\/fieldset>/s),
      /Vertrieb \(bernd.*Yours: Support/,
    );

    const again = fieldsOf(undecided);
    const done = await anna.send('/groups/700', { ...again, _do: 'save', '_choose.name': 'theirs' });
    assert.equal(done.status, 303, done.text);
    const { name, display, mobiles } = (await group()) ?? {};
    assert.deepEqual([name, display, mobiles], ['Vertrieb', '{caller}', false]);
  });

  test('can choose the own value, and what others change after that is kept too', async () => {
    const seen = fieldsOf(await anna.get('/groups/700/form'));
    await edit(bernd, '/groups/700', { name: 'Vertrieb' });
    const refused = await anna.send('/groups/700', { ...seen, _do: 'save', name: 'Support' });
    await edit(bernd, '/groups/700', { 'stages[0].ringSec': '45' });
    const form = { ...fieldsOf(refused), _do: 'save', '_choose.name': 'ours' };
    assert.equal((await anna.send('/groups/700', form)).status, 303);
    const { name, stages } = (await group()) ?? {};
    assert.deepEqual([name, stages?.[0]?.ringSec], ['Support', 45]);
  });

  test('are asked once more when the field was changed once more', async () => {
    const seen = fieldsOf(await anna.get('/groups/700/form'));
    await edit(bernd, '/groups/700', { name: 'Vertrieb' });
    const refused = await anna.send('/groups/700', { ...seen, _do: 'save', name: 'Support' });
    await edit(bernd, '/groups/700', { name: 'Verkauf' });
    const form = { ...fieldsOf(refused), _do: 'save', '_choose.name': 'ours' };
    const asked = await anna.send('/groups/700', form);
    assert.equal(asked.status, 409);
    assert.match(
      wordsOf(asked, /<fieldset class="mb-2">.*?<\/fieldset>/s),
      /There now: Verkauf .*Yours: Support/,
    );
  });

  test('keep the question while rows are added to the form', async () => {
    const seen = fieldsOf(await anna.get('/groups/700/form'));
    await edit(bernd, '/groups/700', { name: 'Vertrieb' });
    const refused = await anna.send('/groups/700', { ...seen, _do: 'save', name: 'Support' });
    const added = await anna.send('/groups/700', {
      ...fieldsOf(refused),
      '_choose.name': 'ours',
      _do: 'add stages[0].members',
    });
    assert.equal(added.status, 200);
    const form = fieldsOf(added);
    assert.equal(form['_choose.name'], 'ours');
    assert.equal((await anna.send('/groups/700', { ...form, _do: 'save' })).status, 303);
    assert.equal((await group())?.name, 'Support');
  });

  test('who made the group faulty together see the faults in what both made, and save nothing', async () => {
    const seen = fieldsOf(await anna.get('/groups/700/form'));
    await edit(bernd, '/groups/700', { externalCallerId: 'group', publicNumber: '030 23125001' });
    const refused = await anna.send('/groups/700', { ...seen, _do: 'save', name: '' });
    assert.equal(refused.status, 422);
    const good = await anna.send('/groups/700', { ...fieldsOf(refused), _do: 'save', name: 'Support' });
    assert.equal(good.status, 303, good.text);
    const { name, externalCallerId } = (await group()) ?? {};
    assert.deepEqual([name, externalCallerId], ['Support', 'group']);
  });

  test('are told who deleted it', async () => {
    const seen = fieldsOf(await anna.get('/groups/700/form'));
    const { _etag, _csrf } = fieldsOf(await bernd.get('/groups/700/form'));
    await bernd.send('/groups/700/remove', { _etag: String(_etag), _csrf: String(_csrf) });
    const refused = await anna.send('/groups/700', { ...seen, _do: 'save', name: 'Support' });
    assert.equal(refused.status, 409);
    assert.match(refused.text, /bernd deleted it: 25 Nov 2026, 09:00:00\. Saving is not possible any more\./);
  });

  test('do not delete what they have not seen', async () => {
    const { _etag, _csrf } = fieldsOf(await anna.get('/groups/700/form'));
    await edit(bernd, '/groups/700', { name: 'Vertrieb' });
    const keys = { _etag: String(_etag), _csrf: String(_csrf) };
    const refused = await anna.send('/groups/700/remove', keys);
    assert.equal(refused.status, 409);
    assert.match(refused.text, /bernd saved it: .* Nothing was deleted: look at it as it is now/s);
    const again = { ...keys, _etag: String(fieldsOf(refused)['_etag']) };
    assert.equal((await anna.send('/groups/700/remove', again)).status, 303);
  });
});

test('two people in the settings keep both changes, in German too', async () => {
  const german = await site.signedIn('admin', { name: 'greta', language: 'de' });
  const seen = fieldsOf(await german.get('/settings'));
  await edit(bernd, '/settings', { 'externalNumbers.types': ['mobile'], maxGroups: '7' });
  const saved = await german.send('/settings', { ...seen, _do: 'save', keepCallsDays: '30' });
  assert.equal(saved.status, 303, saved.text);
  const { settings } = (await store.configurations.latest())?.content as Configuration;
  assert.deepEqual(
    [settings.maxGroups, settings.keepCallsDays, settings.externalNumbers.types],
    [7, 30, ['mobile']],
  );
  assert.match(
    (await german.get(saved.to ?? '')).text,
    /bernd hat inzwischen geändert: .* Beide Änderungen gelten\./,
  );
});

test('somebody changes the own mobile while an administrator changes the name, and both stay', async () => {
  const own = await site.signedIn('user', { name: 'own', userId: 'anna' });
  const form = formsOf((await own.get('/own')).text).find(({ action }) => action === '/own');
  assert.ok(form !== undefined);
  await edit(bernd, '/users/anna', {
    name: 'Anna A.',
    '_block.mobile': 'on',
    'mobile.number': '0171 2345678',
  });
  const sent = { ...untouched(form), _do: 'save', '_block.mobile': 'on', 'mobile.number': '0151 10000001' };
  const refused = await own.send('/own', sent);
  assert.equal(refused.status, 409, refused.text);
  assert.match(refused.text, /bernd/);
  const asked = formsOf(refused.text).find(({ action }) => action === '/own');
  assert.ok(asked !== undefined);
  const choices = { ...untouched(asked), _do: 'save' } as Fields;
  for (const name of [choices['_open'] ?? []].flat()) choices[`_choose.${name}`] = 'ours';
  assert.equal((await own.send('/own', choices)).status, 303);
  const { users } = (await store.configurations.latest())?.content as Configuration;
  assert.deepEqual([users[0]?.name, users[0]?.mobile?.number], ['Anna A.', '0151 10000001']);
});

test('a program with If-Match is told who changed which field when, and what collides', async () => {
  const { text } = await site.access.addToken('anna', 'test', ['config.read', 'config.write'], null);
  const call = withToken(site.url, text);
  const before = await call('GET', '/groups/700');
  const etag = (before.headers.get('etag') ?? '').replaceAll('"', '');
  await edit(bernd, '/groups/700', { name: 'Vertrieb', 'stages[0].ringSec': '30' });
  const revision = (await store.configurations.head())?.revision;
  await edit(bernd, '/users/bernd', { name: 'Bernd B.' });
  const content = { ...(before.body as object), name: 'Support' };
  const refused = await call('PUT', '/groups/700', content, { 'if-match': `"${etag}"` });
  assert.equal(refused.status, 412);
  const by = { who: 'bernd', at: '2026-11-25T08:00:00.000Z', revision };
  const { last, changes } = refused.body as { last: unknown; changes: unknown };
  assert.deepEqual(last, by);
  assert.deepEqual(changes, [
    { path: 'name', collides: true, by },
    { path: 'stages[0].ringSec', collides: false, by },
  ]);
});
