/** Being away over the REST interface: read, set, ended, for others and for oneself; what is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DateTime } from 'luxon';
import type { Permission } from '../../../src/people/access/permissions.js';
import type { Store } from '../../../src/base/store/connection.js';
import { berlin, startAwaySite } from './away-scene.js';
import { withToken } from './browser.js';
import type { ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

let store: Store;
let site: ConfiguredSite;
let now: DateTime;

onOwnStores(async (own) => {
  store = own;
  now = berlin('09:00');
  site = await startAwaySite(store, () => now);
  return site;
});

async function caller(role: 'admin' | 'user', scopes: readonly Permission[], userId?: string) {
  const name = userId ?? 'admin';
  await site.signedIn(role, userId === undefined ? { name } : { name, userId });
  const { text } = await site.access.addToken(name, 'test', scopes, null);
  return withToken(site.url, text);
}

const admin = () => caller('admin', ['config.read', 'away.write']);
const anna = () => caller('user', ['own.write'], 'anna');

const SPAN = {
  until: '2026-11-25T13:00:00.000Z',
  since: '2026-11-25T08:00:00.000Z',
  by: 'admin',
  fromAll: false,
};

describe('Another number of a group, another id of a user', () => {
  test('keep who is away, and until when', async () => {
    const call = await caller('admin', ['config.read', 'config.write', 'away.write']);
    await call('PUT', '/users/bernd/away/702', { until: '14:00' });
    const { body: group } = await call('GET', '/groups/702');
    const moved = await call('PUT', '/groups/702', { ...(group as object), number: '709' });
    assert.equal(moved.status, 200, moved.text);
    const { body: one } = await call('GET', '/groups/709/away');
    const [bernd] = (one as { members: { away: { until: string } | null }[] }).members;
    assert.equal(bernd?.away?.until, SPAN.until);

    await call('POST', '/users', { id: 'dora', name: 'Dora', extension: '1009' });
    await call('PUT', '/users/dora/away', { until: '15:00' });
    const { body: user } = await call('GET', '/users/dora');
    const married = await call('PUT', '/users/dora', { ...(user as object), id: 'dora-2' });
    assert.equal(married.status, 200, married.text);
    const states = (await store.awayStates.all()).map(({ userId, group: of }) => `${userId} ${of ?? '*'}`);
    assert.deepEqual(states, ['bernd 709', 'dora-2 *']);
  });
});

describe('For others', () => {
  test('PUT sends away from one group, GET tells, DELETE brings back', async () => {
    const call = await admin();
    const put = await call('PUT', '/users/anna/away/700', { until: '14:00' });
    assert.equal(put.status, 200, put.text);
    const body = put.body as { groups: object[]; told: string[]; note: null };
    assert.deepEqual(body.groups, [
      { number: '700', name: 'Sales', away: SPAN, nobodyLeft: null },
      { number: '701', name: 'Support', away: null, nobodyLeft: null },
    ]);
    assert.deepEqual([body.told, body.note], [[], null]);
    assert.deepEqual((await call('GET', '/groups/700/away')).body, {
      number: '700',
      name: 'Sales',
      nobodyLeft: null,
      members: [
        { user: 'anna', name: 'Anna Albrecht', away: SPAN },
        { user: 'bernd', name: 'Bernd Berger', away: null },
      ],
    });
    const list = (await call('GET', '/away')).body as { user: string }[];
    assert.deepEqual(
      list.map(({ user }) => user),
      ['anna'],
    );
    assert.equal((await call('DELETE', '/users/anna/away/700')).status, 200);
    assert.deepEqual((await call('GET', '/away')).body, []);
  });

  test('the answer for the last one says where callers go', async () => {
    const call = await admin();
    await call('PUT', '/users/bernd/away', {});
    const { body } = await call('PUT', '/users/anna/away', { end: 'evening' });
    const { all, told, groups } = body as {
      all: { until: string };
      told: string[];
      groups: { nobodyLeft: string | null }[];
    };
    assert.equal(all.until, '2026-11-25T17:00:00.000Z');
    assert.deepEqual(told, ['Nobody is left in Sales: callers now go to voicemail 1001.']);
    assert.deepEqual(
      groups.map(({ nobodyLeft }) => nobodyLeft),
      ['now go to voicemail 1001', null],
    );
  });

  test('what is refused says why, and changes nothing', async () => {
    const call = await admin();
    const fault = (body: unknown) => (body as { faults: { path: string; message: string }[] }).faults[0];
    const past = await call('PUT', '/users/anna/away', { until: '2026-11-25T08:59:00+01:00' });
    assert.deepEqual([past.status, fault(past.body)?.path], [422, 'body.until']);
    assert.match(fault(past.body)?.message ?? '', /past|over/);
    for (const [path, detail] of [
      ['/users/nobody/away', 'There is no such user'],
      ['/users/anna/away/799', 'There is no such group'],
      ['/users/anna/away/702', 'The user is no member of this group'],
    ] as const) {
      const answer = await call('PUT', path, {});
      assert.deepEqual([answer.status, (answer.body as { detail: string }).detail], [404, detail]);
    }
    assert.equal((await call('PUT', '/users/anna/away', { end: 'schedule' })).status, 422);
    assert.deepEqual(await store.awayStates.all(), []);
    assert.equal((await (await anna())('PUT', '/users/bernd/away', {})).status, 403);
  });

  test('an end in the hour that the clock repeats is the first of two, and the answer says so', async () => {
    now = berlin('20:00', '2026-10-24');
    const { body } = await (await admin())('PUT', '/users/anna/away', { until: '25.10. 2:30' });
    const { all, note } = body as { all: { until: string }; note: string };
    assert.equal(all.until, '2026-10-25T00:30:00.000Z');
    assert.match(note, /twice|summer/);
  });

  test('a database that cannot be written is said as such', async () => {
    const call = await admin();
    const states = { ...store.awayStates };
    Object.assign(store.awayStates, { put: () => Promise.reject(new Error('not there')) });
    const { status, body } = await call('PUT', '/users/anna/away', {});
    Object.assign(store.awayStates, states);
    assert.equal(status, 503);
    assert.equal((body as { detail: string }).detail, 'It could not be saved: the database does not answer');
  });
});

describe('For oneself', () => {
  test('the own groups can be left and come back to, and the colleagues are told by name only', async () => {
    await (
      await admin()
    )('PUT', '/users/bernd/away', { until: '14:00' });
    const call = await anna();
    assert.equal((await call('PUT', '/own/away/701', { end: 'hour' })).status, 200);
    const { body } = await call('GET', '/own/away');
    const { groups, colleagues } = body as {
      groups: { number: string; away: unknown }[];
      colleagues: unknown;
    };
    assert.deepEqual(
      groups.map(({ number, away }) => [number, away !== null]),
      [
        ['700', false],
        ['701', true],
      ],
    );
    assert.deepEqual(colleagues, [
      {
        number: '700',
        others: [{ name: 'Bernd Berger', isAway: true, until: '2026-11-25T13:00:00.000Z' }],
      },
      { number: '701', others: [{ name: 'Clara Conrad', isAway: false, until: null }] },
    ]);
    assert.equal((await call('DELETE', '/own/away')).status, 200);
    assert.deepEqual(
      (await store.awayStates.all()).map(({ userId }) => userId),
      ['bernd'],
    );
    assert.equal((await call('PUT', '/own/away/702', {})).status, 404);
  });

  test('an account without a user has nothing of its own', async () => {
    const call = await caller('admin', ['own.write']);
    for (const [method, path] of [
      ['GET', '/own/away'],
      ['PUT', '/own/away'],
      ['DELETE', '/own/away'],
    ] as const)
      assert.equal((await call(method, path, method === 'PUT' ? {} : undefined)).status, 404, method);
  });
});
