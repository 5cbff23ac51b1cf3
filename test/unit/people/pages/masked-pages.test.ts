/** Whatever way a page is sent to, a visitor who sees masked numbers gets it from the parts that mask them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request, Response } from 'express';
import { DateTime } from 'luxon';
import { permissionsOf, type Actor } from '../../../../src/people/access/permissions.js';
import { setActor } from '../../../../src/people/http/session.js';
import { Pages, type PageHandler } from '../../../../src/people/pages/pages.js';

const OPTIONS = {
  render: () => '',
  prefix: '',
  frame: { waiting: { look: () => Promise.resolve() } } as never,
  now: () => DateTime.utc(),
};

/** All three ways in which a page is registered. */
function registered(pages: Pages, handler: PageHandler): void {
  pages.get('/page', 'signedIn', handler);
  pages.post('/form', 'signedIn', handler);
  pages.upload('/files', 'signedIn', handler, 1000);
}

/** Calls the last handler of a path: what comes before it has let the request through. */
async function answer(pages: Pages, path: string, role: Actor['role']): Promise<void> {
  const layer = pages.router.stack.find(({ route }) => route?.path === path);
  const handle = layer?.route?.stack.at(-1)?.handle;
  assert.ok(handle !== undefined, path);
  const request = {
    headers: {},
    params: {},
    query: {},
    get: () => undefined,
    acceptsLanguages: () => 'en',
  } as unknown as Request;
  setActor(request, {
    kind: 'account',
    name: 'eva',
    role,
    userId: undefined,
    permissions: permissionsOf(role),
  });
  await handle(request, undefined as unknown as Response, () => undefined);
}

for (const path of ['/page', '/form', '/files'])
  test(`${path} is answered by the masked form of the page for an observer, and by the plain one for others`, async () => {
    const heard: string[] = [];
    const pages = new Pages(OPTIONS);
    registered(pages, () => void heard.push('plain'));
    pages.forMasked((others) => registered(others, () => void heard.push('masked')));
    await answer(pages, path, 'observer');
    await answer(pages, path, 'viewer');
    assert.deepEqual(heard, ['masked', 'plain']);
  });
