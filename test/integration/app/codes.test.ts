/** What codes change and ask for in the database: the same operation as the pages, with who did it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { codeDesk } from '../../../src/app/codes.js';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { SnapshotProvider } from '../../../src/base/configuration/provider.js';
import { createLog } from '../../../src/base/log.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import type { CodeDesk } from '../../../src/calls/codes/code-desk.js';
import { LiveCalls } from '../../../src/calls/session/live-calls.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { temporaryFolder } from '../../live/at-exit.js';
import { aRecord } from '../../factories.js';
import { configuration } from '../../unit/base/configuration/minimal.js';

const HOUSE = {
  version: 1,
  settings: { domain: 'pbx.example' },
  users: [{ id: 'erika', name: 'Erika Muster', extension: '1001' }],
  groups: [
    {
      number: '700',
      name: 'Sales',
      stages: [{ ringSec: 20, members: ['erika'] }],
      rules: [{ switch: 'night', when: 'on', to: { hangup: 'USER_BUSY' } }],
      final: { hangup: 'NO_ANSWER' },
    },
  ],
  switches: [{ id: 'night', name: 'Night', code: '12', manual: { on: false } }],
};
const log = createLog('silent');

let server: TestServer;
let store: Store;
let snapshots: SnapshotProvider;
let desk: CodeDesk;
const live = new LiveCalls();
const presence = (channel: string) =>
  Promise.resolve(channel === 'there' ? ('there' as const) : ('gone' as const));

before(async () => {
  server = await startTestServer();
  store = await connectStore(server.uriFor('codes'), { serverSelectionTimeoutMs: 300 });
  const by = { author: 'test', reason: '', at: new Date() };
  await importConfiguration({
    configurations: store.configurations,
    configuration: configuration(HOUSE),
    ...by,
  });
  const dataFolder = temporaryFolder('rufgruppe-codes-');
  snapshots = new SnapshotProvider({ store, dataFolder, log, now: () => DateTime.utc(), pollMs: 3_600_000 });
  await snapshots.start();
  desk = codeDesk({ snapshots, store, live, controller: 'one', presence, log });
});
after(async () => {
  await snapshots.stop();
  await store.close();
  await server.close();
});

function night() {
  return snapshots.known()?.switches.get('night') ?? assert.fail('no switch');
}

function order(on: boolean, toggles: boolean, extension: string | undefined = '1001') {
  return { one: night(), on, toggles, by: { extension }, at: DateTime.utc() };
}

describe('a switch turned by a code', () => {
  test('is turned for everybody at once, and the audit log says by which phone', async () => {
    assert.equal(await desk.turnSwitch(order(true, true)), 'done');
    assert.deepEqual(night().state, { kind: 'manual', on: true });
    const [entry] = await store.audit.list({ limit: 1 });
    assert.equal(entry?.who, 'Erika Muster (phone 1001)');
    assert.equal(entry.event, 'switchTurned');
    assert.deepEqual(entry.facts, { subject: 'switch night', state: 'on' });
  });

  test('of two who toggle at once one is told that somebody else was faster', async () => {
    const [one, other] = [order(false, true), order(false, true)];
    const results = await Promise.all([desk.turnSwitch(one), desk.turnSwitch(other)]);
    assert.deepEqual(results.toSorted(), ['done', 'overtaken']);
    assert.deepEqual(night().state, { kind: 'manual', on: false });
  });

  test('by a phone that belongs to no user, and by one that withholds its number', async () => {
    await desk.turnSwitch(order(true, false, '1007'));
    await desk.turnSwitch({ ...order(false, false), by: { extension: undefined } });
    const [withheld, phone] = await store.audit.list({ limit: 2 });
    assert.equal(phone?.who, '1007 (phone)');
    assert.equal(withheld?.who, 'withheld (phone)');
  });
});

describe('being away by code', () => {
  const presence = (to: 'away' | 'back', group: string | undefined, until?: DateTime) =>
    desk.setPresence({ userId: 'erika', to, group, until, by: { extension: '1001' }, at: DateTime.utc() });

  test('holds at once until back; who leaves nobody behind is told so; the audit log says by which phone', async () => {
    assert.deepEqual(await presence('away', undefined), { emptied: ['700'], until: undefined });
    const span = snapshots.known()?.away.get('erika')?.all;
    assert.equal(span?.until, undefined);
    const [entry] = await store.audit.list({ limit: 1 });
    assert.deepEqual([entry?.who, entry?.event], ['Erika Muster (phone 1001)', 'awaySet']);
    assert.deepEqual(await presence('back', undefined), { emptied: [], until: undefined });
    assert.equal(snapshots.known()?.away.get('erika')?.all, undefined);
  });

  test('until a time; a longer absence from all groups is the one that is told', async () => {
    const [soon, later] = [1, 2].map((hours) => DateTime.utc().plus({ hours }));
    const told = async (group: string | undefined, until?: DateTime) => {
      const result = await presence('away', group, until);
      return result === 'refused' ? result : result.until?.toMillis();
    };
    assert.equal(await told(undefined, later), later?.toMillis());
    assert.equal(await told('700', soon), later?.toMillis());
    assert.equal(snapshots.known()?.away.get('erika')?.all?.until?.toMillis(), later?.toMillis());
    await presence('back', undefined);
    assert.equal(await told('700', soon), soon?.toMillis());
    await presence('back', undefined);
  });

  test('a group that the user has just left is refused', async () => {
    assert.equal(await presence('away', '701'), 'refused');
  });
});

test('what is refused is noted once, however often it is tried', async () => {
  const noted = async () =>
    (await store.audit.list({ limit: 50, event: 'codeRefused' })).map(({ who, facts }) => ({ who, facts }));
  for (let tries = 0; tries < 5; tries += 1) desk.noteRefused({ extension: '1009' }, '*5012', 'switch night');
  desk.noteRefused({ extension: '1009' }, '*56', undefined);
  while ((await noted()).length < 2) await new Promise((resolve) => setImmediate(resolve));
  const entries = await noted();
  assert.equal(entries.length, 2);
  assert.ok(entries.every(({ who }) => who === '1009 (phone)'));
});

test('open call-backs are counted over all the groups', async () => {
  const missed = (group: string, caller: string) =>
    store.callbacks.addMissed({
      group,
      caller: { key: caller, number: caller, name: null },
      call: {
        record: `${group}-${caller}`,
        channel: `${group}-${caller}`,
        at: new Date(),
        why: { kind: 'unknown' },
      },
      mergeHours: 24,
      noticeAt: undefined,
    });
  await missed('700', '+493023125001');
  await missed('701', '+493023125002');
  await missed('702', '+493023125003');
  assert.equal(await desk.openCallbacks(['700', '702']), 2);
  assert.equal(await desk.openCallbacks([]), 0);
});

test('whether another FreeSWITCH has a call is what they say', async () => {
  assert.equal(await desk.isElsewhere('there'), true);
  assert.equal(await desk.isElsewhere('gone'), false);
});

test('the open calls are those of this controller and of all others', async () => {
  const startedAt = new Date();
  const open = { startedAt, endedAt: null, outcome: 'open' } as const;
  await store.calls.saveAll([
    aRecord({ ...open, _id: 'theirs', channel: 'theirs', controller: 'two' }),
    aRecord({ ...open, _id: 'mine', channel: 'mine', controller: 'one' }),
  ]);
  live.update(aRecord({ ...open, _id: 'here', channel: 'here', controller: 'one' }));
  const channels = (await desk.calls()).map(({ channel }) => channel);
  assert.deepEqual(channels.toSorted(), ['here', 'theirs']);
});

test('while the database is away nothing is done and nothing is claimed', async () => {
  const away = await startTestServer();
  const gone = await connectStore(away.uriFor('gone'), { serverSelectionTimeoutMs: 300 });
  const late = codeDesk({ snapshots, store: gone, live, controller: 'one', presence, log });
  await gone.close();
  await away.close();
  const before = night();
  await assert.rejects(late.turnSwitch(order(true, false)));
  await assert.rejects(late.openCallbacks(['700']));
  assert.deepEqual(night(), before);
  assert.ok((await late.calls()).some(({ channel }) => channel === 'here'));
});
