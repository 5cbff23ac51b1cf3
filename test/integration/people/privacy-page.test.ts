/** The page for data about a number: shows, hands out and forgets, for administrators only. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Store } from '../../../src/base/store/connection.js';
import { aRecord } from '../../factories.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';

const NUMBER = '0171 3920015';

let database: TestDatabase;
let store: Store;
let site: ConfiguredSite;

before(async () => {
  database = await startDatabase();
  store = await database.store();
  site = await startConfiguredSite(store, {
    ...HOUSE,
    users: [...HOUSE.users, { id: 'eva', name: 'Eva', mobile: { number: '0171 3920016', windows: [] } }],
  });
  const caller = { withheld: false, number: '01713920015', e164: '+491713920015', name: 'Max Muster' };
  await store.calls.save(aRecord({ caller, outcome: 'gaveUp', endedAt: new Date() }));
});
after(async () => {
  await site.close();
  await database.close();
});

describe('Data about a number', { concurrency: false }, () => {
  test('is shown, handed out, and forgotten when it is meant', async () => {
    const admin = await site.signedIn('admin');
    const send = (what: string, fields: Record<string, string>) =>
      admin.post(`/privacy/${what}`, fields, '/privacy');
    const look = await send('forget', { number: NUMBER });
    assert.match(look.text, /<td>calls<\/td><td>1<\/td>/);
    const file = await send('export', { number: NUMBER });
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="?data\.json/);
    assert.equal((JSON.parse(file.text) as { calls: object[] }).calls.length, 1);
    const done = await send('forget', { number: NUMBER, sure: 'yes' });
    assert.match(done.text, /Forgotten\./);
    assert.equal((await store.calls.recent(1))[0]?.caller.number, '***');
    assert.match((await send('forget', { number: NUMBER })).text, /Nothing is kept about this number/);
    assert.deepEqual(
      site.audited.slice(-2).map(({ event, facts }) => [event, facts['ending'], facts['calls']]),
      [
        ['personExported', '15', '1'],
        ['personForgotten', '15', '1'],
      ],
    );
  });

  test('of a member’s mobile tells from which groups the member is away, and of no other member', async () => {
    const [changedAt, until] = [new Date('2026-11-25T08:00:00Z'), new Date('2026-11-25T13:00:00Z')];
    for (const userId of ['eva', 'anna'])
      await store.awayStates.put({ userId, group: null, kind: 'away', until, changedAt, changedBy: 'boss' });
    const admin = await site.signedIn('admin');
    const file = await admin.post('/privacy/export', { number: '0171 3920016' }, '/privacy');
    assert.deepEqual((JSON.parse(file.text) as { away: object[] }).away, [
      {
        user: 'eva',
        group: null,
        kind: 'away',
        until: until.toISOString(),
        changedAt: changedAt.toISOString(),
        changedBy: 'boss',
      },
    ]);
  });

  test('is refused for the house and for what the configuration names', async () => {
    const admin = await site.signedIn('admin');
    const send = (number: string) => admin.post('/privacy/forget', { number, sure: 'yes' }, '/privacy');
    assert.match((await send('1001')).text, /an extension or a group of the house/);
    assert.match((await send('12')).text, /no whole number of somebody outside; write it with its area code/);
    assert.match((await send('anonymous')).text, /withholds the number/);
    const named = await send('0171 3920016');
    assert.deepEqual([named.status, /users\[2\]\.mobile\.number/.test(named.text)], [409, true]);
    const rest = await admin.json('POST', '/api/v1/privacy/forget', { number: '1001' });
    assert.equal(rest.status, 422);
  });
});
