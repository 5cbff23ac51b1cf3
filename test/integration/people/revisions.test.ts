/** The pages and the interface of revisions: what was changed, by whom and from where, and back again. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Permission } from '../../../src/people/access/permissions.js';
import { checkValue } from '../../../src/base/configuration/check.js';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import { buildSnapshot } from '../../../src/base/configuration/snapshot.js';
import type { Store } from '../../../src/base/store/connection.js';
import { withToken, type Browser } from './browser.js';
import { onOwnStores, startSite, type Site } from './site.js';

const NOW = DateTime.utc(2026, 11, 25, 8);

const HOUSE = {
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' },
  users: [
    { id: 'anna', name: 'Anna Albrecht', extension: '1001' },
    { id: 'bert', name: 'Bert Brandt', extension: '1002' },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      final: { hangup: 'USER_BUSY' },
      stages: [{ ringSec: 20, members: ['anna', 'bert'] }],
    },
  ],
};

let store: Store;
let site: Site;

onOwnStores(async (own) => {
  store = own;
  await saved(HOUSE, 'file', 'house.yaml');
  const content = (await store.configurations.latest())?.content as Configuration;
  const snapshot = buildSnapshot({ revision: 1, content, switchStates: new Map(), now: NOW });
  site = await startSite(store, { now: () => NOW, snapshot: () => snapshot });
  return site;
});

async function saved(value: object, origin: 'file' | 'page' = 'page', reason = ''): Promise<void> {
  const checked = checkValue(value);
  assert.ok(checked.kind === 'good', JSON.stringify(checked));
  const { configurations } = store;
  const { configuration } = checked;
  const at = NOW.toJSDate();
  await importConfiguration({ configurations, configuration, author: 'carla', origin, reason, at });
}

const running = async () => (await store.configurations.latest())?.content as Configuration;
const SHORT = { ...HOUSE.groups[0], stages: [{ ringSec: 5, members: ['anna'] }] };

/** Revision 2 is of a newer program. */
async function unreadableRuns(): Promise<void> {
  await store.configurations.save({
    base: 1,
    content: { version: 9 },
    changes: { added: [], changed: [], removed: [] },
    author: 'newer',
    origin: 'page',
    reason: '',
    at: NOW.toJSDate(),
  });
}

/** What a reader sees of a page, in one line. */
const textOf = (html: string) =>
  html
    .replace(/^[\s\S]*<main/, '<main')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('The page of revisions', () => {
  test('lists when, who, from where and what, in the reader’s language and zone', async () => {
    const { users, groups } = HOUSE;
    await saved({ ...HOUSE, users: [{ ...users[0], name: 'Anna Arnold' }, users[1]], groups });
    const german = textOf((await (await site.signedIn('admin', { language: 'de' })).get('/revisions')).text);
    assert.match(german, /Zeiten in Europe\/Berlin\./);
    assert.match(
      german,
      /Version 2 gilt jetzt 25\.11\.2026, 09:00:00 carla · Seite Benutzer Anna Arnold \(anna\) geändert/,
    );
    assert.match(german, /Version 1 25\.11\.2026, 09:00:00 carla · Datei: house\.yaml/);
    const english = await site.signedIn('viewer', { language: 'en' });
    assert.match(
      textOf((await english.get('/revisions')).text),
      /carla · page User Anna Arnold \(anna\) changed/,
    );
  });

  test('says what one changed and what taking it back would change, in words', async () => {
    await saved({ ...HOUSE, groups: [SHORT] });
    const browser = await site.signedIn('admin');
    const second = textOf((await browser.get('/revisions/2')).text);
    assert.match(second, /What it changed Group Sales \(700\) changed/);
    assert.match(second, /Stage 1, rings for before: 20 s → after: 5 s/);
    assert.match(second, /Stage 1, members before: Bert Brandt \(bert\) → after: nothing/);
    assert.match(second, /This revision runs now\./);
    const first = textOf((await browser.get('/revisions/1')).text);
    assert.match(first, /Stage 1, rings for now: 5 s → then: 20 s/);
    assert.equal((await browser.get('/revisions/9')).status, 404);
    assert.equal((await browser.get('/revisions/constructor')).status, 404);
  });

  test('shows a revision of another program without its content', async () => {
    await unreadableRuns();
    await saved(HOUSE);
    const browser = await site.signedIn('admin');
    assert.match((await browser.get('/revisions/2')).text, /another version of the program/);
    assert.match(textOf((await browser.get('/revisions/2/take-back')).text), /cannot read/);
    assert.match(
      textOf((await browser.get('/revisions/3')).text),
      /The revision before it was saved by another version/,
    );
  });

  test('never says that one is the same as what runs when nobody can read that, and puts it in its place', async () => {
    await unreadableRuns();
    const browser = await site.signedIn('admin');
    const page = textOf((await browser.get('/revisions/1')).text);
    assert.match(page, /which this one cannot read: what would change is not known\./);
    assert.doesNotMatch(page, /It is the same as what runs now/);
    const asked = textOf((await browser.get('/revisions/1/take-back')).text);
    assert.match(
      asked,
      /what would change is not known\. Taking back puts this revision in its place as a whole\./,
    );
    assert.equal((await browser.post('/revisions/1/take-back', { base: '2' })).status, 303);
    assert.equal((await running()).users.length, HOUSE.users.length);
  });

  test('guards the revision that it shows, also when somebody saves while the page is made', async () => {
    await saved({ ...HOUSE, groups: [SHORT] });
    const { configurations } = store;
    let looks = 0;
    const latest = async () => {
      const found = await configurations.latest();
      looks += 1;
      if (looks === 1) await saved({ ...HOUSE, groups: [{ ...SHORT, name: 'Verkauf' }] });
      return found;
    };
    const slow = await startSite(
      { ...store, configurations: { ...configurations, latest } },
      { now: () => NOW },
    );
    const browser = await slow.signedIn('admin');
    const asked = await browser.get('/revisions/1/take-back');
    assert.equal(looks, 1, 'one look for all that the page says');
    const base = /name="base" value="(\d+)"/.exec(asked.text)?.[1] ?? '';
    const late = await browser.post('/revisions/1/take-back', { base });
    assert.equal(late.status, 409, `made for revision ${base}`);
    assert.equal((await running()).groups[0]?.name, 'Verkauf');
    await slow.close();
  });

  test('says that settings were changed, also one that was left out before', async () => {
    await saved({ ...HOUSE, settings: { ...HOUSE.settings, gateway: 'telco' } });
    await saved(HOUSE);
    const browser = await site.signedIn('admin');
    const { text } = await browser.get('/revisions');
    assert.equal(textOf(text).match(/Settings changed/g)?.length, 2);
    assert.doesNotMatch(textOf(text), /Settings deleted/);
    assert.equal(textOf(text).match(/Settings added/g)?.length, 1, 'the first revision alone');
  });

  test('the audit log says which revisions are not kept any more', async () => {
    const browser = await site.signedIn('admin');
    const { text } = await site.access.addToken('admin', 'x', ['config.read', 'config.write'], null);
    const call = withToken(site.url, text);
    const settings = (await call('GET', '/settings')).body as object;
    for (let index = 0; index < 50; index += 1) {
      const changed = { ...settings, keepCallsDays: 100 + index };
      assert.equal((await call('PUT', '/settings', changed)).status, 200);
    }
    const facts = site.audited.filter(({ event }) => event === 'partChanged').map((entry) => entry.facts);
    assert.deepEqual(facts.at(-2), { subject: 'settings' });
    assert.deepEqual(facts.at(-1), { subject: 'settings', forgotten: '1' });
    assert.equal((await browser.get('/revisions/1')).status, 404);
    const back = await browser.post('/revisions/2/take-back', { base: '51', removalsMeant: 'on' });
    assert.equal(back.status, 303, back.text);
    const [entry] = site.audited.filter(({ event }) => event === 'takenBack');
    assert.equal(entry?.facts['forgotten'], '2');
  });

  test('takes one back whole: asked first, one revision, one audit entry', async () => {
    await saved({ ...HOUSE, groups: [SHORT] });
    const browser = await site.signedIn('admin');
    const asked = await browser.get('/revisions/1/take-back');
    assert.match(textOf(asked.text), /Take revision 1 back\?/);
    assert.match(asked.text, /From the next call on phones can ring otherwise than now\./);
    const done = await browser.post('/revisions/1/take-back', { base: '2', kind: '', id: '' });
    assert.deepEqual([done.status, done.to], [303, '/revisions/3'], done.text);
    assert.equal((await running()).groups[0]?.stages[0]?.ringSec, 20);
    const head = await store.configurations.head();
    assert.deepEqual(
      [head?.revision, head?.author, head?.origin, head?.takenFrom],
      [3, 'admin', 'takenBack', 1],
    );
    const entries = site.audited.filter(({ event }) => event === 'takenBack');
    assert.deepEqual(
      entries.map(({ who, facts }) => [who, facts]),
      [['admin', { subject: 'configuration', revision: '3', takenFrom: '1', changed: 'group 700' }]],
    );
    assert.match(textOf((await browser.get('/revisions')).text), /taken back: revision 1 taken back/);
  });

  test('takes one part back alone', async () => {
    const users = [{ ...HOUSE.users[0], name: 'Anna Arnold' }, HOUSE.users[1]];
    await saved({ ...HOUSE, users, groups: [SHORT] });
    const browser = await site.signedIn('admin');
    const page = await browser.get('/revisions/1');
    const link = '/revisions/1/take-back?kind=user&id=anna';
    assert.ok(page.text.includes(`href="${link.replaceAll('=', '&#x3D;').replaceAll('&id', '&amp;id')}"`));
    const asked = textOf((await browser.get(link)).text);
    assert.match(asked, /Take User Anna Albrecht \(anna\) of revision 1 back\?/);
    assert.match(asked, /Which phones ring stays as it is\./);
    await browser.post('/revisions/1/take-back', { base: '2', kind: 'user', id: 'anna' });
    const now = await running();
    assert.equal(now.users[0]?.name, 'Anna Albrecht');
    assert.equal(now.groups[0]?.stages[0]?.ringSec, 5);
    const [entry] = site.audited.filter(({ event }) => event === 'takenBack');
    assert.equal(entry?.facts['subject'], 'user anna');
    const list = textOf((await browser.get('/revisions')).text);
    assert.match(list, /taken back: User Anna Albrecht \(anna\) of revision 1 taken back/);
  });

  test('deletes users, groups and switches only with a tick', async () => {
    await saved({ ...HOUSE, users: [...HOUSE.users, { id: 'carla', name: 'Carla', extension: '1003' }] });
    const browser = await site.signedIn('admin');
    assert.match(
      textOf((await browser.get('/revisions/1/take-back')).text),
      /This deletes: User Carla \(carla\) That is meant/,
    );
    const refused = await browser.post('/revisions/1/take-back', { base: '2' });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /Tick that it is meant/);
    assert.equal((await running()).users.length, 3);
    const done = await browser.post('/revisions/1/take-back', { base: '2', removalsMeant: 'on' });
    assert.equal(done.status, 303);
    assert.equal((await running()).users.length, 2);
  });

  test('names the faults of what does not go together any more, and saves nothing', async () => {
    const groups = [{ ...HOUSE.groups[0], stages: [{ ringSec: 20, members: ['anna'] }] }];
    await saved({ ...HOUSE, users: [HOUSE.users[0]], groups });
    const browser = await site.signedIn('admin', { language: 'de' });
    const asked = textOf((await browser.get('/revisions/1/take-back?kind=group&id=700')).text);
    assert.match(asked, /Gruppe Sales \(700\): Stufe 1, Mitarbeiter 2 : .*bert/);
    const done = await browser.post('/revisions/1/take-back', { base: '2', kind: 'group', id: '700' });
    assert.equal(done.status, 422);
    assert.equal((await store.configurations.head())?.revision, 2);
  });

  test('tells who changed something meanwhile, and what would change now', async () => {
    await saved({ ...HOUSE, groups: [SHORT] });
    const browser = await site.signedIn('admin');
    await browser.get('/revisions/1/take-back');
    await saved({ ...HOUSE, groups: [{ ...SHORT, name: 'Verkauf' }] });
    const late = await browser.post('/revisions/1/take-back', { base: '2' });
    assert.equal(late.status, 409);
    assert.match(textOf(late.text), /carla has changed the configuration meanwhile/);
    assert.match(textOf(late.text), /Name now: Verkauf → then: Sales/);
    assert.equal((await store.configurations.head())?.revision, 3);
  });

  test('changes nothing for those who only look', async () => {
    await saved({ ...HOUSE, groups: [SHORT] });
    const viewer: Browser = await site.signedIn('viewer');
    const page = await viewer.get('/revisions/1');
    assert.equal(page.status, 200);
    assert.equal(page.text.includes('take-back'), false);
    assert.equal((await viewer.get('/revisions/1/take-back')).status, 403);
    assert.equal((await viewer.post('/revisions/1/take-back', { base: '2' })).status, 403);
    const user = await site.signedIn('user', { name: 'anna' });
    assert.equal((await user.get('/revisions')).status, 403);
  });
});

describe('The interface of revisions', () => {
  const withScopes = async (...scopes: Permission[]) => {
    await site.signedIn('admin');
    const { text } = await site.access.addToken('admin', 'test', scopes, null);
    return withToken(site.url, text);
  };

  test('lists them, tells what differs, and takes one part back', async () => {
    await saved({ ...HOUSE, groups: [SHORT] });
    const call = await withScopes('config.read', 'config.write');
    const [newest, first] = (await call('GET', '/revisions')).body as Record<string, unknown>[];
    assert.deepEqual(newest, {
      revision: 2,
      author: 'carla',
      origin: 'page',
      reason: '',
      takenFrom: null,
      createdAt: '2026-11-25T08:00:00.000Z',
      changes: { added: [], changed: ['group 700'], removed: [], count: 1 },
    });
    assert.equal(first?.['origin'], 'file');
    const [difference] = (await call('GET', '/revisions/1/differences')).body as Record<string, unknown>[];
    assert.deepEqual(
      [difference?.['kind'], difference?.['id'], difference?.['change']],
      ['group', '700', 'changed'],
    );
    assert.deepEqual((await call('GET', '/revisions/1/differences?from=1')).body, []);
    const part = { kind: 'group', id: '700' };
    const late = await call('POST', '/revisions/1/take-back', { part }, { 'if-match': '"1"' });
    assert.equal(late.status, 412);
    const done = await call('POST', '/revisions/1/take-back', { part }, { 'if-match': '"2"' });
    assert.deepEqual([done.status, done.body], [200, { revision: 3, changed: true }]);
    const again = await call('POST', '/revisions/1/take-back', { part });
    assert.deepEqual(again.body, { revision: 3, changed: false });
    assert.equal((await running()).groups[0]?.stages[0]?.ringSec, 20);
  });

  test('deletes only what is said to be meant, names faults, and obeys permissions', async () => {
    const groups = [{ ...HOUSE.groups[0], stages: [{ ringSec: 20, members: ['anna'] }] }];
    await saved({ ...HOUSE, users: [HOUSE.users[0]], groups });
    const call = await withScopes('config.read', 'config.write');
    const group = await call('POST', '/revisions/1/take-back', { part: { kind: 'group', id: '700' } });
    assert.equal(group.status, 422);
    assert.match(group.text, /groups\[0\]\.stages\[0\]\.members\[1\]/);
    assert.equal((await call('POST', '/revisions/1/take-back', {})).status, 200);
    const gone = await call('POST', '/revisions/2/take-back', {});
    assert.equal(gone.status, 409);
    assert.match(gone.text, /user bert/);
    assert.equal((await call('POST', '/revisions/2/take-back', { removalsMeant: true })).status, 200);
    for (const path of ['/revisions/9/take-back', '/revisions/1/take-back'])
      assert.equal((await call('POST', path, { part: { kind: 'user', id: 'nobody' } })).status, 404);
    const reader = await withScopes('config.read');
    assert.equal((await reader('POST', '/revisions/1/take-back', {})).status, 403);
    assert.equal((await (await withScopes('calls.read'))('GET', '/revisions')).status, 403);
  });
});
