/** The REST interface: parts with ETags and faults, numbers, tokens, errors. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Permission } from '../../../src/people/access/permissions.js';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aRecord, aRecordedLeg } from '../../factories.js';
import { withToken } from './browser.js';
import { onOwnStores, siteParts, startSite, type Site } from './site.js';
import { startConfiguredSite } from './configured-site.js';
import { SMALL_HOUSE } from './small-house.js';

const NOW = DateTime.utc(2026, 11, 25, 8);

let store: Store;
let site: Site;
let call: ReturnType<typeof withToken>;

onOwnStores(async (own) => {
  store = own;
  site = await startConfiguredSite(store, SMALL_HOUSE, {
    now: () => NOW,
    liveCalls: () => [
      aRecord({ _id: 'live', legs: [aRecordedLeg({ outcome: 'ringing', endedAt: null, rangAt: null })] }),
    ],
  });
  await site.signedIn('admin');
  call = await tokenFor(
    'credentials.write',
    'config.read',
    'config.write',
    'switches.write',
    'live.read',
    'audit.read',
    'status.read',
  );
  return site;
});

async function tokenFor(...scopes: Permission[]) {
  const { text } = await site.access.addToken('admin', 'test', scopes, null);
  return withToken(site.url, text);
}

describe('A group through the interface', () => {
  test('is read with the name of its state, and replaced only in that state', async () => {
    const read = await call('GET', '/groups/700');
    const etag = read.headers.get('etag') ?? '';
    assert.match(etag, /^"[\w-]{22}"$/);
    const next = { ...(read.body as object), name: 'Vertrieb' };
    const saved = await call('PUT', '/groups/700', next, { 'if-match': etag });
    assert.equal(saved.status, 200);
    const late = await call('PUT', '/groups/700', { ...next, name: 'Late' }, { 'if-match': etag });
    assert.equal(late.status, 412);
    assert.equal((late.body as { current: { name: string } }).current.name, 'Vertrieb');
    assert.equal(
      (
        await call(
          'PUT',
          '/groups/700',
          { ...next, name: 'Again' },
          { 'if-match': saved.headers.get('etag') ?? '' },
        )
      ).status,
      200,
    );
  });

  test('with faults is refused, each with its place', async () => {
    const refused = await call('POST', '/groups', {
      number: '700',
      stages: [{ ringSec: 0, members: ['nobody'] }],
      colour: 'red',
    });
    assert.equal(refused.status, 422);
    assert.equal(refused.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    assert.deepEqual(
      (refused.body as { faults: { path: string }[] }).faults.map(({ path }) => path).toSorted(),
      [
        'body.colour',
        'body.final',
        'body.name',
        'body.number',
        'body.stages[0].members[0]',
        'body.stages[0].ringSec',
      ],
    );
  });

  test('is added and deleted; one that is used stays', async () => {
    assert.equal(
      (await call('POST', '/groups', { number: '701', name: 'B', final: { group: '700' } })).status,
      201,
    );
    const used = await call('DELETE', '/groups/700');
    assert.equal(used.status, 409);
    assert.deepEqual((used.body as { places: unknown }).places, [
      { path: 'groups[1].final.group', place: 'group B (701)' },
    ]);
    const open = await call('DELETE', '/groups/700?references=remove');
    assert.deepEqual(
      [open.status, (open.body as { faults: { place: string }[] }).faults.map(({ place }) => place)],
      [409, ['group B (701)']],
    );
    for (const query of [
      'references=replace',
      'by=701',
      'references=remove&by=701',
      'references=replace&by=700',
    ]) {
      assert.equal((await call('DELETE', `/groups/700?${query}`)).status, 422, query);
    }
    assert.equal((await call('DELETE', '/groups/701')).status, 204);
    assert.equal((await call('GET', '/groups/701')).status, 404);
    const entries = (await call('GET', '/audit')).body as unknown[];
    assert.deepEqual(entries, [], 'the test site notes elsewhere');
    assert.deepEqual(
      site.audited
        .filter(({ event }) => event.startsWith('part'))
        .map(({ event, facts }) => [event, facts['subject']]),
      [
        ['partAdded', 'group 701'],
        ['partRemoved', 'group 701'],
      ],
    );
  });

  test('is replaced by another one wherever it is used, when that is asked for', async () => {
    for (const [number, to] of [
      ['711', { hangup: 'USER_BUSY' }],
      ['712', { group: '711' }],
    ] as const) {
      assert.equal((await call('POST', '/groups', { number, name: number, final: to })).status, 201);
    }
    assert.equal((await call('DELETE', '/groups/711?references=replace&by=700')).status, 204);
    assert.deepEqual(((await call('GET', '/groups/712')).body as { final: unknown }).final, { group: '700' });
    assert.equal((await call('GET', '/groups/711')).status, 404);
  });

  test('of malformed JSON, of another type and too large is refused without a trace of the program', async () => {
    const send = (body: string, type: string) =>
      fetch(`${site.url}api/v1/groups`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, authorization: header },
      });
    const { text } = await site.access.addToken('admin', 'x', ['config.write'], null);
    const header = `Bearer ${text}`;
    for (const [body, type, status] of [
      ['{', 'application/json', 400],
      ['[]', 'application/json', 422],
      ['"x"', 'application/json', 400],
      ['{}', 'text/plain', 415],
      [JSON.stringify({ name: 'x'.repeat(300_000) }), 'application/json', 413],
      ['{"__proto__":{"polluted":1},"number":"702"}', 'application/json', 422],
    ] as const) {
      const response = await send(body, type);
      assert.equal(response.status, status, body.slice(0, 40));
      assert.doesNotMatch(await response.text(), /at .*\.js|node_modules/);
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});

describe('A number that somebody typed', () => {
  test('is shown as it is understood, and why it would not ring', async () => {
    const of = async (given: string) => {
      const { body } = await call('GET', `/numbers?given=${encodeURIComponent(given)}`);
      const { e164, shown, refused } = body as Record<string, string | null>;
      return [e164, shown, refused];
    };
    assert.deepEqual(await of('(030) 231 25-001'), ['+493023125001', '+49 30 23125001 (030 23125001)', null]);
    const [e164, shown, refused] = await of('7654321');
    assert.deepEqual([e164, shown], [null, null]);
    assert.match(refused ?? '', /^has no area code/);
  });
});

describe('Users', () => {
  test('are found by number in every notation', async () => {
    const [anna] = SMALL_HOUSE.users;
    await call('PUT', '/users/anna', { ...anna, mobile: { number: '0171 3920011' } });
    const of = async (q: string) => {
      const { body, status } = await call('GET', `/users?q=${encodeURIComponent(q)}`);
      return status === 200 ? (body as { id: string }[]).map(({ id }) => id) : status;
    };
    for (const typed of ['+49 171 3920011', '0049\u00a01713920011', 'tel:01713920011', 'ANNA']) {
      assert.deepEqual(await of(typed), ['anna'], typed);
    }
    assert.deepEqual(await of('+1'), []);
    assert.equal(await of('9'.repeat(61)), 422);
  });
});

/** What is sent, and under which path it can be read then. */
const SAVED: readonly (readonly [method: string, path: string, body: object, then: string])[] = [
  ['POST', '/groups', { number: '702', name: 'C', final: { voicemail: '1001' } }, '/groups/702'],
  ['PUT', '/groups/702', { number: 702, name: 'D', final: { extension: '1001' } }, '/groups/702'],
  ['PUT', '/users/anna', { id: 'anna', name: 'Anna', mobile: { number: '0171 3920011' } }, '/users/anna'],
  ['POST', '/switches', { id: 'late', name: 'Late', manual: {} }, '/switches/late'],
  ['POST', '/holidays', { id: 'berlin', country: 'DE', state: 'BE' }, '/holidays/berlin'],
  ['PUT', '/settings', { domain: 'pbx.example', gateway: 'telco' }, '/settings'],
];

test('what is saved is answered as it is read then, with what the schema fills in', async () => {
  for (const [method, path, body, then] of SAVED) {
    // Once it is saved, and the second time nothing changes.
    for (const [how, at] of [
      [method, path],
      ['PUT', then],
    ] as const) {
      const { status, body: saved, headers } = await call(how, at, body);
      assert.ok(status === 200 || status === 201, `${how} ${at}: ${JSON.stringify(saved)}`);
      const read = await call('GET', then);
      const { warnings, ...part } = saved as { warnings?: readonly string[] };
      assert.ok(warnings === undefined || warnings.length > 0);
      assert.deepEqual(part, read.body, `${how} ${at}`);
      assert.equal(headers.get('etag'), read.headers.get('etag'));
      assert.notDeepEqual(part, body, 'something is filled in');
    }
  }
});

describe('Other parts', () => {
  test('are read and replaced the same way', async () => {
    for (const path of ['/users/anna', '/switches/night', '/settings']) {
      const { body, status, headers } = await call('GET', path);
      assert.equal(status, 200, path);
      assert.equal(
        (await call('PUT', path, body as object, { 'if-match': headers.get('etag') ?? '' })).status,
        200,
        path,
      );
    }
    assert.deepEqual((await call('GET', '/holidays')).body, []);
  });

  test('a switch is turned, overridden until a time, and that ends', async () => {
    const turned = await call('POST', '/switches/night/state', { do: 'on' });
    assert.deepEqual([turned.status, (turned.body as { on: boolean; changedBy: string }).on], [200, true]);
    const over = await call('POST', '/switches/night/state', { do: 'off', until: '2026-11-26 08:00' });
    assert.deepEqual((over.body as { override: unknown }).override, {
      on: false,
      until: '2026-11-26T07:00:00.000Z',
    });
    assert.equal((await call('POST', '/switches/night/state', { do: 'off', until: 'soon' })).status, 422);
    assert.equal((await call('POST', '/switches/none/state', { do: 'on' })).status, 404);
    assert.equal(
      (await (await tokenFor('config.write'))('POST', '/switches/night/state', { do: 'on' })).status,
      403,
    );
  });

  test('live calls and the state of the service are told', async () => {
    const live = (await call('GET', '/live')).body as {
      calls: { id: string; stage: number; phones: unknown[] }[];
    };
    assert.deepEqual(
      live.calls.map(({ id, stage, phones }) => [id, stage, phones]),
      [['live', 1, [{ who: 'Anna Schmidt', kind: 'desk', to: '1001', state: 'calling' }]]],
    );
    assert.equal((await call('GET', '/status')).status, 200);
  });

  test('what would happen is answered for a moment and a week', async () => {
    const { body, status } = await call(
      'GET',
      '/what-would-happen?group=700&date=2026-11-25&time=10:00&caller=anonymous',
    );
    assert.equal(status, 200);
    const { steps, week } = body as { steps: { kind: string; recorded?: boolean }[]; week: unknown[] };
    assert.deepEqual(
      steps.map(({ kind, recorded }) => [kind, recorded]),
      [
        ['ring', false],
        ['release', undefined],
      ],
    );
    assert.equal(week.length, 1);
    // None, and one of a year for which holidays are not known.
    for (const date of ['2026-02-30', '2028-01-01', '2024-12-31'])
      assert.equal((await call('GET', `/what-would-happen?group=700&date=${date}`)).status, 422, date);
    assert.equal((await call('GET', '/what-would-happen?group=700&date=2027-12-31')).status, 200);
  });
});

describe('The own account', () => {
  test('makes tokens that can do no more than it can, and deletes its own only', async () => {
    const made = await call('POST', '/tokens', { label: 'x', scopes: ['config.read'], days: 1 });
    assert.equal(made.status, 201);
    const { id, token, expiresAt } = made.body as { id: string; token: string; expiresAt: string };
    assert.equal(expiresAt, '2026-11-26T08:00:00.000Z');
    const made2 = withToken(site.url, token);
    assert.equal((await made2('GET', '/groups')).status, 200);
    for (const [method, path] of [
      ['GET', '/tokens'],
      ['POST', '/tokens'],
      ['DELETE', `/tokens/${id}`],
      ['GET', '/sessions'],
      ['DELETE', '/sessions'],
      ['DELETE', '/sessions/x'],
    ] as const) {
      const body = method === 'POST' ? { label: 'more', scopes: ['config.read'] } : undefined;
      assert.equal((await made2(method, path, body)).status, 403, `${method} ${path}`);
    }
    await site.signedIn('viewer');
    const other = await site.access.addToken('viewer', 'v', ['credentials.write'], null);
    assert.equal((await withToken(site.url, other.text)('DELETE', `/tokens/${id}`)).status, 404);
    assert.equal((await call('DELETE', `/tokens/${id}`)).status, 204);
    assert.equal((await made2('GET', '/me')).status, 401);
  });

  test('makes tokens by a token: with none but its scopes, and none that outlives it', async () => {
    const scopes = ['credentials.write', 'config.read'];
    const { body } = await call('POST', '/tokens', { label: 'maker', scopes, days: 30 });
    const { token, expiresAt } = body as { token: string; expiresAt: string };
    const maker = withToken(site.url, token);
    const asked = (more: object) =>
      maker('POST', '/tokens', { label: 'x', scopes: ['config.read'], ...more });
    assert.equal((await asked({ scopes: ['config.write'] })).status, 403);
    for (const days of [31, null]) {
      const refused = await asked({ days });
      assert.equal(refused.status, 403);
      assert.match(JSON.stringify(refused.body), new RegExp(expiresAt));
    }
    assert.equal(
      ((await asked({ days: 7 })).body as { expiresAt: string }).expiresAt,
      '2026-12-02T08:00:00.000Z',
    );
    assert.equal(((await asked({})).body as { expiresAt: string }).expiresAt, expiresAt);
  });

  test('changes the own mobile and nobody else’s', async () => {
    await site.signedIn('user', { name: 'anna', userId: 'anna' });
    const { text } = await site.access.addToken('anna', 'own', ['own.write'], null);
    const own = withToken(site.url, text);
    assert.deepEqual((await own('GET', '/own/mobile')).body, null);
    const mobile = { number: '0171 3920011', delaySec: 3 };
    assert.equal((await own('PUT', '/own/mobile', { ...mobile, delaySec: -1 })).status, 422);
    const saved = await own('PUT', '/own/mobile', mobile);
    assert.equal(saved.status, 200);
    assert.deepEqual(saved.body, (await own('GET', '/own/mobile')).body);
    const user = (await call('GET', '/users/anna')).body as {
      extension: string;
      mobile: { delaySec: number };
    };
    assert.deepEqual([user.extension, user.mobile.delaySec], ['1001', 3]);
    assert.equal((await own('GET', '/users/anna')).status, 403);
  });

  test('changes the own mobile on what others save of the user in the same moment', async () => {
    const { editor } = siteParts(store);
    const read = editor.part.bind(editor);
    let others = ['1002', '1003'];
    // Between the reading and the writing of the user somebody gives her another extension.
    editor.part = async (name) => {
      const part = await read(name);
      const [extension, ...later] = others;
      others = later;
      if (extension !== undefined) {
        const content = { ...(part?.content as object), extension };
        const by = { who: 'boss', origin: 'page', at: NOW.toJSDate() } as const;
        await editor.save({ ...name, content, etag: undefined, ...by });
      }
      return part;
    };
    const busy = await startSite(store, { now: () => NOW, editor });
    after(() => busy.close());
    await busy.signedIn('user', { name: 'anna', userId: 'anna' });
    const { text } = await busy.access.addToken('anna', 'own', ['own.write'], null);
    const own = withToken(busy.url, text);
    const mobile = { number: '0171 3920011' };
    assert.equal((await own('PUT', '/own/mobile', mobile)).status, 200);
    const anna = ((await store.configurations.latest())?.content as Configuration).users[0];
    assert.deepEqual([anna?.extension, anna?.mobile?.number], ['1003', '0171 3920011']);
    const past = { 'if-match': '"past"' };
    assert.equal((await own('PUT', '/own/mobile', { ...mobile, delaySec: 3 }, past)).status, 412);
  });
});

test('live events are a stream that tells each change', async () => {
  const { text } = await site.access.addToken('admin', 'stream', ['live.read'], null);
  const response = await fetch(`${site.url}api/v1/live/events`, {
    headers: { authorization: `Bearer ${text}` },
  });
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const reader = response.body?.getReader();
  const first = (await reader?.read()) as { value: Uint8Array } | undefined;
  assert.match(new TextDecoder().decode(first?.value), /^event: live\ndata: \{"calls":\[\{"id":"live"/);
  await reader?.cancel();
});

test('live streams that are open or that their readers end are no refused sign-ins', async () => {
  const { text } = await site.access.addToken('admin', 'streams', ['live.read'], null);
  const headers = { authorization: `Bearer ${text}` };
  for (let count = 0; count < 70; count += 1) {
    const stream = await fetch(`${site.url}api/v1/live/events`, { headers });
    assert.equal(stream.status, 200, `stream ${count}`);
    await stream.body?.cancel();
  }
  assert.equal((await fetch(`${site.url}api/v1/me`, { headers })).status, 200);
});

test('guesses are slowed down, whatever comes between them, and are told when to try again', async (t) => {
  const apart = await startSite(store);
  t.after(() => apart.close());
  const { text } = await apart.access.addToken('admin', 'between', ['live.read'], null);
  const ask = async (token: string) =>
    fetch(`${apart.url}api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  for (let count = 0; count < 60; count += 1) {
    assert.equal((await ask('wrong')).status, 401);
    assert.equal((await ask(text)).status, 200);
  }
  assert.equal((await ask('wrong')).status, 429);
  const late = await ask(text);
  assert.equal(late.status, 429);
  const seconds = Number(late.headers.get('retry-after'));
  assert.ok(seconds > 0 && seconds <= 60, late.headers.get('retry-after') ?? 'none');
});

test('the document names every refusal: unreadable, too large, no JSON, too many, past states', async () => {
  const document = (await call('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
    components: { responses: Record<string, unknown> };
  };
  const statuses = (where: string, method: string) =>
    Object.keys(document.paths[where]?.[method]?.responses ?? {}).join(' ');
  assert.equal(statuses('/groups', 'get'), '200 401 403 429');
  assert.equal(statuses('/groups', 'post'), '201 400 401 403 409 412 413 415 422 429');
  assert.equal(statuses('/own/mobile', 'put'), '200 400 401 403 404 412 413 415 422 429');
  assert.deepEqual(Object.keys(document.components.responses).sort(), [
    'Forbidden',
    'NotJson',
    'NotValid',
    'SignedOut',
    'TooLarge',
    'TooMany',
    'Unreadable',
  ]);
});

test('If-Match: * is any state', async () => {
  const { body } = await call('GET', '/groups/700');
  assert.equal((await call('PUT', '/groups/700', body as object, { 'if-match': '*' })).status, 200);
});
