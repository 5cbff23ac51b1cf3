/**
 * Revisions in a database: imports, writers at the same time, switches, outages, and what a running
 * provider follows.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { DateTime } from 'luxon';
import { MongoClient } from 'mongodb';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { SnapshotProvider } from '../../../src/base/configuration/provider.js';
import { seedIfEmpty } from '../../../src/base/configuration/seed.js';
import { startEmbeddedMongo, type EmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import { proposeImport } from '../../../src/people/operations/import-file.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { configuration, file, group } from '../../unit/base/configuration/minimal.js';

const AT = new Date('2026-11-23T10:00:00Z');
const WHO = { by: 'anna', at: AT };
const STORE = { serverSelectionTimeoutMs: 300, retryMs: 20 };

let folder: string;
let server: EmbeddedMongo;
let store: Store;
let uri: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rufgruppe-'));
  server = await startEmbeddedMongo({ folder: join(folder, 'db') });
});
after(async () => {
  await store.close();
  await server.close();
  await rm(folder, { recursive: true });
});
let databases = 0;
beforeEach(async () => {
  const previous = store as Store | undefined;
  await previous?.close();
  uri = server.uriFor(`test${++databases}`);
  store = await connectStore(uri, STORE);
});

function importing(value: object, base?: number) {
  return importConfiguration({
    configurations: store.configurations,
    configuration: configuration(value),
    author: 'anna',
    reason: 'test',
    at: AT,
    ...(base !== undefined && { base }),
  });
}

const named = (name: string) => file({ groups: [group({ name })] });

interface Line {
  readonly level: string;
  readonly message: string;
}

async function provided(
  options: { now?: () => DateTime; store?: Store; dataFolder?: string } = {},
): Promise<{ provider: SnapshotProvider; lines: Line[] }> {
  const lines: Line[] = [];
  const line = (level: string) => (_: object, message: string) => void lines.push({ level, message });
  const provider = new SnapshotProvider({
    store: options.store ?? store,
    dataFolder: options.dataFolder ?? (await mkdtemp(join(folder, 'data-'))),
    now: options.now ?? (() => DateTime.fromISO('2026-11-23T10:00', { zone: 'Europe/Berlin' })),
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    pollMs: 20,
  });
  return { provider, lines };
}

function changed(provider: SnapshotProvider, wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve) => {
    const end = provider.onChange((snapshot) => {
      if (!wanted(snapshot)) return;
      end();
      resolve(snapshot);
    });
  });
}

test('an import saves a revision, the same import again changes nothing', async () => {
  assert.deepEqual(await importing(named('Sales')), {
    kind: 'saved',
    revision: 1,
    changes: {
      added: [
        'setting country',
        'setting timezone',
        'setting domain',
        'setting gateway',
        'setting gatewayFormat',
        'setting callerNumbers',
        'setting trunks',
        'setting callerNames',
        'setting blocked',
        'setting voicemailProfile',
        'setting confirmSec',
        'setting recordingsFolder',
        'setting keepCallsDays',
        'setting maxGroups',
        'setting externalNumbers',
        'setting limits',
        'setting notices',
        'setting codes',
        'setting talkCodes',
        'group 700',
      ],
      changed: [],
      removed: [],
    },
    forgotten: undefined,
  });
  assert.deepEqual(await importing(named('Sales')), { kind: 'unchanged', revision: 1 });
  assert.deepEqual(await importing(named('Service')), {
    kind: 'saved',
    revision: 2,
    changes: { added: [], changed: ['group 700'], removed: [] },
    forgotten: undefined,
  });
  const list = await store.configurations.list();
  assert.deepEqual(list[0], {
    revision: 2,
    createdAt: AT,
    author: 'anna',
    origin: 'file',
    takenFrom: undefined,
    reason: 'test',
    changes: { added: [], changed: ['group 700'], removed: [], count: 1 },
  });
  assert.deepEqual((await store.configurations.get(1))?.content, configuration(named('Sales')));
});

test('of importers at once exactly one wins, the others are told, and nothing of theirs is saved', async () => {
  await importing(named('First'));
  const results = await Promise.allSettled(['A', 'B', 'C', 'D'].map((name) => importing(named(name), 1)));
  const lost = results.filter((result) => result.status === 'rejected');
  assert.equal(lost.length, 3);
  for (const { reason } of lost) {
    assert.equal((reason as { code: string }).code, 'CONFIGURATION_CHANGED');
    assert.equal(
      (reason as Error).message,
      'The configuration was changed meanwhile: yours is made from revision 1, it is revision 2 now. Nothing was saved.',
    );
  }
  assert.equal((await store.configurations.head())?.revision, 2);
});

test('a change made from a revision that is no longer kept is refused, too', async () => {
  for (let index = 0; index < 53; index++) await importing(named(`Name ${index}`));
  const list = await store.configurations.list();
  assert.deepEqual([list.length, list[0]?.revision, list.at(-1)?.revision], [50, 53, 4]);
  assert.equal(await store.configurations.get(3), undefined);
  await assert.rejects(importing(named('Old'), 1), { code: 'CONFIGURATION_CHANGED' });
  assert.equal((await store.configurations.list()).length, 50);
});

test('a revision of an earlier program is read; from where it came is unknown', async () => {
  const client = await MongoClient.connect(uri);
  await client
    .db()
    .collection<{ _id: number; createdAt: Date; author: string; reason: string; content: unknown }>(
      'configurations',
    )
    .insertOne({
      _id: 1,
      createdAt: AT,
      author: 'rufgruppe',
      reason: 'example for an empty database',
      content: configuration(named('Sales')),
    });
  await client.close();
  const head = await store.configurations.head();
  assert.deepEqual([head?.revision, head?.origin, head?.changes], [1, 'unknown', undefined]);
  // Somebody may have made it: only the example says of itself that nobody will miss it.
  const plain = { revision: undefined, configuration: configuration(named('Mine')) };
  const { kind } = await proposeImport(store.configurations, { file: plain, how: 'asItIs' });
  assert.equal(kind, 'unknownBase');
});

test('the first start says of the example that it is one, and any file may replace it', async () => {
  await seedIfEmpty(store, AT);
  assert.equal((await store.configurations.head())?.origin, 'example');
  const plain = { revision: undefined, configuration: configuration(named('Mine')) };
  const proposal = await proposeImport(store.configurations, { file: plain, how: 'asItIs' });
  assert.ok(proposal.kind === 'take' && proposal.overExample);
});

test('an empty database is seeded once with the example, also by two instances at once', async () => {
  const results = await Promise.all([seedIfEmpty(store, AT), seedIfEmpty(store, AT)]);
  assert.deepEqual(results.toSorted(), [false, true]);
  assert.equal(await seedIfEmpty(store, AT), false);
  const { provider } = await provided();
  await provider.start();
  assert.deepEqual([...provider.current().groups.keys()], ['700', '701']);
  await provider.stop();
});

test('switches keep manual state and override apart, and count their changes', async () => {
  const until = new Date('2026-11-24T07:00:00Z');
  const { switchStates } = store;
  await switchStates.setManual('m', true, WHO);
  await switchStates.setOverride('m', { on: false, until }, WHO);
  assert.deepEqual(await switchStates.all(), [
    { id: 'm', on: true, override: { on: false, until }, changedAt: AT, changedBy: 'anna', version: 2 },
  ]);
  await switchStates.setOverride('m', { on: true }, WHO);
  assert.deepEqual((await switchStates.all())[0]?.override, { on: true });
  assert.deepEqual(await switchStates.clearOverride('m', WHO), {
    id: 'm',
    on: true,
    changedAt: AT,
    changedBy: 'anna',
    version: 4,
  });
  await switchStates.setOverride('m', { on: true }, WHO);
  assert.deepEqual((await switchStates.setManual('m', false, WHO))?.override, undefined);
});

test('of those who change the same version of a switch at once, one does', async () => {
  const { switchStates } = store;
  for (const version of [0, 1]) {
    const who = Object.assign({ version }, WHO);
    const changes = await Promise.all([
      switchStates.setManual('m', true, who),
      switchStates.setOverride('m', { on: false }, who),
      switchStates.setOverride('m', { on: true }, who),
    ]);
    assert.equal(changes.filter((one) => one !== undefined).length, 1);
    assert.equal((await switchStates.all())[0]?.version, version + 1);
  }
  await switchStates.setOverride('m', { on: false }, WHO);
  assert.equal(await switchStates.clearOverride('m', Object.assign({ version: 2 }, WHO)), undefined);
  assert.equal((await switchStates.clearOverride('m', Object.assign({ version: 3 }, WHO)))?.version, 4);
});

test('twenty first changes of one switch at once are all counted', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => store.switchStates.setManual('x', index % 2 === 0, WHO)),
  );
  assert.equal((await store.switchStates.all())[0]?.version, 20);
});

test('a running provider takes up what another process imports and toggles', async () => {
  await importing(file({ switches: [{ id: 'm', name: 'M', manual: {} }], groups: [group()] }));
  const { provider } = await provided();
  await provider.start();
  const before = provider.current();
  const toggled = changed(provider, (snapshot) => snapshot.switches.get('m')?.override?.on === true);
  await store.switchStates.setOverride('m', { on: true }, WHO);
  assert.equal((await toggled).revision, 1);
  const renamed = changed(provider, (snapshot) => snapshot.revision === 2);
  await importing(named('Service'));
  assert.equal((await renamed).groups.get('700')?.name, 'Service');
  assert.equal(before.groups.get('700')?.name, 'Sales');
  await provider.stop();
});

test('refresh after an own write is enough to see it', async () => {
  await importing(named('Sales'));
  const { provider } = await provided();
  await provider.start();
  await importing(named('Service'));
  await provider.refresh();
  assert.equal(provider.current().groups.get('700')?.name, 'Service');
  await provider.stop();
});

test('looking again and finding nothing new tells nobody', async () => {
  await importing(named('Sales'));
  const { provider } = await provided();
  let told = 0;
  provider.onChange(() => told++);
  await provider.start();
  await provider.refresh();
  await provider.refresh();
  assert.equal(told, 1);
  await provider.stop();
});

test('the next day has its own snapshot, since the holidays of another year may be needed', async () => {
  await importing(
    file({
      holidays: [{ id: 'h', country: 'DE' }],
      switches: [{ id: 'n', name: 'N', schedule: { windows: [], holidays: 'h' } }],
    }),
  );
  let now = DateTime.fromISO('2026-12-31T23:59', { zone: 'Europe/Berlin' });
  const { provider } = await provided({ now: () => now });
  await provider.start();
  const isHoliday = () => {
    const state = provider.current().switches.get('n')?.state;
    return state?.kind === 'schedule' && state.holidays?.days.has('2029-01-01');
  };
  assert.equal(isHoliday(), false);
  now = now.plus({ minutes: 1 });
  await provider.refresh();
  assert.equal(isHoliday(), true);
  await provider.stop();
});

test('content that this program cannot read leaves the snapshot before in place and is logged once', async () => {
  await importing(named('Sales'));
  const { provider, lines } = await provided();
  await provider.start();
  await store.configurations.save({
    base: 1,
    content: { version: 9 },
    changes: { added: [], changed: [], removed: [] },
    author: 'x',
    origin: 'file',
    reason: '',
    at: AT,
  });
  await provider.refresh();
  await provider.refresh();
  assert.equal(provider.current().revision, 1);
  assert.deepEqual(lines, [
    {
      level: 'error',
      message: 'This program cannot read the configuration; calls keep the last one',
    },
  ]);
  await provider.stop();
});

test('an outage keeps the snapshot and is one line; afterwards the provider follows again', async () => {
  await importing(named('Sales'));
  const { provider, lines } = await provided();
  await provider.start();
  await server.close();
  await provider.refresh();
  await provider.refresh();
  assert.equal(provider.current().groups.get('700')?.name, 'Sales');
  assert.deepEqual(lines, [
    { level: 'error', message: 'The database is unreachable; calls keep the last configuration' },
  ]);
  server = await startEmbeddedMongo({ folder: join(folder, 'db') });
  const renamed = changed(provider, (snapshot) => snapshot.revision === 2);
  await importing(named('Service'));
  await renamed;
  await provider.refresh();
  assert.deepEqual(lines[1], { level: 'info', message: 'The configuration is up to date again' });
  await provider.stop();
});

test('a start without a database follows the last known copy, and the database once it is there', async () => {
  const until = new Date('2026-11-24T07:00:00Z');
  await importing(file({ switches: [{ id: 'm', name: 'M', manual: {} }], groups: [group()] }));
  await store.switchStates.setOverride('m', { on: true, until }, WHO);
  const dataFolder = await mkdtemp(join(folder, 'data-'));
  const first = await provided({ dataFolder });
  await first.provider.start();
  await first.provider.stop();
  assert.equal((await stat(join(dataFolder, 'last-configuration.json'))).mode & 0o777, 0o600);
  await server.close();

  const late = await connectStore(uri, { ...STORE, waitForServer: false });
  const { provider, lines } = await provided({ store: late, dataFolder });
  await provider.start();
  const override = provider.current().switches.get('m')?.override;
  assert.deepEqual([override?.on, override?.until?.toJSDate()], [true, until]);
  assert.deepEqual(
    lines.map((line) => line.message),
    [
      'The database is unreachable; calls keep the last configuration',
      'Calls follow the last known configuration',
    ],
  );
  server = await startEmbeddedMongo({ folder: join(folder, 'db') });
  await late.ready;
  await store.switchStates.clearOverride('m', WHO);
  await provider.refresh();
  assert.equal(provider.current().switches.get('m')?.override, undefined);
  await provider.stop();
  await late.close();
});

test('who is away is followed by every controller, and a start without a database remembers it', async () => {
  const until = new Date('2026-11-24T07:00:00Z');
  const members = [{ ringSec: 20, members: ['anna'] }];
  await importing(
    file({ users: [{ id: 'anna', name: 'Anna', extension: '1001' }], groups: [group({ stages: members })] }),
  );
  const dataFolder = await mkdtemp(join(folder, 'data-'));
  const { provider: first } = await provided({ dataFolder });
  const { provider: second } = await provided();
  await Promise.all([first.start(), second.start()]);
  assert.equal(first.current().away.size, 0);
  const away = { userId: 'anna', kind: 'away', until, changedAt: AT, changedBy: 'admin' } as const;
  const followed = [first, second].map((one) => changed(one, (snapshot) => snapshot.away.has('anna')));
  await store.awayStates.put({ ...away, group: null });
  for (const snapshot of await Promise.all(followed)) {
    const { all } = snapshot.away.get('anna') ?? {};
    assert.deepEqual([all?.until?.toJSDate(), all?.since.toJSDate(), all?.by], [until, AT, 'admin']);
  }
  await first.refresh();
  await Promise.all([first.stop(), second.stop()]);
  await server.close();
  const late = await connectStore(uri, { ...STORE, waitForServer: false });
  const { provider } = await provided({ store: late, dataFolder });
  await provider.start();
  assert.deepEqual(provider.current().away.get('anna')?.all?.until?.toJSDate(), until);
  await provider.stop();
  server = await startEmbeddedMongo({ folder: join(folder, 'db') });
  await late.ready;
  await late.close();
});

test('who is away is stored once for each user and group, the later change wins, and what has ended is deleted', async () => {
  const { awayStates } = store;
  const by = (changedBy: string) => ({ changedAt: AT, changedBy });
  const until = new Date('2026-11-24T07:00:00Z');
  await Promise.all(
    ['anna', 'boss', 'chef'].map((who) =>
      awayStates.put({ userId: 'anna', group: '700', kind: 'away', ...by(who) }),
    ),
  );
  assert.equal((await awayStates.all()).length, 1);
  await awayStates.put({ userId: 'anna', group: '700', kind: 'away', until, ...by('anna') });
  await awayStates.put({ userId: 'anna', group: null, kind: 'away', ...by('anna') });
  await awayStates.put({ userId: 'bernd', group: null, kind: 'away', until, ...by('bernd') });
  assert.deepEqual(await awayStates.of('anna'), [
    { userId: 'anna', group: null, kind: 'away', ...by('anna') },
    { userId: 'anna', group: '700', kind: 'away', until, ...by('anna') },
  ]);
  // Without an end it has none any more.
  await awayStates.put({ userId: 'anna', group: '700', kind: 'in', ...by('anna') });
  assert.deepEqual((await awayStates.of('anna'))[1], {
    userId: 'anna',
    group: '700',
    kind: 'in',
    ...by('anna'),
  });
  assert.equal(await awayStates.deleteOld(until, 10), 0);
  assert.equal(await awayStates.deleteOld(new Date(until.getTime() + 1), 10), 1);
  await awayStates.remove('anna', null);
  assert.deepEqual(
    (await awayStates.all()).map(({ userId, group: of }) => [userId, of]),
    [['anna', '700']],
  );
  assert.equal(await awayStates.keepOnly(({ userId }) => userId !== 'anna'), 1);
  assert.deepEqual(await awayStates.all(), []);
});

test('without a database and with no or a damaged copy the start says that there is no configuration', async () => {
  const dataFolder = await mkdtemp(join(folder, 'data-'));
  for (const text of [undefined, '{"revision":1', '{"revision":"x"}']) {
    if (text !== undefined) await writeFile(join(dataFolder, 'last-configuration.json'), text);
    const { provider } = await provided({ dataFolder });
    await assert.rejects(provider.start(), { code: 'NO_CONFIGURATION' });
    await provider.stop();
  }
});

test('a server that cannot be reached is told at once when it is waited for', async () => {
  const nowhere = `mongodb://${encodeURIComponent(join(folder, 'no.sock'))}/test`;
  await assert.rejects(connectStore(nowhere, STORE), { code: 'STORE_UNREACHABLE' });
  const late = await connectStore(nowhere, { ...STORE, waitForServer: false });
  await assert.rejects(late.configurations.head());
  await late.close();
  await assert.rejects(late.ready);
});

test('the copy holds what the configuration holds', async () => {
  await importing(named('Sales'));
  const dataFolder = await mkdtemp(join(folder, 'data-'));
  const { provider } = await provided({ dataFolder });
  await provider.start();
  await provider.stop();
  const copy: unknown = JSON.parse(await readFile(join(dataFolder, 'last-configuration.json'), 'utf8'));
  assert.deepEqual((copy as { content: unknown }).content, configuration(named('Sales')));
});
