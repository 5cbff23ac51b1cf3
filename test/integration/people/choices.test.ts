/** What pickers ask the site for while somebody types, and how heavy pages are in a very large house. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import type { Browser } from './browser.js';
import type { Site } from './site.js';

const USERS = Array.from({ length: 10_000 }, (_, index) => ({
  id: `user-${index}`,
  name: `Person Number ${index}`,
  extension: String(10_000 + index),
}));

interface Answer {
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly more: number;
}

describe('Choices', () => {
  let database: TestDatabase;
  let site: Site;
  let admin: Browser;

  before(async () => {
    database = await startDatabase();
    const [sales] = HOUSE.groups;
    const stages = [{ ringSec: 20, members: ['user-4711'] }];
    const groups = Array.from({ length: 250 }, (_, index) => ({
      ...sales,
      stages: index === 0 ? stages : [{ ringSec: 20, members: ['user-1'] }],
      number: String(700 + index),
      ...(index === 0 && { final: { voicemail: '10007' } }),
    }));
    const content = { ...HOUSE, users: USERS, groups };
    site = await startConfiguredSite(await database.store(), content, {
      stock: () => ({
        music: ['moh'],
        gateways: [],
        sounds: ['closed.wav', 'ivr/hello.wav'],
        extensions: ['10001', '55555'],
      }),
    });
    admin = await site.signedIn('admin');
  });
  after(async () => {
    await site.close();
    await database.close();
  });

  const asked = async (browser: Browser, where: string) => {
    const { status, text } = await browser.get(where);
    return { status, answer: status === 200 ? (JSON.parse(text) as Answer) : undefined };
  };

  test('of groups are a hundred a page', async () => {
    const numbersOn = async (where: string) =>
      [...(await admin.get(where)).text.matchAll(/<td><a href="\/groups\/(\d+)">/g)].map(
        ([, number]) => number,
      );
    const [first, last] = [await numbersOn('/groups'), await numbersOn('/groups?page=3')];
    assert.deepEqual([first.length, first[0], last.length, last.at(-1)], [100, '700', 50, '949']);
    assert.match((await admin.get('/groups?page=2')).text, /page&#x3D;1">.*Page 2 of 3.*page&#x3D;3">/);
    assert.deepEqual(await numbersOn('/groups?page=nonsense'), first);
  });

  test('are not on the page where they are 10,000: it has what its fields hold, and where to ask', async () => {
    for (const where of [
      '/groups',
      '/groups/700',
      '/groups/700/form',
      '/accounts',
      '/calls',
      '/what-would-happen',
    ]) {
      const { text } = await admin.get(where);
      assert.ok(text.length < 120_000, `${where}: ${text.length} characters`);
      if (!['/groups', '/groups/700'].includes(where))
        assert.match(text, /<datalist id="\w+" data-ask="\/choices\//, where);
    }
    const { text } = await admin.get('/groups/700/form');
    assert.match(text, /<option value="Person Number 4711 \(user-4711\)">14711<\/option>/);
    assert.match(text, /<option value="10007">Person Number 7, not in FreeSWITCH<\/option>/);
  });

  test('are found by what is typed: users, extensions, boxes of FreeSWITCH, sounds', async () => {
    const lists = '/choices/configuration';
    const { answer } = await asked(admin, `${lists}/users?q=number%204711`);
    assert.deepEqual(answer, {
      options: [{ value: 'Person Number 4711 (user-4711)', text: '14711' }],
      more: 0,
    });
    const first = (await asked(admin, `${lists}/extensions`)).answer;
    assert.deepEqual([first?.options.length, first?.more], [100, 9_901]);
    const box = (await asked(admin, `${lists}/boxes?q=55555`)).answer;
    assert.deepEqual(box?.options, [{ value: '55555', text: '' }]);
    const sound = (await asked(admin, `${lists}/sounds?q=hello`)).answer;
    assert.deepEqual(sound?.options, [{ value: 'ivr/hello.wav', text: '' }]);
    assert.equal((await asked(admin, `${lists}/nothing`)).status, 404);
  });

  test('of who replaces a user that is deleted are asked for too, and a name is taken for its user', async () => {
    const form = await admin.get('/users/user-4711');
    const [, _etag = ''] = /name="_etag" value="([^"]+)"/.exec(form.text) ?? [];
    const { text, status } = await admin.post('/users/user-4711/remove', { _etag });
    assert.equal(status, 409);
    assert.ok(text.length < 120_000, `${text.length} characters`);
    assert.doesNotMatch(text, /<details/, 'one place is not folded');
    assert.match(text, /<datalist id="replace-choices" data-ask="\/choices\/configuration\/users">/);
    const by = 'Person Number 12 (user-12)';
    const replaced = await admin.post('/users/user-4711/remove', { _etag, references: 'replace', by });
    assert.equal(replaced.status, 303);
    const { body } = await admin.json('GET', '/api/v1/groups/700');
    assert.deepEqual((body as { stages: { members: string[] }[] }).stages[0]?.members, ['user-12']);
  });

  test('follow the configuration', async () => {
    const where = '/choices/configuration/users?q=4712';
    const given = await admin.json('GET', '/api/v1/users/user-4712');
    const changed = { ...(given.body as object), name: 'Eva Erhard' };
    assert.equal((await admin.json('PUT', '/api/v1/users/user-4712', changed)).status, 200);
    const { answer } = await asked(admin, where);
    assert.deepEqual(answer?.options, [{ value: 'Eva Erhard (user-4712)', text: '14712' }]);
  });

  test('of a phone number there is one: what is understood of it, in the reader’s language', async () => {
    const german = await site.signedIn('user', { name: 'clara', userId: 'user-2', language: 'de' });
    const understood = async (given: string) =>
      JSON.parse(
        (await german.get(`/numbers/understood?given=${encodeURIComponent(given)}`)).text,
      ) as unknown;
    assert.deepEqual(await understood('(030) 231 25-001'), {
      text: 'verstanden als +49 30 23125001 (030 23125001)',
    });
    assert.deepEqual(await understood('030'), { text: '' });
    assert.deepEqual(await understood('0'.repeat(61)), { text: '' });
    const nobody = await fetch(new URL('/numbers/understood?given=1', site.url), { redirect: 'manual' });
    assert.equal(nobody.status, 303);
  });

  test('are given to whoever may read the page, and to nobody else', async () => {
    const viewer = await site.signedIn('viewer');
    const user = await site.signedIn('user', { userId: 'user-1' });
    for (const [where, ofViewer] of [
      ['/choices/configuration/users', 200],
      ['/choices/accounts/users', 403],
      ['/choices/calls/members', 200],
      ['/choices/what-if/extensions', 200],
    ] as const) {
      assert.equal((await asked(admin, where)).status, 200, where);
      assert.equal((await asked(viewer, where)).status, ofViewer, where);
      assert.equal((await asked(user, where)).status, 403, where);
    }
  });
});
