/** Signing in and out, sessions, locks and roles: who gets in, and what guessing meets. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { SESSION_COOKIE } from '../../../src/people/http/session.js';
import type { Store } from '../../../src/base/store/connection.js';
import { Browser, withToken } from './browser.js';
import { onOwnStores, PASSWORD, startSite, type Site } from './site.js';

let store: Store;
let site: Site;
let now: DateTime;

onOwnStores(async (own) => {
  store = own;
  now = DateTime.utc(2026, 11, 25, 8);
  site = await startSite(store, { now: () => now });
  return site;
});

describe('Signing in', () => {
  test('leads to the page that was asked for, and out again', async () => {
    await site.access.add({ name: 'ada', role: 'admin', userId: null, password: PASSWORD });
    const browser = new Browser(site.url);
    const refused = await browser.get('/outbox?x=1');
    assert.equal(refused.to, '/login?to=%2Foutbox%3Fx%3D1');
    const form = { name: 'Ada', password: PASSWORD, to: '/outbox?x=1' };
    assert.equal((await browser.post('/login', form, '/login')).to, '/outbox?x=1');
    assert.equal((await browser.get('/outbox')).status, 200);
    assert.equal((await browser.post('/logout')).to, '/login');
    assert.equal((await browser.get('/outbox')).status, 303);
    assert.deepEqual(
      site.audited.map(({ who, event }) => [who, event]),
      [
        ['ada', 'signedIn'],
        ['ada', 'signedOut'],
      ],
    );
  });

  test('keeps the session before it sends the browser on, however slow the database is', async () => {
    const events: string[] = [];
    const set: Store['sessions']['set'] = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await store.sessions.set(...given);
      events.push('kept');
    };
    const slow = await startSite({ ...store, sessions: { ...store.sessions, set } }, { now: () => now });
    await slow.access.add({ name: 'ada', role: 'admin', userId: null, password: PASSWORD });
    const browser = new Browser(slow.url);
    const token = /name="_csrf" value="([^"]+)"/.exec((await browser.get('/login')).text)?.[1] ?? '';
    const answer = await fetch(new URL('/login', slow.url), {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ name: 'ada', password: PASSWORD, _csrf: token }),
      headers: {
        'sec-fetch-site': 'same-origin',
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    events.push(`sent on with ${answer.status}`);
    await answer.text();
    assert.deepEqual(events.slice(0, 2), ['kept', 'sent on with 303']);
    await slow.close();
  });

  test('never leads to another site', async () => {
    await site.access.add({ name: 'ada', role: 'admin', userId: null, password: PASSWORD });
    for (const to of [
      '//evil.example/',
      '/.//evil.example/',
      '/%2e//evil.example/',
      '/calls/..//evil.example/',
      'https://evil.example/',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:0',
    ]) {
      const page = await new Browser(site.url).post(
        '/login',
        { name: 'ada', password: PASSWORD, to },
        '/login',
      );
      assert.equal(page.to, '/', to);
    }
  });

  test('does not tell whether a name exists', async () => {
    await site.access.add({ name: 'ada', role: 'admin', userId: null, password: PASSWORD });
    const fail = (name: string) => new Browser(site.url).post('/login', { name, password: 'x' }, '/login');
    const [known, unknown] = [await fail('ada'), await fail('nobody')];
    assert.equal(known.status, 401);
    const plain = (text: string) =>
      text.replaceAll(/(name="_csrf" value|id="name" name="name" value)="[^"]*"/g, '');
    assert.equal(plain(known.text), plain(unknown.text));
    for (let attempt = 2; attempt <= 10; attempt += 1) await site.access.signIn('ada', 'wrong');
    const locked = await fail('ada');
    assert.deepEqual([locked.status, plain(locked.text)], [401, plain(unknown.text)]);
  });

  test('a lock is in the audit log, once, with the address and its end', async () => {
    await site.access.add({ name: 'eva', role: 'viewer', userId: null, password: PASSWORD });
    for (let attempt = 1; attempt <= 9; attempt += 1) await site.access.signIn('eva', 'wrong');
    const fail = () => new Browser(site.url).post('/login', { name: 'Eva', password: 'wrong' }, '/login');
    await fail();
    await fail();
    const until = now.plus({ minutes: 15 }).toJSDate().toISOString();
    const locks = site.audited.filter(({ event }) => event === 'accountLocked');
    assert.deepEqual(
      locks.map(({ who, facts }) => [who, facts['account'], facts['until']]),
      [['system (sign-in)', 'eva', until]],
    );
    assert.match(locks[0]?.facts['address'] ?? '', /127\.0\.0\.1/);
  });

  test('locks an account after ten wrong passwords, for a quarter of an hour', async () => {
    await site.access.add({ name: 'ada', role: 'admin', userId: null, password: PASSWORD });
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      assert.equal((await site.access.signIn('ada', `wrong ${attempt}`)).kind, 'wrong');
    }
    assert.equal((await site.access.signIn('ada', PASSWORD)).kind, 'locked');
    now = now.plus({ minutes: 14, seconds: 59 });
    assert.equal((await site.access.signIn('ada', PASSWORD)).kind, 'locked');
    now = now.plus({ seconds: 1 });
    assert.equal((await site.access.signIn('ada', PASSWORD)).kind, 'good');
  });

  test('refuses the 21st attempt of one address within five minutes', async () => {
    const statuses: number[] = [];
    for (let attempt = 1; attempt <= 21; attempt += 1) {
      const page = await new Browser(site.url).post(
        '/login',
        { name: `n${attempt}`, password: 'x' },
        '/login',
      );
      statuses.push(page.status);
    }
    assert.deepEqual(statuses, [...Array<number>(20).fill(401), 429]);
  });

  test('begins a session of its own: an id that was planted before is worth nothing', async () => {
    await site.access.add({ name: 'ada', role: 'admin', userId: null, password: PASSWORD });
    const browser = await site.signedIn('viewer');
    const planted = browser.cookies.get(SESSION_COOKIE) ?? '';
    const victim = new Browser(site.url);
    victim.setCookie(SESSION_COOKIE, planted);
    await victim.post('/logout');
    await victim.signIn('ada', PASSWORD);
    assert.notEqual(victim.cookies.get(SESSION_COOKIE), planted);
    assert.equal((await browser.get('/status')).status, 303);
  });
});

describe('A session', () => {
  test('has a cookie that no script reads and no other site makes a browser send', async () => {
    await site.access.add({ name: 'ada', role: 'admin', userId: null, password: PASSWORD });
    const browser = new Browser(site.url);
    const page = await browser.post('/login', { name: 'ada', password: PASSWORD }, '/login');
    const [line = ''] = page.headers.getSetCookie().filter((cookie) => cookie.startsWith(SESSION_COOKIE));
    assert.match(line, /; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('is over when the account is removed, gets a new password elsewhere, or after twelve idle hours', async () => {
    const one = await site.signedIn('viewer', { name: 'one' });
    const other = await site.signedIn('viewer', { name: 'other' });
    const idle = await site.signedIn('viewer', { name: 'idle' });
    now = now.plus({ seconds: 1 });
    await site.access.remove('one');
    await site.access.change('other', { password: `${PASSWORD}!` });
    assert.equal((await one.get('/status')).status, 303);
    assert.equal((await other.get('/status')).status, 303);
    now = now.plus({ hours: 11 });
    assert.equal((await idle.get('/status')).status, 200);
    now = now.plus({ hours: 11 });
    assert.equal((await idle.get('/status')).status, 200);
    now = now.plus({ hours: 12, seconds: 1 });
    assert.equal((await idle.get('/status')).status, 303);
  });

  test('goes on with a new password of its own, and with the role of the moment', async () => {
    const browser = await site.signedIn('admin');
    await site.access.add({ name: 'second', role: 'admin', userId: null, password: PASSWORD });
    now = now.plus({ seconds: 1 });
    const changed = await browser.post('/account/password', { old: PASSWORD, password: 'another long one' });
    assert.equal(changed.to, '/account');
    assert.equal((await browser.get('/outbox')).status, 200);
    await site.access.change('admin', { role: 'viewer', userId: null });
    assert.equal((await browser.get('/outbox')).status, 403);
  });
});

describe('A form', () => {
  const fields = { to: 'de', back: '/account' };

  test('is refused without a token, with a foreign one, and from another site', async () => {
    const [one, other] = [await site.signedIn('admin'), await site.signedIn('viewer')];
    const token = /name="_csrf" value="([^"]+)"/.exec((await other.get('/account')).text)?.[1] ?? '';
    assert.equal((await one.send('/language', fields)).status, 403);
    assert.equal((await one.send('/language', { ...fields, _csrf: token })).status, 403);
    const own = /name="_csrf" value="([^"]+)"/.exec((await one.get('/account')).text)?.[1] ?? '';
    const foreign = { 'sec-fetch-site': 'cross-site' };
    assert.equal((await one.send('/language', { ...fields, _csrf: own }, foreign)).status, 403);
    assert.equal((await one.send('/language', { ...fields, _csrf: own }, {})).status, 403);
    assert.equal((await one.send('/language', { ...fields, _csrf: own })).status, 303);
  });

  test('of half a megabyte is refused before it is read, and one of nobody is not read at all', async () => {
    const browser = await site.signedIn('admin');
    assert.equal((await browser.post('/language', { ...fields, x: 'x'.repeat(500_000) })).status, 413);
    assert.equal((await new Browser(site.url).send('/logout', { x: 'x'.repeat(500_000) })).status, 401);
  });
});

describe('A token', () => {
  test('does what it was made for and no more, until it is deleted', async () => {
    await site.signedIn('admin');
    const { token, text } = await site.access.addToken('admin', 'billing', ['calls.read'], null);
    const call = withToken(site.url, text);
    assert.deepEqual((await call('GET', '/me')).body, {
      name: 'admin',
      role: 'admin',
      userId: null,
      userGone: false,
      permissions: ['calls.read'],
    });
    assert.equal((await call('GET', '/accounts')).status, 403);
    assert.equal((await withToken(site.url, `${text}0`)('GET', '/me')).status, 401);
    await store.apiTokens.remove(token.id);
    assert.equal((await call('GET', '/me')).status, 401);
  });

  test('never has more than its account has now, and ends with its time', async () => {
    await site.access.add({ name: 'second', role: 'admin', userId: null, password: PASSWORD });
    const ends = now.plus({ days: 1 }).toJSDate();
    const { text } = await site.access.addToken('second', 'all', ['accounts.write', 'status.read'], ends);
    await site.signedIn('admin');
    const call = withToken(site.url, text);
    assert.equal((await call('GET', '/accounts')).status, 200);
    await site.access.change('second', { role: 'viewer', userId: null });
    assert.equal((await call('GET', '/accounts')).status, 403);
    now = now.plus({ days: 1 });
    assert.equal((await call('GET', '/me')).status, 401);
  });

  test('is shown once and kept as a hash', async () => {
    const browser = await site.signedIn('admin');
    const page = await browser.post('/account/tokens', {
      label: 'x',
      days: '30',
      scopes: ['status.read', 'nothing'],
    });
    const [text = ''] = /rufgruppe_[0-9a-f]{12}_[0-9a-f]{64}/.exec(page.text) ?? [];
    assert.equal((await withToken(site.url, text)('GET', '/me')).status, 200);
    assert.doesNotMatch((await browser.get('/account')).text, new RegExp(text.slice(-64)));
    assert.doesNotMatch(JSON.stringify(await store.apiTokens.list()), new RegExp(text.slice(-64)));
  });
});

test('the last administrator cannot be removed or made less', async () => {
  const browser = await site.signedIn('admin');
  const refused = await browser.post('/accounts/admin/remove', {}, '/accounts');
  assert.equal(refused.status, 422);
  assert.match(refused.text, /<details open><summary>[^\n]*<strong>admin</, 'its form stays open');
  assert.doesNotMatch((await browser.get('/accounts')).text, /<details open/);
  assert.equal(
    (await browser.post('/accounts/admin', { role: 'viewer', userId: '' }, '/accounts')).status,
    422,
  );
  assert.equal((await store.accounts.get('admin'))?.role, 'admin');
});

test('an empty database gets one administrator, whose password is told once', async () => {
  const password = await site.access.begin();
  assert.match(password ?? '', /^[a-z2-9]{6}(-[a-z2-9]{6}){3}$/);
  assert.equal(await site.access.begin(), undefined);
  assert.equal((await site.access.signIn('admin', password ?? '')).kind, 'good');
});
