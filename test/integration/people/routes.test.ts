/** Every route has a rule for who may use it, obeys it, and is kept by no cache. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import path from 'node:path';
import type { Router } from 'express';
import { DateTime } from 'luxon';
import { PERMISSIONS, permissionsOf } from '../../../src/people/access/permissions.js';
import { ROLES, type Role } from '../../../src/base/model/role.js';
import { createApp, type App } from '../../../src/people/web/app.js';
import { loadTemplates } from '../../../src/people/pages/render.js';
import { endpoints } from '../../../src/people/api/resources.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import type { Store } from '../../../src/base/store/connection.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { Browser } from './browser.js';
import { READY, siteParts, startSite, type Site } from './site.js';

/** What needs no rule: it tells nothing about anybody. */
const OPEN = [
  'GET /healthz',
  'GET /readyz',
  'GET /favicon.ico',
  ...['tabler.min.css', 'tabler-vendors.min.css'].map((name) => `GET /assets/${name}`),
  ...['tom-select.bootstrap5.min.css', 'tom-select.popular.min.js'].map((name) => `GET /assets/${name}`),
];

/** Endpoints are checked below; their description is no secret. */
const API = '/api/v1';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Record<string, boolean> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

function routesOf(router: { readonly stack: readonly Layer[] }): string[] {
  return router.stack.flatMap((layer) => {
    const { route } = layer;
    if (route !== undefined)
      return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`);
    return layer.handle.stack === undefined ? [] : routesOf({ stack: layer.handle.stack });
  });
}

let database: TestDatabase;
let store: Store;
let site: Site;
let app: App;

before(async () => {
  database = await startDatabase();
  store = await database.store();
  site = await startSite(store);
  const templatesFolder = path.join(projectFolder(), 'templates');
  app = createApp({
    parts: siteParts(store, { now: () => DateTime.utc() }),
    health: READY,
    templatesFolder,
    render: await loadTemplates(templatesFolder),
    trustProxy: 0,
    prefix: '',
    log: siteParts(store).log,
  });
});
after(async () => {
  await site.close();
  await database.close();
});

/** A path as somebody would type it. */
const concrete = (given: string) => given.replaceAll(/:(\w+)|\{(\w+)\}/g, 'x1');

describe('Every route', () => {
  test('has a rule of who may use it', () => {
    const router = (app.express as unknown as { router: Router & { stack: readonly Layer[] } }).router;
    const ruled = app.pages.rules.map(({ method, path: where }) => `${method} ${where}`);
    const ofApi = endpoints(siteParts(store)).map(
      ({ method, path: where }) => `${method.toUpperCase()} ${where.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );
    const known = new Set([...ruled, ...ofApi, ...OPEN, 'GET /openapi.json', 'GET /metrics']);
    const found = routesOf(router);
    assert.ok(found.length > 20, 'the walk finds the routes');
    // The limit of sign-ins stands in front of its page.
    assert.deepEqual(
      found.filter((route) => !known.has(route)),
      [],
    );
  });

  test('of a page sends strangers to the sign-in, or is refused', async () => {
    const stranger = new Browser(site.url);
    for (const { method, path: where, access } of app.pages.rules) {
      if (access === 'public') continue;
      const page =
        method === 'GET' ? await stranger.get(concrete(where)) : await stranger.send(concrete(where), {});
      if (method === 'GET') assert.match(page.to ?? '', /^\/login\?to=/, where);
      else assert.equal(page.status, 401, where);
    }
  });

  for (const role of ROLES) {
    test(`of a page is closed to the role ${role} where a permission is missing`, async () => {
      const browser = await site.signedIn(role);
      const permissions = permissionsOf(role);
      for (const { method, path: where, access } of app.pages.rules) {
        if (access === 'public' || access === 'signedIn' || permissions.has(access)) continue;
        const page =
          method === 'GET' ? await browser.get(concrete(where)) : await browser.send(concrete(where), {});
        assert.equal(page.status, 403, `${method} ${where}`);
      }
    });
  }

  test('of the interface refuses strangers', async () => {
    // Whoever is refused often is slowed down, and everybody at that address: not in the house of the others.
    const apart = await startSite(store);
    for (const { method, path: where } of endpoints(siteParts(store))) {
      const upper = method.toUpperCase();
      const stranger = new Browser(apart.url);
      const open = await stranger.json(upper, `${API}${concrete(where)}`, upper === 'GET' ? undefined : {});
      assert.ok([401, 429].includes(open.status), `${upper} ${where}: ${open.status}`);
    }
    await apart.close();
  });

  test('of the interface refuses other scopes, and sessions from elsewhere', async () => {
    const stranger = new Browser(site.url);
    const admin = await site.signedIn('admin', { name: 'admin2' });
    for (const { method, path: where, access } of endpoints(siteParts(store))) {
      const address = `${API}${concrete(where)}`;
      const upper = method.toUpperCase();
      // Whoever sees the whole configuration sees this part of it too.
      const isPart = access === 'switches.read' || access === 'away.read';
      const others = PERMISSIONS.filter(
        (permission) => permission !== access && !(isPart && permission === 'config.read'),
      );
      const { text } = await site.access.addToken('admin2', 'others', others, null);
      if (access !== 'signedIn') {
        const other = await stranger.json(upper, address, upper === 'GET' ? undefined : {}, {
          authorization: `Bearer ${text}`,
        });
        assert.equal(other.status, 403, `${upper} ${where}`);
      }
      if (method !== 'get') {
        const foreign = await admin.json(upper, address, {}, { 'sec-fetch-site': 'cross-site' });
        assert.equal(foreign.status, 403, `${upper} ${where} from another site`);
      }
    }
  });
});

describe('No cache keeps', () => {
  /** What an answer may be kept for; its end is not waited for: streams have none. */
  async function kept(browser: Browser, method: string, address: string): Promise<string | null> {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { headers, body } = await fetch(new URL(address, site.url), {
      method,
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      ...(method !== 'GET' && { body: '{}' }),
    });
    await body?.cancel();
    return headers.get('cache-control');
  }

  test('a page or a download, whoever asks', async () => {
    const admin = await site.signedIn('admin', { name: 'admin3' });
    for (const browser of [admin, new Browser(site.url)])
      for (const { method, path: where } of app.pages.rules)
        if (method === 'GET') assert.equal(await kept(browser, 'GET', concrete(where)), 'no-store', where);
  });

  test('an answer of the interface, whatever it is', async () => {
    const admin = await site.signedIn('admin', { name: 'admin4' });
    for (const browser of [admin, new Browser(site.url)])
      for (const { method, path: where } of endpoints(siteParts(store))) {
        const address = `${API}${concrete(where)}`;
        assert.equal(await kept(browser, method.toUpperCase(), address), 'no-store', `${method} ${where}`);
      }
  });
});

test('figures are for those who may read them', async () => {
  const stranger = new Browser(site.url);
  assert.equal((await stranger.get('/metrics')).status, 401);
  const user = await site.signedIn('user', { name: 'someone', userId: 'anna' });
  assert.equal((await user.get('/metrics')).status, 403);
  await site.signedIn('viewer', { name: 'prometheus' });
  const { text: token } = await site.access.addToken('prometheus', 'scrape', ['metrics.read'], null);
  const page = await stranger.get('/metrics', { authorization: `Bearer ${token}` });
  assert.equal(page.status, 200);
  assert.match(page.text, /^rufgruppe_calls_missed_total 0$/m);
  assert.match(page.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
});

test('roles have what they are for', () => {
  const changing = (role: Role) => [...permissionsOf(role)].filter((one) => /write|send|place/.test(one));
  assert.deepEqual(changing('viewer'), ['views.write', 'credentials.write']);
  assert.deepEqual(changing('user'), ['callbacks.write', 'calls.place', 'own.write', 'credentials.write']);
  assert.deepEqual([...permissionsOf('admin')], [...PERMISSIONS]);
});
