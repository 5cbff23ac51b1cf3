/** The samples of packaging/proxy, on the real programs: what a visitor has behind each of them. */
import assert from 'node:assert/strict';
import { connect } from 'node:http2';
import { once } from 'node:events';
import { get as plainGet, type IncomingMessage } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { aRecord } from '../../factories.js';
import { PASSWORD } from '../people/site.js';
import { ProxiedSite } from './proxied-site.js';
import { APACHE, CADDY, missing, NGINX, startProxy, type Proxy, type ProxyKind } from './proxies.js';
import { eventsOf, HOST, Visitor } from './visitor.js';

const MEGABYTE = 1024 * 1024;
const FORM = 'application/x-www-form-urlencoded';

interface Scene {
  readonly house: ProxiedSite;
  readonly proxy: Proxy;
  /** Before the path of every page. */
  readonly prefix: string;
}

async function signedIn({ proxy, prefix }: Scene, address?: string): Promise<Visitor> {
  const visitor = new Visitor(proxy.port, address);
  const login = `${prefix}/login`;
  const answer = await visitor.send(login, login, { name: 'admin', password: PASSWORD });
  assert.equal(answer.status, 303, answer.text);
  return visitor;
}

/** What is tried at `/` and below a path. */
function everywhere(scene: () => Scene): void {
  test('signing in: cookies for https and this path only, and the address of the visitor in the audit log', async () => {
    const { house, prefix } = scene();
    const visitor = await signedIn(scene(), '127.0.0.31');
    assert.ok(visitor.setCookies.length >= 2);
    for (const cookie of visitor.setCookies) {
      assert.match(cookie, /; HttpOnly/);
      assert.match(cookie, /; Secure/);
      assert.match(cookie, /; SameSite=(?:Lax|Strict)/);
      assert.ok(cookie.includes(`; Path=${prefix === '' ? '/' : prefix}`), cookie);
    }
    const noted = house.site.audited.filter(({ event }) => event === 'signedIn').at(-1);
    assert.deepEqual(noted?.facts, { address: '127.0.0.31' });
  });

  test('a form is taken from the page itself, and not from another site', async () => {
    const { prefix } = scene();
    const visitor = await signedIn(scene());
    const send = (headers: Record<string, string>) =>
      visitor.send(`${prefix}/account`, `${prefix}/language`, { to: 'en', back: '/account' }, headers);
    for (const good of [{ 'sec-fetch-site': 'same-origin' }, { origin: `https://${HOST}` }]) {
      const { status, headers } = await send(good);
      assert.deepEqual([status, headers.location], [303, `${prefix}/account`]);
    }
    for (const bad of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
      assert.equal((await send(bad as Record<string, string>)).status, 403);
  });

  test('the live page is sent on at once, each change too', async () => {
    const { house, prefix } = scene();
    const visitor = await signedIn(scene());
    const events = eventsOf(await visitor.open(`${prefix}/api/v1/live/events`));
    // The stream goes on, so whatever arrives is not kept back.
    await events.next();
    house.ring('call-at-once');
    assert.match(await events.next(), /call-at-once/);
    events.close();
  });

  test('what is too large is said in words of the reader, whoever could refuse it', async () => {
    const { prefix } = scene();
    const visitor = await signedIn(scene());
    for (const size of [MEGABYTE, 20 * MEGABYTE]) {
      const { status, text } = await visitor.ask(`${prefix}/language`, {
        method: 'POST',
        headers: { 'content-type': FORM, 'accept-language': 'de', 'sec-fetch-site': 'same-origin' },
        body: `to=${'x'.repeat(size)}`,
      });
      assert.deepEqual([status, text.includes('Zu groß')], [413, true], text.slice(0, 500));
    }
    const taken = await visitor.send(`${prefix}/account`, `${prefix}/language`, {
      to: 'de',
      back: 'x'.repeat(250 * 1024),
    });
    assert.equal(taken.status, 303);
  });

  test('while the service restarts there is a page that tries again, and then the sign-in still holds', async () => {
    const { house, prefix } = scene();
    const visitor = await signedIn(scene());
    const stream = eventsOf(await visitor.open(`${prefix}/live/events`));
    await stream.next();
    await house.stop();
    await assert.rejects(stream.next());
    const { status, headers, text } = await visitor.ask(`${prefix}/`);
    assert.ok([502, 503].includes(status), String(status));
    assert.match(text, /startet gerade neu.*is restarting/s);
    assert.ok(headers['refresh'] === '3' || text.includes("http-equiv='refresh' content='3'"), text);
    await house.start();
    assert.equal((await visitor.ask(`${prefix}/`)).status, 200);
    const again = eventsOf(await visitor.open(`${prefix}/live/events`));
    assert.match(await again.next(), /^event: calls/);
    again.close();
  });
}

/** What does not depend on the path. */
function atRoot(kind: ProxyKind, scene: () => Scene): void {
  test('a visitor is limited by the own address, and cannot pretend another one', async () => {
    const { proxy, house } = scene();
    const wrong = { name: 'admin', password: 'wrong' };
    const guess = (address: string, forged: number) =>
      new Visitor(proxy.port, address).ask('/login', {
        method: 'POST',
        headers: {
          'content-type': FORM,
          'x-forwarded-for': `192.0.2.${forged}`,
          'x-real-ip': `192.0.2.${forged}`,
          forwarded: `for=192.0.2.${forged}`,
          'sec-fetch-site': 'same-origin',
        },
        body: new URLSearchParams(wrong).toString(),
      });
    const statuses = [];
    for (let time = 1; time <= 21; time += 1) statuses.push((await guess('127.0.0.41', time)).status);
    assert.deepEqual([statuses[19], statuses[20]], [403, 429]);
    assert.equal((await guess('127.0.0.42', 1)).status, 403);
    await new Visitor(proxy.port, '127.0.0.43').send('/login', '/login', wrong, {
      'x-forwarded-for': '192.0.2.1',
      'sec-fetch-site': 'same-origin',
    });
    const refused = house.site.audited.filter(({ event }) => event === 'signInRefused').at(-1);
    assert.deepEqual(refused?.facts, { address: '127.0.0.43' });
  });

  test('each security header comes once', async () => {
    const { rawHeaders } = await (await signedIn(scene())).ask('/account');
    const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
    for (const name of [
      'content-security-policy',
      'strict-transport-security',
      'x-content-type-options',
      'referrer-policy',
      'cache-control',
    ])
      assert.equal(names.filter((one) => one === name).length, 1, name);
  });

  test('speaks HTTP/2, in which the pages compress what they send', async () => {
    const session = connect(`https://127.0.0.1:${scene().proxy.port}`, {
      servername: HOST,
      rejectUnauthorized: false,
    });
    const stream = session.request({ ':path': '/login', ':authority': HOST, 'accept-encoding': 'gzip' });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    assert.deepEqual([headers[':status'], headers['content-encoding']], [200, 'gzip']);
    assert.equal(session.alpnProtocol, 'h2');
    session.destroy();
  });

  test('a long file of calls arrives whole', async () => {
    const { house } = scene();
    const calls = Array.from({ length: 1000 }, (_, index) =>
      aRecord({ _id: `call-${index}`, startedAt: new Date(Date.UTC(2026, 10, 24, 8, 0, index)) }),
    );
    await house.store.calls.saveAll(calls);
    const visitor = await signedIn(scene());
    const { status, text } = await visitor.ask('/calls.csv?from=2026-11-24&to=2026-11-24');
    assert.deepEqual([status, text.trim().split('\n').length], [200, 1001]);
  });

  test(
    '400 readers of the live page and the interface hear of a call',
    { skip: kind !== NGINX && 'nginx only' },
    async () => {
      const { house } = scene();
      const visitor = await signedIn(scene());
      const streams = Array.from({ length: 400 }, (_, index) =>
        visitor.open(index < 200 ? '/live/events' : '/api/v1/live/events'),
      );
      const readers = (await Promise.all(streams)).map(eventsOf);
      await Promise.all(readers.map((reader) => reader.next()));
      house.ring('call-of-all');
      const heard = await Promise.all(readers.map((reader) => reader.next()));
      assert.equal(heard.filter((event) => event.includes('call-of-all')).length, 400);
      for (const reader of readers) reader.close();
    },
  );

  // Caddy does that by itself, and its port is not part of the sample.
  test('http leads to https', { skip: kind === CADDY && 'not part of the sample' }, async () => {
    const request = plainGet({
      host: '127.0.0.1',
      port: scene().proxy.plainPort,
      path: '/calls?x=1',
      headers: { host: HOST },
    });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    assert.deepEqual([answer.statusCode, answer.headers.location], [301, `https://${HOST}/calls?x=1`]);
  });
}

function behind(kind: ProxyKind, prefix: string, tests: (scene: () => Scene) => void): void {
  describe(
    `Behind ${kind.name}${prefix === '' ? '' : ` below ${prefix}`}`,
    { skip: missing(kind), timeout: 120_000 },
    () => {
      let house: ProxiedSite;
      let proxy: Proxy;
      before(async () => {
        house = await ProxiedSite.start(prefix);
        proxy = await startProxy(kind, { service: house.port, prefix });
      });
      after(async () => {
        await proxy.stop();
        await house.close();
      });
      tests(() => ({ house, proxy, prefix }));
    },
  );
}

for (const kind of [NGINX, CADDY, APACHE]) {
  behind(kind, '', (scene) => {
    everywhere(scene);
    atRoot(kind, scene);
  });
  behind(kind, '/rufgruppe', everywhere);
}

describe('Behind a proxy that asks for another host', { skip: missing(NGINX), timeout: 60_000 }, () => {
  test('a browser that says only its origin can send forms', async () => {
    const house = await ProxiedSite.start();
    const proxy = await startProxy(NGINX, { service: house.port }, (sample) =>
      sample.replace('Host $http_host;', 'Host internal.example;'),
    );
    const visitor = await signedIn({ house, proxy, prefix: '' });
    const send = (origin: string) =>
      visitor.send('/account', '/language', { to: 'en', back: '/account' }, { origin });
    assert.equal((await send(`https://${HOST}`)).status, 303);
    assert.equal((await send('https://internal.example')).status, 403);
    await proxy.stop();
    await house.close();
  });
});
