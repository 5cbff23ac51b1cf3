/** Calling back by a click, on the pages and over the interface: who may call whom. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import type { Placed, Placing } from '../../../src/calls/placed/placed-calls.js';
import type { Store } from '../../../src/base/store/connection.js';
import { permissionsOf, type Actor } from '../../../src/people/access/permissions.js';
import { callBack } from '../../../src/people/operations/place-call.js';
import { aRecord } from '../../factories.js';
import { startConfiguredSite } from './configured-site.js';
import { onOwnStores, type Site } from './site.js';

const HOUSE = {
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' },
  users: [
    { id: 'anna', name: 'Anna Albrecht', extension: '1001' },
    { id: 'bernd', name: 'Bernd Brandt', extension: '1002' },
    { id: 'clara', name: 'Clara', mobile: { number: '0171 39200 15' } },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      stages: [{ ringSec: 20, members: ['anna', 'bernd', 'clara'] }],
      final: { hangup: 'USER_BUSY' },
    },
  ],
};

let store: Store;
let site: Site;
let placed: Placing[];
let answer: Placed;

onOwnStores(async (own) => {
  store = own;
  [placed, answer] = [[], { kind: 'ringing' }];
  const place = (order: Placing) => {
    placed.push(order);
    return Promise.resolve(answer);
  };
  const now = () => DateTime.utc();
  site = await startConfiguredSite(store, HOUSE, { now, placed: { place, stop: () => undefined } });
  return site;
});

async function missed(e164: string): Promise<string> {
  const item = await store.callbacks.addMissed({
    group: '700',
    caller: { key: e164, number: e164, name: 'Erika Muster' },
    call: { record: e164, channel: e164, at: new Date(), why: { kind: 'gaveUp', afterSec: 14, stage: 2 } },
    mergeHours: 24,
    noticeAt: undefined,
  });
  return item?.id ?? '';
}
const as = (id: string) => site.signedIn('user', { name: id, userId: id });

test('takes the item, calls the number of the item, and everybody sees who is calling until it is over', async () => {
  const id = await missed('+493023125042');
  const anna = await as('anna');
  assert.match((await anna.get('/callbacks')).text, /title="First your own phone 1001 rings/);
  assert.equal((await anna.post(`/callbacks/${id}/call`, { number: '0900123456' })).to, '/callbacks');
  const [order] = placed;
  assert.deepEqual(
    [order?.account, order?.extension, order?.number, order?.shown],
    ['anna', '1001', '03023125042', { name: '→ Erika Muster', number: '03023125042' }],
  );
  const bernd = await as('bernd');
  assert.match((await bernd.get('/callbacks')).text, /Anna Albrecht is calling, since/);
  const others = await bernd.json('POST', `/api/v1/callbacks/${id}/call`);
  assert.deepEqual([others.status, (others.body as { because: string }).because], [409, 'othersHaveIt']);
  order?.onOver('notLifted');
  while ((await store.callbacks.get(id))?.calling !== null) await new Promise(setImmediate);
  assert.doesNotMatch((await bernd.get('/callbacks')).text, /is calling, since/);
  assert.equal((await store.callbacks.get(id))?.taken?.who, 'Anna Albrecht');
  const noted = site.audited.filter(({ event }) => /^call(Not)?Placed$/.test(event));
  assert.deepEqual(
    noted.map(({ who, event, facts }) => [who, event, facts]),
    [
      ['anna', 'callPlaced', { subject: `callback ${id}`, extension: '1001' }],
      ['bernd', 'callNotPlaced', { subject: `callback ${id}`, because: 'othersHaveIt' }],
    ],
  );
});

test('no number is called that the rules for numbers outside forbid', async () => {
  const anna = await as('anna');
  for (const number of ['+49900123456', '+12025550123', '112']) {
    const id = await missed(number);
    const { status, text } = await anna.json('POST', `/api/v1/callbacks/${id}/call`);
    assert.equal(status, 422, text);
    assert.equal((await store.callbacks.get(id))?.calling, null);
  }
  assert.deepEqual(placed, []);
  const refused = site.audited.filter(({ event }) => event === 'callNotPlaced');
  assert.deepEqual(new Set(refused.map(({ facts }) => facts['because'])), new Set(['notAllowed']));
});

test('each reason why nothing rings is said, and leaves nobody calling', async () => {
  const id = await missed('+493023125042');
  const anna = await as('anna');
  const reasons: readonly (readonly [Placed, number, RegExp])[] = [
    [{ kind: 'noFreeswitch' }, 503, /No FreeSWITCH is connected/],
    [{ kind: 'notRegistered' }, 503, /Your phone 1001 is not registered/],
    [{ kind: 'alreadyRings' }, 409, /Your phone 1001 rings already/],
    [{ kind: 'tooMany', most: 6, minutes: 1 }, 429, /You have placed 6 calls within 1 min/],
    [{ kind: 'refused', reason: '-ERR' }, 503, /FreeSWITCH does not place the call: -ERR/],
  ];
  for (const [given, status, words] of reasons) {
    answer = given;
    assert.equal((await anna.json('POST', `/api/v1/callbacks/${id}/call`)).status, status, given.kind);
    await anna.post(`/callbacks/${id}/call`);
    assert.match((await anna.get('/callbacks')).text, words);
    assert.equal((await store.callbacks.get(id))?.calling, null);
  }
});

test('whoever has no phone is told so and sees no button; a viewer may not call', async () => {
  const id = await missed('+493023125042');
  const clara = await as('clara');
  assert.doesNotMatch((await clara.get('/callbacks')).text, /\/call"/);
  await clara.post(`/callbacks/${id}/call`);
  assert.match((await clara.get('/callbacks')).text, /Your account has no user with a desk phone/);
  for (const role of ['viewer', 'observer'] as const) {
    const browser = await site.signedIn(role, { name: role, userId: 'anna' });
    assert.doesNotMatch((await browser.get('/callbacks')).text, /\/call"/);
    assert.equal((await browser.post(`/callbacks/${id}/call`)).status, 403);
    assert.equal((await browser.json('POST', `/api/v1/callbacks/${id}/call`)).status, 403);
  }
  assert.deepEqual(placed, []);
});

test('who may place calls but not take call-backs, as a token can be, calls nobody back', async () => {
  const id = await missed('+493023125042');
  const anna: Actor = {
    kind: 'token',
    name: 'anna',
    role: 'user',
    userId: 'anna',
    permissions: permissionsOf('user', ['calls.place', 'callbacks.read']),
  };
  const desk = {
    callbacks: store.callbacks,
    snapshot: () => undefined,
    audit: { note: () => Promise.resolve() },
    placed: { place: () => Promise.resolve(answer), stop: () => undefined },
    settings: () => Promise.reject(new Error('not asked')),
  };
  assert.deepEqual(await callBack(desk, anna, id, DateTime.utc()), { kind: 'unknown' });
  assert.equal((await store.callbacks.get(id))?.state, 'open');
});

test('the caller of a call is called by whoever may see calls', async () => {
  const caller = { withheld: false, number: '03023125042', e164: '+493023125042', name: null };
  const startedAt = DateTime.utc().minus({ hours: 1 }).toJSDate();
  await store.calls.saveAll([
    aRecord({ _id: 'c1', caller, startedAt }),
    aRecord({ _id: 'c2', caller: { withheld: true, number: null, e164: null, name: null }, startedAt }),
  ]);
  const admin = await site.signedIn('admin', { name: 'chief', userId: 'anna' });
  assert.match((await admin.get('/calls/c1')).text, /action="\/calls\/c1\/call"/);
  await admin.post('/calls/c1/call');
  assert.match(
    (await admin.get('/calls/c1')).text,
    /Your phone 1001 rings\. Lift it, and 03023125042 is called/,
  );
  assert.equal((await admin.json('POST', '/api/v1/calls/c1/call')).status, 202);
  assert.doesNotMatch((await admin.get('/calls/c2')).text, /\/call"/);
  assert.equal((await admin.json('POST', '/api/v1/calls/c2/call')).status, 422);
  const anna = await as('anna');
  assert.equal((await anna.post('/calls/c1/call')).status, 404);
  assert.equal((await anna.json('POST', '/api/v1/calls/c1/call')).status, 404);
  assert.equal(placed.length, 2);
});
