/** What a call writes into the database, as docs/scaling.md says it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedMongo, type EmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { placeCall, socketDialplan, type CallOptions } from '../../../scripts/peer/call.js';
import { realClock } from '../../../scripts/peer/clock.js';
import { parsePhone } from '../../../scripts/peer/phones.js';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { CountingProxy } from '../../fakes/counting-proxy.js';
import { configuration, file, group } from '../../unit/base/configuration/minimal.js';
import { freePort, startController, type Controller } from './controller-process.js';

let folder: string;
let server: EmbeddedMongo;
let store: Store;
let proxy: CountingProxy;
let controller: Controller;
let port: number;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-load-'));
  server = await startEmbeddedMongo({ folder: path.join(folder, 'db'), transport: 'tcp' });
  store = await connectStore(server.uriFor('load'));
  const content = file({
    users: [{ id: 'anna', name: 'Anna', extension: '1001' }],
    groups: [group({ missed: { gaveUpAfterSec: 0 }, stages: [{ ringSec: 30, members: ['anna'] }] })],
  });
  await importConfiguration({
    configurations: store.configurations,
    configuration: configuration(content),
    author: 'test',
    reason: 'test',
    at: new Date(0),
  });
  const counted = await CountingProxy.before(server.uriFor('load'));
  proxy = counted.proxy;
  port = await freePort();
  controller = await startController({ MONGODB_URI: counted.uri, DATA_DIR: folder, ESL_PORT: String(port) });
  // What the beginning writes is over with the first call.
  await callOnce('03023125001', '1001=busy');
});
after(async () => {
  await controller.end('SIGKILL');
  await proxy.close();
  await store.close();
  await server.close();
  await rm(folder, { recursive: true });
});

/** Resolves when nothing is left to do for the call, with what was written, and how often. */
async function callOnce(
  from: string,
  phone: string,
  more: Pick<CallOptions, 'hangupAfterSec'> = {},
): Promise<Readonly<Record<string, number>>> {
  proxy.commands.length = 0;
  const call = placeCall({
    clock: realClock(),
    to: '700',
    from,
    phones: [parsePhone(phone) ?? assert.fail(phone)],
    dialplan: socketDialplan(`127.0.0.1:${port}`),
    ...more,
  });
  await call.done;
  for (;;) {
    const record = await store.calls.get(call.uuid);
    if (record !== undefined && record.endedAt !== null && record.followUp === null) break;
    await delay(20);
  }
  const writes = proxy.commands.filter((one) =>
    /^(?:insert|update|delete|findAndModify) (?:calls|callbacks)$/.test(one),
  );
  const counts: Record<string, number> = {};
  for (const one of writes) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

/** States that follow each other within 100 ms are one write; on a busy machine they may be two. */
const isAbout = (count: number | undefined, few: number): boolean => count === few || count === few + 1;

test('an answered call is its record: begun and over', async () => {
  const { 'update calls': updates, ...more } = await callOnce('03023125002', '1001=answer@1s+1s');
  assert.ok(isAbout(updates, 2), `${updates}`);
  assert.deepEqual(more, {});
});

test('a missed call is its record and its item in the list', async () => {
  const missed = await callOnce('03023125003', '1001=silent', { hangupAfterSec: 1 });
  const { 'update calls': updates, ...more } = missed;
  assert.ok(isAbout(updates, 3), `${updates}`);
  assert.deepEqual(more, {
    'findAndModify callbacks': 2,
    'update callbacks': 1,
    'insert callbacks': 1,
  });
});
