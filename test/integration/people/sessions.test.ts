/** Where an account is signed in: its owner sees it and ends it, and so do administrators. */
import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import type { Store } from '../../../src/base/store/connection.js';
import { formsOf } from '../../html-form.js';
import { Browser, withToken } from './browser.js';
import { startConfiguredSite } from './configured-site.js';
import { onOwnStores, PASSWORD, type Site } from './site.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

let site: Site;
let store: Store;
onOwnStores(async (given) => {
  store = given;
  site = await startConfiguredSite(given);
  return site;
});

/** Another browser of an account that is there. */
async function another(name: string, agent: string): Promise<Browser> {
  const browser = new Browser(site.url, 'en', { 'user-agent': agent });
  await browser.signIn(name, PASSWORD);
  return browser;
}

const isIn = async (browser: Browser) => (await browser.get('/account')).status === 200;

interface Listed {
  readonly id: string;
  readonly begunAt: string;
  readonly address: string;
  readonly userAgent: string;
  readonly current: boolean;
}

async function listed(browser: Browser): Promise<Listed[]> {
  return (await browser.json('GET', '/api/v1/sessions')).body as Listed[];
}

describe('The page of the own account', () => {
  let own: Browser;
  let other: Browser;
  beforeEach(async () => {
    own = await site.signedIn('viewer', { name: 'vera' });
    other = await another('vera', FIREFOX);
    await site.signedIn('admin');
  });

  test('lists its sessions in words, marks this one, and shows no session of others', async () => {
    const { text } = await own.get('/account');
    assert.match(text, /<strong>Firefox, Linux<\/strong><br>/);
    assert.match(
      text,
      /<strong>unknown browser<\/strong> <span class="badge bg-green-lt">this session<\/span>/,
    );
    assert.equal(
      text.match(/from 127\.0\.0\.1 · since 25 Nov 2026, 09:00 · last click 25 Nov 2026, 09:00/g)?.length,
      3,
    );
    assert.equal(formsOf(text).filter(({ action }) => /sessions\/.*\/end$/.test(action)).length, 1);
    assert.equal((await listed(own)).length, 2);
  });

  test('ends one of them, which then has to sign in; the audit log says whose and from where', async () => {
    const [form] = formsOf((await own.get('/account')).text).filter(({ action }) =>
      /sessions\/.*\/end$/.test(action),
    );
    assert.ok(form !== undefined);
    assert.equal((await own.post(form.action)).to, '/account');
    assert.deepEqual([await isIn(own), await isIn(other)], [true, false]);
    const { who, event, facts } = site.audited.at(-1) ?? {};
    assert.deepEqual(
      [who, event, facts],
      ['vera', 'sessionEnded', { account: 'vera', since: '2026-11-25T08:00:00.000Z', address: '127.0.0.1' }],
    );
    const again = await own.post(form.action);
    assert.match((await own.get(again.to ?? '')).text, /This session had ended already/);
  });

  test('ends all others at once', async () => {
    const third = await another('vera', FIREFOX);
    await own.post('/account/sessions/end-others');
    assert.deepEqual([await isIn(own), await isIn(other), await isIn(third)], [true, false, false]);
    assert.deepEqual(site.audited.at(-1)?.facts, { account: 'vera', sessions: '2' });
  });

  test('cannot end a session of another account', async () => {
    const mine = (await listed(own)).find(({ current }) => current);
    const eve = await site.signedIn('viewer', { name: 'eve' });
    await eve.post(`/account/sessions/${mine?.id}/end`);
    assert.equal((await eve.json('DELETE', `/api/v1/sessions/${mine?.id}`)).status, 404);
    assert.ok(await isIn(own));
  });
});

test('an administrator ends all sessions of an account, and keeps the own one', async () => {
  const admin = await site.signedIn('admin');
  const vera = await site.signedIn('viewer', { name: 'vera' });
  const second = await another('admin', FIREFOX);
  assert.equal((await admin.post('/accounts/vera/sessions/end')).to, '/accounts');
  assert.deepEqual([await isIn(vera), await isIn(second)], [false, true]);
  await admin.post('/accounts/admin/sessions/end');
  assert.deepEqual([await isIn(admin), await isIn(second)], [true, false]);
  assert.equal((await admin.post('/accounts/nobody/sessions/end')).status, 404);
  assert.equal((await vera.post('/accounts/admin/sessions/end', {}, '/login')).status, 401);
});

test('the interface lists and ends sessions, also for a token, which has none of its own', async () => {
  const admin = await site.signedIn('admin');
  const vera = await site.signedIn('viewer', { name: 'vera' });
  const { text } = await site.access.addToken('admin', 'x', ['accounts.write', 'credentials.write'], null);
  const call = withToken(site.url, text);
  const [session] = (await call('GET', '/sessions')).body as Listed[];
  assert.deepEqual([session?.address, session?.current], ['127.0.0.1', false]);
  assert.deepEqual((await call('DELETE', '/accounts/vera/sessions')).body, { ended: 1 });
  assert.deepEqual((await call('DELETE', '/accounts/nobody/sessions')).status, 404);
  assert.equal((await call('DELETE', `/sessions/${session?.id}`)).status, 204);
  assert.deepEqual([await isIn(admin), await isIn(vera)], [false, false]);
  assert.deepEqual((await call('DELETE', '/sessions')).body, { ended: 0 });
});

test('the id of a session that is shown is not what a browser signs in with', async () => {
  const own = await site.signedIn('viewer', { name: 'vera' });
  const [session] = await listed(own);
  const cookie = decodeURIComponent(own.cookies.get('rufgruppe.session') ?? '');
  assert.ok(cookie.length > 20 && !cookie.includes(session?.id ?? ''));
});

test('a session that is ended while its request runs stays ended, though the request would keep a notice in it', async () => {
  const own = await site.signedIn('viewer', { name: 'vera' });
  const token = /name="_csrf" value="([^"]+)"/.exec((await own.get('/account')).text)?.[1] ?? '';
  const { accounts } = store;
  const get = accounts.get.bind(accounts);
  Object.assign(accounts, {
    // Between the request's look at its session and its answer.
    get: async (name: string) => {
      await store.sessions.removeOf('vera');
      return get(name);
    },
  });
  const answer = await own.send('/account/sessions/end-others', { _csrf: token });
  Object.assign(accounts, { get });
  assert.equal(answer.to, '/account');
  assert.deepEqual(await store.sessions.list('vera', new Date(0)), []);
  assert.equal(await isIn(own), false);
});

/** Reads a stream until it has had so many beats, or ends. One comes every 15 seconds, and none after the end. */
async function beatsIn({ body }: Response, wanted: number): Promise<number> {
  let read = '';
  const beats = (): number => read.split(': \n\n').length - 1;
  for await (const piece of body ?? []) {
    read += Buffer.from(piece as Uint8Array).toString();
    if (beats() >= wanted) break;
  }
  return beats();
}

for (const where of ['/live/events', '/api/v1/live/events']) {
  test(`the live stream ${where} of a session that was ended ends, too, and that of another goes on`, async () => {
    const own = await site.signedIn('viewer', { name: 'vera' });
    const other = await another('vera', FIREFOX);
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      const [kept, ended] = await Promise.all([own, other].map((browser) => browser.open(where)));
      assert.ok(kept !== undefined && ended !== undefined);
      await own.json('DELETE', '/api/v1/sessions');
      mock.timers.tick(30_000);
      assert.match(await ended.text(), /^event: /);
      mock.timers.tick(30_000);
      assert.ok((await beatsIn(kept, 4)) >= 4);
    } finally {
      mock.timers.reset();
    }
  });
}

test('the live stream of a token goes on as long as the token is there', async () => {
  await site.signedIn('admin');
  const [kept, removed] = await Promise.all(
    ['kept', 'removed'].map((label) => site.access.addToken('admin', label, ['live.read'], null)),
  );
  assert.ok(kept !== undefined && removed !== undefined);
  const open = (text: string) =>
    fetch(`${site.url}api/v1/live/events`, { headers: { authorization: `Bearer ${text}` } });
  mock.timers.enable({ apis: ['setInterval'] });
  try {
    const goesOn = await open(kept.text);
    const ends = await open(removed.text);
    await store.apiTokens.remove(removed.token.id, 'admin');
    mock.timers.tick(30_000);
    assert.match(await ends.text(), /^event: live/);
    mock.timers.tick(30_000);
    assert.ok((await beatsIn(goesOn, 4)) >= 4);
  } finally {
    mock.timers.reset();
  }
});

test('a password that changes while somebody signs in with the old one leaves no session of the old one', async () => {
  await site.signedIn('viewer', { name: 'vera' });
  const { accounts } = store;
  const succeeded = accounts.succeeded.bind(accounts);
  Object.assign(accounts, {
    // The old password was right, and the session is not there yet.
    succeeded: async (name: string, now: Date) => {
      Object.assign(accounts, { succeeded });
      await succeeded(name, now);
      await site.access.change('vera', { password: `${PASSWORD} and more` });
    },
  });
  const late = new Browser(site.url);
  await late.signIn('vera', PASSWORD);
  assert.equal(await isIn(late), false);
  assert.deepEqual(await store.sessions.list('vera', new Date(0)), []);
});
