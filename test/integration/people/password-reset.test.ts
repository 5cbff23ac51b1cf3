/** A forgotten password: what strangers learn (nothing), and what a new one ends. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser, withToken } from './browser.js';
import * as scene from './link-scene.js';
import { ANNA, NEW } from './link-scene.js';

scene.onLinkScene();

async function viewer(name: string, mail: string | null = ANNA): Promise<Browser> {
  const browser = await scene.site.signedIn('viewer', { name });
  await scene.store.accounts.change(name, { mail });
  return browser;
}

describe('A forgotten password', () => {
  test('is set by a link; that ends the other sessions, and tokens stay', async () => {
    const old = await viewer('anna');
    const { text } = await scene.site.access.addToken('anna', 'x', ['live.read'], null);
    await scene.forgot('anna', { isKnown: true });
    const link = await scene.arrivedLink();
    assert.match(scene.received()[0]?.parsed.text ?? '', /new password of the account anna/);
    assert.match((await new Browser(scene.site.url).get(link)).text, /tokens for programs stay valid/);
    assert.equal((await old.get('/account')).status, 200, 'nothing has changed yet');
    scene.later({ minutes: 1 });

    const { browser, page } = await scene.setPassword(link);
    assert.equal(page.status, 303);
    assert.equal((await browser.get('/account')).status, 200);
    assert.equal((await old.get('/account')).status, 303, 'signed out');
    assert.equal((await withToken(scene.site.url, text)('GET', '/me')).status, 200);
    const changed = scene.entries.find(({ event }) => event === 'passwordChanged');
    assert.equal(changed?.who, 'anna');
    assert.deepEqual(changed.facts, { account: 'anna', link: 'reset' });
  });

  test('is answered in the same words whoever is asked for', async () => {
    await viewer('anna');
    await viewer('bert', null);
    const pages = [
      await scene.forgot('nobody', { isKnown: false }),
      await scene.forgot('bert', { isKnown: false }),
      await scene.forgot("'; $where", { isKnown: false }),
      await scene.forgot('anna', { isKnown: true }),
      await scene.forgot('anna', { isKnown: false }),
    ];
    const plain = pages.map(({ status, text }) => [status, text.replaceAll(/value="[^"]*"/g, '')]);
    for (const page of plain) assert.deepEqual(page, plain[0]);
    assert.equal(plain[0]?.[0], 200);
    await scene.sendMails();
    assert.equal(scene.received().length, 1);
  });

  test('of a mailbox that several people share gets each account a link of its own', async () => {
    await viewer('anna');
    await viewer('bert');
    await scene.forgot('Anna@example.com', { isKnown: true });
    await scene.forgot('bert', { isKnown: false });
    await scene.sendMails();
    const mails = scene.received();
    const about = mails.map(({ parsed }) => /account (\w+)\./.exec(parsed.text ?? '')?.[1]);
    assert.deepEqual(about.toSorted(), ['anna', 'bert']);
    assert.notEqual(scene.linkIn(mails[0]), scene.linkIn(mails[1]));
  });

  test('is mailed every five minutes, after five mails once an hour, and the newest link holds', async () => {
    await viewer('anna');
    await scene.forgot('anna', { isKnown: true });
    const first = await scene.arrivedLink();
    scene.later({ minutes: 4 });
    await scene.forgot('anna', { isKnown: false });
    scene.later({ minutes: 1 });
    await scene.forgot('anna', { isKnown: true });
    const second = await scene.arrivedLink();
    assert.equal(scene.received().length, 2);
    const statuses = [first, second].map(
      async (link) => (await new Browser(scene.site.url).get(link)).status,
    );
    assert.deepEqual(await Promise.all(statuses), [404, 200]);
    scene.later({ hours: 1 });
    assert.match((await new Browser(scene.site.url).get(second)).text, /The time of this link is over/);
    for (const [minutes, isKnown] of [
      [5, true],
      [5, true],
      [5, true],
      [59, false],
      [1, true],
      [59, false],
      [1, true],
    ] as const) {
      scene.later({ minutes });
      await scene.forgot('anna', { isKnown });
      // Whoever asked: the link of the last mail opens until there can be another one.
      assert.equal((await new Browser(scene.site.url).get(await scene.arrivedLink())).status, 200);
    }
    assert.equal(scene.received().length, 7);
  });

  test('goes to the address that the account has by then, and to none that it had', async () => {
    await viewer('anna');
    const { accounts } = scene.store;
    const noteAsk = accounts.noteAsk.bind(accounts);
    Object.assign(accounts, {
      noteAsk: async (...given: Parameters<typeof noteAsk>) => {
        await scene.site.access.change('anna', { mail: 'new@example.com' });
        return noteAsk(...given);
      },
    });
    await scene.forgot(ANNA, { isKnown: true });
    await scene.sendMails();
    assert.deepEqual(
      scene.received().map(({ to }) => to),
      [['new@example.com']],
    );
  });

  test('that waits to be mailed is not mailed when the account has another address', async () => {
    await viewer('anna');
    await scene.forgot('anna', { isKnown: true });
    await scene.site.access.change('anna', { mail: 'new@example.com' });
    await scene.sendMails();
    assert.equal(scene.received().length, 0);
  });

  test('of somebody who was invited gets the invitation again, while it is valid', async () => {
    await scene.invite();
    const first = await scene.arrivedLink();
    scene.later({ minutes: 1 });
    await scene.forgot('anna', { isKnown: true });
    const again = await scene.arrivedLink();
    assert.notEqual(first, again);
    for (const link of [first, again])
      assert.match((await new Browser(scene.site.url).get(link)).text, /until 2 Dec 2026, 09:00/);
    scene.later({ days: 7 });
    await scene.forgot('anna', { isKnown: false });
    await scene.sendMails();
    assert.equal(scene.received().length, 2);
  });

  test('is limited for each address together with the sign-ins', async () => {
    const browser = new Browser(scene.site.url);
    for (let count = 0; count < 10; count++) {
      await browser.post('/login', { name: 'x', password: 'y' }, '/login');
      await browser.post('/password', { name: 'nobody' }, '/password');
    }
    const page = await browser.post('/password', { name: 'nobody' }, '/password');
    assert.equal(page.status, 429);
    assert.match(page.text, /Too many sign-ins from your address/);
  });
});

test('What a request calls its host does not lead the link', async () => {
  await viewer('anna');
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
  await scene.forgot('anna', { isKnown: true, headers });
  assert.match(await scene.arrivedLink(), /^\/password\//);
});

test('An administrator mails the link; the old password holds until another one is set', async () => {
  await viewer('anna');
  await scene.admin.post('/accounts/anna/link', {}, '/accounts');
  assert.match((await scene.admin.get('/accounts')).text, /link for a new password, until/);
  const link = await scene.arrivedLink();
  await new Browser(scene.site.url).signIn('anna', 'correct horse battery');
  assert.equal((await scene.setPassword(link, NEW)).page.status, 303);
});
