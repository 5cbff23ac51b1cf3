/** Importing users by the pages and over the interface: a preview that saves nothing, then one revision. */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import { UnreadableSource } from '../../../src/people/imports/source.js';
import type { Store } from '../../../src/base/store/connection.js';
import { formsOf, untouched } from '../../html-form.js';
import { vanillaUser } from '../../unit/people/imports/readings.js';
import type { Browser, Page } from './browser.js';
import { withToken } from './browser.js';
import { startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

const LIST = `Nebenstelle;Name;Kennwort;Handy
1001;Anna Albrecht;SECRET-1;
1002;Bernd Brandt;SECRET-2;0171 3920099
1003;Carla Ölmann;SECRET-3;0171 3920033
1004;Dora;SECRET-4;
x;Eva;SECRET-5;
`;
const ADDRESS = '/users/_import';

let store: Store;
let site: ConfiguredSite;
let admin: Browser;
/** What the FreeSWITCH answers. */
let listed: string;

onOwnStores(async (own) => {
  store = own;
  listed =
    'userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number\n1003|d|127.0.0.1|default|error|x|Carla|1003\n\n+OK\n';
  site = await startConfiguredSite(store, undefined, {
    directories: {
      names: ['127.0.0.1:8021'],
      ask: (name) =>
        name === '127.0.0.1:8021'
          ? Promise.resolve({ name, bytes: Buffer.from(listed) })
          : Promise.reject(new UnreadableSource('unknownFreeswitch', { name })),
    },
  });
  return site;
});
beforeEach(async () => {
  admin = await site.signedIn('admin');
});

const upload = (text: string, name = 'liste.csv') =>
  admin.upload(`${ADDRESS}/file`, [{ name, bytes: Buffer.from(text) }], ADDRESS);

function formOf({ text }: Page): Record<string, string | readonly string[]> {
  const form = formsOf(text).find(({ action }) => action === `${ADDRESS}/preview`);
  assert.ok(form !== undefined, text);
  return untouched(form);
}

const press = (page: Page, act: string, fields: Record<string, string | readonly string[]> = {}) =>
  admin.send(`${ADDRESS}/preview`, { ...formOf(page), ...fields, do: act });

const running = async () => (await store.configurations.latest())?.content as Configuration;
const revision = async () => (await store.configurations.head())?.revision ?? 0;
const people = async () =>
  (await running()).users.map(({ id, name, extension }) => `${id} ${name} ${extension ?? ''}`);

describe('The import of users on the pages', () => {
  test('shows what would change, saves nothing before, and then one revision with one entry', async () => {
    const before = await revision();
    const preview = await upload(LIST);
    assert.equal(preview.status, 200);
    for (const said of [
      /Nothing is saved yet\.<\/strong> From liste\.csv, compared with revision 1\./,
      /all: 5/,
      /new: 2/,
      /other name: 1/,
      /is called Bernd Berger now/,
      /“x” is no extension; 1 to 15 digits are needed/,
    ])
      assert.match(preview.text, said);
    assert.equal(await revision(), before);
    const done = await press(preview, 'apply');
    assert.equal(done.to, `${ADDRESS}/done?revision=${before + 1}`);
    assert.deepEqual(await people(), [
      'anna Anna Albrecht 1001',
      'bernd Bernd Berger 1002',
      'carla-oelmann Carla Ölmann 1003',
      'dora Dora 1004',
    ]);
    assert.equal((await running()).users[2]?.mobile?.number, '0171 3920033');
    const entries = site.audited.filter(({ event }) => event === 'usersImported');
    assert.deepEqual(
      entries.map(({ who, facts, change }) => [who, facts['added'], Object.keys(change?.after as object)]),
      [['admin', 'user carla-oelmann, user dora', ['user carla-oelmann', 'user dora']]],
    );
    const shown = await admin.get(done.to);
    assert.match(shown.text, /2 users were added\./);
    assert.match(shown.text, /href="\/users\/carla-oelmann"/);
    assert.match(shown.text, /href="\/groups\/_new\?members&#x3D;carla-oelmann%2Cdora"/);
    const group = await admin.get('/groups/_new?members=carla-oelmann%2Cdora');
    assert.match(group.text, /Carla Ölmann[\s\S]*Dora/);
  });

  test('gives another name only to whom somebody ticks, who keeps everything else', async () => {
    const mobile = { number: '0171 3920022', windows: [{ days: ['mon'], from: '08:00', to: '17:00' }] };
    const call = await token();
    const bernd = { id: 'bernd', name: 'Bernd Berger', extension: '1002', mobile };
    assert.equal((await call('PUT', '/users/bernd', bernd)).status, 200);
    const before = (await running()).users[1];
    const done = await press(await upload(LIST), 'apply', { row: ['renamed-1'] });
    assert.equal(done.status, 303, done.text);
    assert.deepEqual((await running()).users[1], { ...before, name: 'Bernd Brandt' });
    assert.equal((await running()).users.length, 2);
  });

  test('never shows, keeps or notes a password of the list', async () => {
    const preview = await upload(LIST);
    const again = await press(preview, 'columns');
    const xml = await upload(vanillaUser('1009', 'Zeno'), '1009.xml');
    const done = await press(preview, 'apply');
    for (const { text } of [preview, again, xml, done]) assert.doesNotMatch(text, /SECRET/);
    for (const page of [preview, again, xml]) {
      const state = Buffer.from(String(formOf(page)['state']), 'base64url');
      const { gunzipSync } = await import('node:zlib');
      assert.doesNotMatch(gunzipSync(state).toString(), /SECRET/);
    }
    const stored = (await store.connection.db?.collections()) ?? [];
    for (const collection of stored)
      assert.doesNotMatch(
        JSON.stringify(await collection.find().toArray()),
        /SECRET/,
        collection.collectionName,
      );
    assert.doesNotMatch(JSON.stringify(site.audited), /SECRET/);
  });

  test('tells who saved meanwhile, saves nothing, and compares anew', async () => {
    const preview = await upload(LIST);
    const call = await token();
    assert.equal(
      (await call('POST', '/users', { id: 'carla', name: 'Carla', extension: '1003' })).status,
      201,
    );
    const before = await revision();
    const refused = await press(preview, 'apply');
    assert.equal(refused.status, 409);
    assert.match(refused.text, /admin has changed the configuration meanwhile/);
    assert.match(refused.text, /is called Carla now/);
    assert.equal(await revision(), before);
    assert.equal((await press(refused, 'apply')).status, 303);
    assert.deepEqual((await people()).slice(2), ['carla Carla 1003', 'dora Dora 1004']);
  });

  test('goes through pages and sums, and keeps the ticks of all', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => `${2000 + index};User ${index}`);
    const first = await upload(['1001;Anna', ...rows].join('\n'));
    assert.match(first.text, /Page 1 of 3/);
    const ticked = formOf(first)['row'] as readonly string[];
    const second = await press(first, 'page:2', { row: ticked.slice(1) });
    assert.match(second.text, /Page 2 of 3/);
    const renamed = await press(second, 'show:renamed');
    assert.deepEqual(String(formOf(renamed)['shown']).split(',').filter(Boolean), ['renamed-0']);
    const none = await press(renamed, 'tick:');
    assert.equal((await press(none, 'apply')).status, 422);
    assert.equal((await press(await press(renamed, 'show:all'), 'apply')).status, 303);
    const users = (await running()).users.map(({ extension }) => extension);
    assert.equal(users.length, 2 + 249);
    assert.equal(users.includes('2000'), false);
  });

  test('reads the columns that somebody chooses', async () => {
    const guessed = await upload('Nr;Wo;Wer\n1;1003;Carla\n2;1004;Dora\n');
    assert.match(guessed.text, /option value="1" selected>Nr/);
    const chosen = await press(guessed, 'columns', { 'column.extension': '2', 'column.name': '3' });
    assert.equal((await press(chosen, 'apply')).status, 303);
    assert.deepEqual((await people()).slice(2), ['carla Carla 1003', 'dora Dora 1004']);
  });

  test('asks a FreeSWITCH', async () => {
    const preview = await admin.post(`${ADDRESS}/freeswitch`, { name: '127.0.0.1:8021' }, ADDRESS);
    assert.match(preview.text, /From 127\.0\.0\.1:8021/);
    assert.equal((await press(preview, 'apply')).status, 303);
    assert.deepEqual((await people()).slice(2), ['carla Carla 1003']);
    listed = `${listed.split('\n')[0] ?? ''}\n\n+OK\n`;
    const none = await admin.post(`${ADDRESS}/freeswitch`, { name: '127.0.0.1:8021' }, ADDRESS);
    assert.match(none.text, /FreeSWITCH lists no users/);
    assert.equal((await admin.post(`${ADDRESS}/freeswitch`, { name: 'evil:1' }, ADDRESS)).status, 422);
  });

  test('says in words why a file cannot be read, in both languages', async () => {
    const german = await site.signedIn('admin', { name: 'deutsch', language: 'de' });
    const bytes = Buffer.from('<!DOCTYPE x><x/>');
    const answer = await german.upload(`${ADDRESS}/file`, [{ name: 'a.xml', bytes }], ADDRESS);
    assert.equal(answer.status, 422);
    assert.match(answer.text, /a\.xml, Zeile 1: Ein Dokumenttyp/);
    const large = await admin.upload(
      `${ADDRESS}/file`,
      [{ name: 'a', bytes: Buffer.alloc(9e6, 0x31) }],
      ADDRESS,
    );
    assert.equal(large.status, 413);
    assert.match(large.text, /at most 8 MB/);
    assert.equal((await admin.upload(`${ADDRESS}/file`, [], ADDRESS)).status, 422);
    assert.equal(
      (await admin.post(`${ADDRESS}/preview`, { state: 'xxx', do: 'apply' }, ADDRESS)).status,
      422,
    );
    assert.equal((await admin.post(`${ADDRESS}/file`, {}, ADDRESS)).status, 400);
  });

  test('is for administrators, and needs the page’s own form', async () => {
    const viewer = await site.signedIn('viewer');
    assert.equal((await viewer.get(ADDRESS)).status, 403);
    assert.doesNotMatch((await viewer.get('/users')).text, /_import/);
    assert.match((await admin.get('/users')).text, /href="\/users\/_import"/);
    const body = new FormData();
    body.append('file', new Blob([LIST]), 'a.csv');
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    const foreign = await fetch(new URL(`${ADDRESS}/file`, site.url), { method: 'POST', headers, body });
    assert.equal(foreign.status, 403);
    await foreign.text();
  });
});

async function token() {
  const { text } = await site.access.addToken('admin', 'test', ['config.read', 'config.write'], null);
  return withToken(site.url, text);
}

describe('The import of users over the interface', () => {
  let call: Awaited<ReturnType<typeof token>>;
  beforeEach(async () => (call = await token()));

  test('previews, and takes over what is asked for', async () => {
    const { status, body } = await call('POST', '/users/import/preview', { content: LIST });
    assert.equal(status, 200);
    const preview = body as {
      revision: number;
      columns: object;
      rows: { state: string; userId: string | null }[];
    };
    assert.deepEqual(preview.columns, { extension: 1, name: 2, mobile: 4 });
    assert.deepEqual(
      preview.rows.map(({ state, userId }) => [state, userId]),
      [
        ['same', 'anna'],
        ['renamed', 'bernd'],
        ['new', 'carla-oelmann'],
        ['new', 'dora'],
        ['unusable', null],
      ],
    );
    const take = { content: LIST, add: ['1004'], rename: ['1002'] };
    const done = await call('POST', '/users/import', take, { 'if-match': `"${preview.revision}"` });
    assert.deepEqual([done.status, done.body], [200, { revision: 2, added: ['dora'], renamed: ['bernd'] }]);
    const again = await call('POST', '/users/import', take);
    assert.deepEqual(again.body, { revision: null, added: [], renamed: [] });
    assert.equal((await call('POST', '/users/import', take, { 'if-match': '"1"' })).status, 412);
  });

  test('says where a list is wrong, and which of content and freeswitch is needed', async () => {
    const broken = await call('POST', '/users/import/preview', { content: 'Nst;Name\n1;"A\n' });
    assert.equal(broken.status, 422);
    assert.deepEqual((broken.body as { faults: object[] }).faults, [
      { path: 'body.content', message: 'content, line 2: A quote (") is opened here and never closed.' },
    ]);
    assert.equal((await call('POST', '/users/import/preview', {})).status, 422);
    assert.equal((await call('POST', '/users/import/preview', { freeswitch: '127.0.0.1:8021' })).status, 200);
  });

  test('takes ten thousand rows, but no more users than a configuration may have', async () => {
    const rows = Array.from({ length: 9_998 }, (_, index) => `${20_000 + index},User ${index}`);
    const content = ['extension,name', ...rows].join('\n');
    const done = await call('POST', '/users/import', { content });
    assert.equal((done.body as { added: string[] }).added.length, 9_998);
    const more = await call('POST', '/users/import', { content: content.replace('20000', '50000') });
    assert.equal(more.status, 422);
    assert.match(JSON.stringify(more.body), /10000/);
  });
});
