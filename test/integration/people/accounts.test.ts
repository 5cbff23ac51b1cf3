/**
 * Accounts on pages, interface and command line, above all those whose user is gone from the configuration.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { runScript } from '../commands/command-line.js';
import type { Browser } from './browser.js';
import { withToken } from './browser.js';
import { startConfiguredSite } from './configured-site.js';
import { PASSWORD, type Site } from './site.js';

let server: TestServer;
let databases = 0;
let uri: string;
let store: Store;
let site: Site;
let admin: Browser;

before(async () => {
  server = await startTestServer();
});
after(() => server.close());
beforeEach(async () => {
  uri = server.uriFor(`accounts${++databases}`);
  store = await connectStore(uri);
  site = await startConfiguredSite(store);
  admin = await site.signedIn('admin');
});
afterEach(async () => {
  await site.close();
  await store.close();
});

const accounts = (...args: string[]) => runScript('accounts', args, uri);

async function tokenOf(name: string) {
  const { text } = await site.access.addToken(name, 'test', ['accounts.write', 'callbacks.read'], null);
  return withToken(site.url, text);
}

/** The account of Bernd, and then no Bernd. */
async function berndLeaves(): Promise<Browser> {
  const bernd = await site.signedIn('user', { name: 'bb', userId: 'bernd' });
  const call = await site.access.addToken('admin', 'x', ['config.write'], null);
  const reply = await withToken(site.url, call.text)('DELETE', '/users/bernd');
  assert.equal(reply.status, 200, reply.text);
  return bernd;
}

describe('The command line', () => {
  test('refuses the role user without a known user, and says which there are', async () => {
    for (const [args, words] of [
      [['add', 'eve', '--role', 'user', '--user', 'nobody'], /no user nobody.*: anna, bernd\./],
      [['add', 'eve', '--role', 'user', '--user', ''], /needs? --user ID.*: anna, bernd\./],
      [['add', 'eve', '--role', 'user'], /needs? --user ID.*: anna, bernd\./],
      [['add', 'eve', '--role', 'viewer', '--user', 'nobody'], /no user nobody/],
      [['role', 'admin', '--role', 'user', '--user', 'nobody'], /no user nobody.*: anna, bernd\./],
      [
        ['add', 'eve', '--role', 'boss'],
        /There is no role boss; there are: admin, receptionist, leader, viewer, observer, user/,
      ],
      [['add', 'eve'], /--role is missing; there are: admin, receptionist, leader, viewer, observer, user/],
    ] as const) {
      const { code, output } = await accounts(...args);
      assert.ok(code === 1 || code === 2, output);
      assert.match(output, words);
      assert.doesNotMatch(output, /password of/);
    }
    assert.equal(await store.accounts.get('eve'), undefined);
    assert.equal((await store.accounts.get('admin'))?.role, 'admin');
  });

  test('invites where links can be mailed; prints no password, and else says why and adds nothing', async () => {
    const words = ['add', 'eve', '--role', 'viewer', '--mail', 'eve@example.com', '--invite'];
    const server = { SMTP_URL: 'smtp://127.0.0.1:9' };
    for (const [env, why] of [
      [{}, /no mail server \(SMTP_URL\)/],
      [server, /PUBLIC_URL is not set/],
    ] as const) {
      const { code, output } = await runScript('accounts', words, uri, env);
      assert.equal(code, 1);
      assert.match(output, why);
    }
    assert.equal(await store.accounts.get('eve'), undefined);
    const ways = { ...server, PUBLIC_URL: 'https://phones.example.com/' };
    const { code, output } = await runScript('accounts', words, uri, ways);
    assert.equal(code, 0, output);
    assert.match(
      output,
      /^The running service mails an invitation for eve to eve@example\.com; it is valid until /m,
    );
    assert.doesNotMatch(output, /password of/);
    const [mail] = await store.mails.list(1);
    assert.match(
      (await store.mails.get(mail?.id ?? ''))?.text ?? '',
      /phones\.example\.com\/password\/\*\*\*/,
    );
    assert.match((await accounts('list')).output, /^eve .*invited, until/m);
    for (const bad of [
      ['mail', 'eve', 'eve'],
      ['link', 'admin'],
    ]) {
      const refused = await runScript('accounts', bad, uri, ways);
      assert.equal(refused.code, 1);
      assert.match(refused.output, /mail address/);
    }
  });

  test('leaves who did what, before and after, in the audit log, and never a password', async () => {
    const made = await accounts('add', 'eve', '--role', 'user', '--user', 'anna');
    const password = /password of eve: (\S+)/.exec(made.output)?.[1] ?? '';
    assert.equal(made.code, 0, made.output);
    await accounts('role', 'eve', '--role', 'viewer');
    await accounts('role', 'eve', '--role', 'viewer', '--user', '');
    await accounts('password', 'eve');
    await accounts('unlock', 'eve');
    await accounts('remove', 'eve');
    const entries = (await store.audit.list({ limit: 50 })).toReversed();
    assert.deepEqual(
      entries.map(({ event, before, after: then }) => [event, before, then]),
      [
        ['accountAdded', null, '{"role":"user","user":"anna"}'],
        ['accountChanged', '{"role":"user","user":"anna"}', '{"role":"viewer","user":"anna"}'],
        ['accountChanged', '{"role":"viewer","user":"anna"}', '{"role":"viewer","user":null}'],
        ['passwordChanged', null, null],
        ['accountUnlocked', null, null],
        ['accountRemoved', '{"role":"viewer","user":null}', null],
      ],
    );
    for (const { who, facts } of entries) {
      assert.match(who, /^\S+ \(command line\)$/);
      assert.equal(facts['account'], 'eve');
    }
    assert.ok(!JSON.stringify(entries).includes(password));
  });

  test('is the way in while the stored configuration is one of a newer program', async () => {
    const base = (await store.configurations.head())?.revision ?? 0;
    await store.configurations.save({
      base,
      content: { version: 9 },
      changes: { added: [], changed: [], removed: [] },
      author: 'newer program',
      origin: 'page',
      reason: '',
      at: new Date(),
    });
    for (const args of [
      ['password', 'admin'],
      ['unlock', 'admin'],
      ['add', 'eve', '--role', 'admin'],
      ['role', 'eve', '--role', 'viewer', '--user', ''],
      ['remove', 'eve'],
    ]) {
      const { code, output } = await accounts(...args);
      assert.equal(code, 0, `${args.join(' ')}: ${output}`);
    }
    const list = await accounts('list');
    assert.equal(list.code, 0, list.output);
    assert.match(list.output, /^admin +admin .*last sign-in/m);
    assert.match(
      list.output,
      new RegExp(`^note: revision ${base + 1} of the configuration cannot be read`, 'm'),
    );
    const named = await accounts('add', 'eve', '--role', 'user', '--user', 'anna');
    assert.equal(named.code, 1);
    assert.match(named.output, /^The stored configuration, revision 2, cannot be read by this program/);
  });
});

describe('An account whose user is gone', () => {
  test('is named on the accounts page, on the first page and on the status page', async () => {
    await berndLeaves();
    for (const [path, words] of [
      ['/accounts', /These accounts have no user any more:<\/strong> bb\./],
      ['/accounts', /the user bernd is not in the configuration any more/],
      ['/', /The user of these accounts is not in the configuration any more: bb\./],
      ['/status', /bb<\/a>: the user bernd is not in the configuration any more/],
    ] as const) {
      assert.match((await admin.get(path)).text, words, path);
    }
    const viewer = await site.signedIn('viewer', { language: 'de' });
    for (const path of ['/', '/status'])
      assert.doesNotMatch((await viewer.get(path)).text, /[> ]bb[.<:]/, path);
    assert.match((await accounts('list')).output, /^bb .*the user bernd is not in the configuration/m);
  });

  test('tells the person so on every page, and in the interface, instead of an empty list', async () => {
    const bernd = await berndLeaves();
    for (const path of ['/callbacks', '/account'])
      assert.match((await bernd.get(path)).text, /role="alert">Your account belongs to the user bernd, who/);
    const call = await tokenOf('bb');
    const list = await call('GET', '/callbacks');
    assert.equal(list.status, 403);
    assert.match(list.text, /The user of this account is not in the configuration any more/);
    assert.equal(((await call('GET', '/me')).body as { userGone: boolean }).userGone, true);
    const german = await site.signedIn('user', { name: 'bb', userId: 'bernd', language: 'de' });
    assert.match((await german.get('/callbacks')).text, /Ihr Konto gehört zum Benutzer bernd, den es/);
    const anna = await site.signedIn('user', { name: 'aa', userId: 'anna' });
    assert.doesNotMatch((await anna.get('/callbacks')).text, /Your account belongs/);
  });

  test('gets a new password by page, interface and command line, and keeps its role', async () => {
    await berndLeaves();
    const fields = { role: 'user', userId: 'bernd', password: 'a first long one' };
    assert.equal((await admin.post('/accounts/bb', fields, '/accounts')).to, '/accounts');
    assert.equal((await site.access.signIn('bb', 'a first long one')).kind, 'good');
    const call = await tokenOf('admin');
    const body = { password: 'a second long one' };
    assert.equal((await call('PATCH', '/accounts/bb', body)).status, 200);
    assert.equal((await site.access.signIn('bb', 'a second long one')).kind, 'good');
    const { code, output } = await accounts('password', 'bb');
    assert.equal(code, 0, output);
    const third = /password of bb: (\S+)/.exec(output)?.[1] ?? '';
    assert.equal((await site.access.signIn('bb', third)).kind, 'good');
    const { role, userId } = (await store.accounts.get('bb')) ?? {};
    assert.deepEqual([role, userId], ['user', 'bernd']);
  });

  test('and one that never had a user gets a password too, and can become a viewer', async () => {
    const at = new Date();
    await store.accounts.add({ name: 'old', role: 'user', userId: null, passwordHash: 'x', at });
    const fields = { role: 'user', userId: '', password: PASSWORD };
    assert.equal((await admin.post('/accounts/old', fields, '/accounts')).to, '/accounts');
    assert.match((await admin.get('/accounts')).text, /belongs to no user of the configuration/);
    await berndLeaves();
    const call = await tokenOf('admin');
    assert.equal((await call('PATCH', '/accounts/bb', { role: 'viewer' })).status, 200);
  });

  test('is told of to whoever deletes the user', async () => {
    await site.signedIn('user', { name: 'bb', userId: 'bernd' });
    const form = await admin.get('/users/bernd');
    assert.match(form.text, /data-confirm="[^"]*Accounts of this user lose their user: bb\./);
    const etag = /name="_etag" value="([^"]*)"/.exec(form.text)?.[1] ?? '';
    await admin.post('/users/bernd/remove', { _etag: etag }, '/users/bernd');
    assert.match((await admin.get('/users')).text, /role="status">[^<]*lose their user: bb\./);
  });

  test('is told of to whoever deletes the user through the interface', async () => {
    await site.signedIn('user', { name: 'bb', userId: 'bernd' });
    const { text } = await site.access.addToken('admin', 'x', ['config.write'], null);
    const gone = await withToken(site.url, text)('DELETE', '/users/bernd');
    assert.deepEqual(
      [gone.status, gone.body],
      [200, { warnings: ['accounts of this user have lost their user: bb'] }],
    );
  });
});

describe('A change of role, user and password', () => {
  test('is all or nothing by page and interface', async () => {
    await site.signedIn('viewer', { name: 'eve' });
    const bad = { role: 'admin', userId: 'anna', password: 'short' };
    const page = await admin.post('/accounts/eve', bad, '/accounts');
    assert.equal(page.status, 422);
    assert.match(page.text, /role="alert">At least 12 characters\./);
    const call = await tokenOf('admin');
    assert.equal((await call('PATCH', '/accounts/eve', bad)).status, 422);
    const { role, userId } = (await store.accounts.get('eve')) ?? {};
    assert.deepEqual([role, userId], ['viewer', null]);
    assert.equal((await site.access.signIn('eve', PASSWORD)).kind, 'good');
    assert.deepEqual(
      site.audited.filter(({ event }) => event === 'accountChanged' || event === 'passwordChanged'),
      [],
    );
  });

  test('names a role that there is none of, and those that there are', async () => {
    const fields = { role: 'boss', userId: '', password: '' };
    const page = await admin.post('/accounts/admin', fields, '/accounts');
    assert.equal(page.status, 422);
    assert.match(
      page.text,
      /There is no role “boss”\. There are: administrator, receptionist, team leader, viewer, viewer \(masked numbers\), user\./,
    );
    const reply = await (await tokenOf('admin'))('PATCH', '/accounts/admin', { role: 'boss' });
    assert.match(reply.text, /"path":"body\.role","message":"[^}]*admin[^}]*viewer[^}]*user/);
  });

  test('names a user that there is none of, and those that there are', async () => {
    const fields = { name: 'eve', role: 'user', userId: 'nobody', password: PASSWORD };
    const page = await admin.post('/accounts', fields, '/accounts');
    assert.match(page.text, /The configuration has no user nobody\. There are: anna, bernd\./);
    const reply = await (await tokenOf('admin'))('POST', '/accounts', fields);
    assert.match(reply.text, /is no user of the configuration; there are: anna, bernd/);
  });
});
