/** Accounts that are invited by mail: the link, its one use, and who cannot read it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deliverDue } from '../../../src/afterwards/mail/deliver.js';
import { delivery } from '../afterwards/mail/harness.js';
import { Browser, withToken } from './browser.js';
import * as scene from './link-scene.js';
import { ANNA, NEW } from './link-scene.js';

scene.onLinkScene();

const login = (name: string, password: string) =>
  new Browser(scene.site.url).post('/login', { name, password }, '/login');

describe('An invitation', () => {
  test('lets the person choose the password, sign in, and works once', async () => {
    assert.equal((await scene.invite()).status, 303);
    assert.match((await scene.admin.get('/accounts')).text, /invited, until 2 Dec 2026, 09:00/);
    const link = await scene.arrivedLink();
    const [mail] = scene.received();
    assert.deepEqual(mail?.to, [ANNA]);
    assert.match(
      mail.parsed.text ?? '',
      /Konto für die Seiten der Rufgruppen: anna\.[^]*einmal, bis 02\.12\.2026, 09:00/,
    );

    assert.equal((await login('anna', NEW)).status, 401, 'nobody can sign in before');
    const browser = new Browser(scene.site.url);
    for (const round of ['a mail scanner', 'the person']) {
      const page = await browser.get(link);
      assert.equal(page.status, 200, round);
      assert.equal(page.headers.get('cache-control'), 'no-store');
      assert.equal(page.headers.get('referrer-policy'), 'strict-origin');
      assert.match(page.text, /Your account is anna/);
    }
    const short = await browser.post(link, { password: 'short' }, link);
    assert.equal(short.status, 422);
    assert.match(short.text, /At least 12 characters/);

    const { page } = await scene.setPassword(link, NEW, browser);
    assert.deepEqual([page.status, page.to], [303, '/']);
    assert.match((await browser.get('/')).text, /Your password is set/);
    assert.equal((await login('anna', NEW)).status, 303);

    const again = await new Browser(scene.site.url).get(link);
    assert.equal(again.status, 410);
    assert.match(again.text, /This link has been used/);
    assert.doesNotMatch((await scene.admin.get('/accounts')).text, /invited/);
    assert.deepEqual(
      scene.entries
        .filter(({ facts }) => facts['account'] === 'anna')
        .map(({ who, event, facts }) => [who, event, facts['link']]),
      [
        ['admin', 'accountAdded', undefined],
        ['admin', 'accountLinkSent', 'invitation'],
        ['anna', 'passwordChanged', 'invitation'],
      ],
    );
  });

  test('cannot be read from anything that is stored, nor on the page Outbox', async () => {
    await scene.invite();
    const before = await scene.allThatIsStored();
    const secret = (await scene.arrivedLink()).split('/').at(-1) ?? '';
    const stored = before + (await scene.allThatIsStored());
    assert.ok(!stored.includes(secret) && stored.includes('password/***'));
    const id = (await scene.store.mails.list(1))[0]?.id ?? '';
    for (const path of ['', '/html']) {
      const { status, text } = await scene.admin.get(`/outbox/${encodeURIComponent(id)}${path}`);
      assert.equal(status, 200);
      assert.match(text, /password\/\*\*\*/);
      assert.ok(!text.includes(secret));
    }
    const asIs = await new Browser(scene.site.url).get('/password/***');
    assert.equal(asIs.status, 404);
  });

  test('is not told by a mail server that repeats it in its refusal', async () => {
    await scene.invite();
    let link = '';
    const { dependencies, lines } = delivery(scene.store, {
      delivered: 'sent',
      send: (mail) => {
        link = /password\/(\S+)/.exec(mail.text)?.[1] ?? '';
        const words = `554 blocked: https://phones.example.com/password/${link.toUpperCase()} (cut: ${link.slice(0, 20)})`;
        return Promise.resolve({ kind: 'answered', recipients: [{ kind: 'refused', words }] });
      },
    });
    await deliverDue(dependencies, () => new Date('2026-11-25T08:00:01Z'));
    const stored = (await scene.allThatIsStored()) + JSON.stringify(lines);
    assert.equal(link.length, 43);
    assert.match(stored, /554 blocked: https:\/\/phones\.example\.com\/password\/\*+ \(cut: \*{20}\)/);
    assert.ok(!stored.toLowerCase().includes(link.slice(0, 8).toLowerCase()));
  });

  test('of each attempt opens the account, and its use ends all of them', async () => {
    await scene.invite();
    const links: string[] = [];
    const { dependencies } = delivery(scene.store, {
      delivered: 'sent',
      send: (mail) => {
        links.push(`/password/${/password\/(\S+)/.exec(mail.text)?.[1] ?? ''}`);
        return Promise.resolve({ kind: 'unavailable', code: 'ETIMEDOUT', words: 'lost' });
      },
    });
    for (const minute of [1, 5])
      await deliverDue(dependencies, () => new Date(Date.UTC(2026, 10, 25, 8, minute)));
    const [one = '', other = ''] = links;
    assert.notEqual(one, other);
    for (const link of links) assert.equal((await new Browser(scene.site.url).get(link)).status, 200);
    assert.equal((await scene.setPassword(other)).page.status, 303);
    assert.equal((await new Browser(scene.site.url).get(one)).status, 410);
  });

  test('is used by one of two who press at once', async () => {
    await scene.invite();
    const link = await scene.arrivedLink();
    const pages = await Promise.all([scene.setPassword(link), scene.setPassword(link, `${NEW}, too`)]);
    assert.deepEqual(pages.map(({ page }) => page.status).sort(), [303, 410]);
  });

  test('ends with a newer one, when it is withdrawn, with another address or password, and with its time', async () => {
    await scene.invite();
    const open = async (link: string) => (await new Browser(scene.site.url).get(link)).status;
    const first = await scene.arrivedLink();
    await scene.admin.post('/accounts/anna/link', {}, '/accounts');
    const second = await scene.arrivedLink();
    assert.deepEqual([await open(first), await open(second)], [404, 200]);

    await scene.admin.post('/accounts/anna/link/withdraw', {}, '/accounts');
    assert.equal(await open(second), 404);
    assert.match((await scene.admin.get('/accounts')).text, /has no password yet: not invited/);

    for (const change of [{ mail: 'other@example.com' }, { mail: 'other@example.com', password: NEW }]) {
      await scene.admin.post('/accounts/anna/link', {}, '/accounts');
      const link = await scene.arrivedLink();
      assert.equal(await open(link), 200);
      await scene.admin.post(
        '/accounts/anna',
        { role: 'viewer', userId: '', password: '', ...change },
        '/accounts',
      );
      assert.equal(await open(link), 404);
    }

    await scene.invite('bert', 'bert@example.com');
    const last = await scene.arrivedLink();
    scene.later({ days: 7, seconds: -1 });
    assert.equal(await open(last), 200);
    scene.later({ seconds: 1 });
    const over = await new Browser(scene.site.url).get(last);
    assert.deepEqual([over.status, (await scene.setPasswordAnyhow(last)).status], [410, 410]);
    assert.match(over.text, /If it was an invitation, an administrator can invite you again/);
    assert.match(
      (await new Browser(scene.site.url, 'de').get(last)).text,
      /Die Zeit dieses Links ist vorbei/,
    );
    await scene.admin.signIn('admin', 'correct horse battery');
    assert.match((await scene.admin.get('/accounts')).text, /invitation over since 2 Dec 2026/);
  });

  test('that is withdrawn before its mail went out is not sent, and is no failure', async () => {
    await scene.invite();
    await scene.admin.post('/accounts/anna/link/withdraw', {}, '/accounts');
    assert.deepEqual(await scene.sendMails(), {
      delivered: 0,
      waiting: 0,
      failed: 0,
      unavailable: undefined,
    });
    assert.equal(scene.received().length, 0);
    const [mail] = await scene.store.mails.list(1);
    assert.equal(mail?.state, 'dismissed');
    assert.match(mail.lastError ?? '', /^Not sent: the link has been used, replaced or withdrawn/);
    assert.equal((await scene.store.mails.counts()).failed, 0);
  });

  test('needs a plain address, and nothing is added without', async () => {
    for (const [mail, words] of [
      ['', /needs a mail address to go to/],
      ['anna@example.com\r\nBcc: eve@example.com', /One plain mail address/],
      ['Anna <anna@example.com>', /One plain mail address/],
    ] as const) {
      const page = await scene.invite('eve', mail);
      assert.equal(page.status, 422);
      assert.match(page.text, words);
    }
    assert.equal(await scene.store.accounts.get('eve'), undefined);
  });

  test('does not make the last administrator dispensable', async () => {
    await scene.invite('ada', ANNA, 'admin');
    const page = await scene.admin.post('/accounts/admin/remove', {}, '/accounts');
    assert.equal(page.status, 422);
    assert.match(page.text, /The last administrator must stay one/);
    assert.equal((await scene.admin.post('/accounts/ada/remove', {}, '/accounts')).status, 303);
  });
});

test('While the database is away a link fails in words, and the log does not tell it', async () => {
  await scene.invite();
  const link = await scene.arrivedLink();
  const byLink = () => Promise.reject(new Error('no database'));
  Object.assign(scene.store.accounts, { byLink });
  const page = await new Browser(scene.site.url).get(link);
  assert.equal(page.status, 500);
  assert.equal(scene.logged.length, 1);
  assert.match(scene.logged.join(''), /"path":"\/password\/…"/);
  assert.ok(!scene.logged.join('').includes(link.slice('/password/'.length)));
});

test('The interface invites, sends again, withdraws, and never tells the link', async () => {
  const { text } = await scene.site.access.addToken('admin', 'x', ['accounts.write'], null);
  const call = withToken(scene.site.url, text);
  const made = await call('POST', '/accounts', { name: 'anna', role: 'viewer', mail: 'Anna@Example.com' });
  assert.equal(made.status, 201, made.text);
  const until = '2026-12-02T08:00:00.000Z';
  assert.deepEqual(
    (({ mail, hasPassword, link }) => ({ mail, hasPassword, link }))(made.body as Record<string, unknown>),
    { mail: ANNA, hasPassword: false, link: { purpose: 'invitation', until } },
  );
  const link = await scene.arrivedLink();
  assert.equal((await call('POST', '/accounts/anna/link')).status, 200);
  assert.equal((await new Browser(scene.site.url).get(link)).status, 404);
  assert.equal((await call('DELETE', '/accounts/anna/link')).status, 204);
  assert.equal((await call('DELETE', '/accounts/nobody/link')).status, 404);
  const [account] = (await call('GET', '/accounts')).body as Record<string, unknown>[];
  assert.equal(account?.['name'], 'admin');
  assert.equal((await call('POST', '/accounts/admin/link')).status, 409, 'it has no mail address');
  const bad = await call('PATCH', '/accounts/anna', { mail: 'a@b@c' });
  assert.equal(bad.status, 422);
  assert.match(bad.text, /body\.mail/);
});
