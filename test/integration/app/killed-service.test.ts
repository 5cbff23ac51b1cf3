/** A controller that is killed while the database is away loses no call that is over: its journal has them. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedMongo, type EmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { MongoClient } from 'mongodb';
import { placeCall, socketDialplan } from '../../../scripts/peer/call.js';
import { realClock } from '../../../scripts/peer/clock.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import { UnsteadyProxy } from '../../fakes/unsteady-proxy.js';
import { group } from '../../unit/base/configuration/minimal.js';
import { freePort, startController, withConfiguration, type Controller } from './controller-process.js';

const CALLS = 20;

let folder: string;
let server: EmbeddedMongo;
let proxy: UnsteadyProxy;
let uri: string;
let port: number;
let direct: MongoClient;
let running: Controller | undefined;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-killed-'));
  server = await startEmbeddedMongo({ folder: path.join(folder, 'db'), transport: 'tcp' });
  direct = await MongoClient.connect(server.uriFor('killed'));
  ({ proxy, uri } = await UnsteadyProxy.before(server.uriFor('killed')));
  await withConfiguration(server.uriFor('killed'), { groups: [group({ final: { hangup: 'USER_BUSY' } })] });
  port = await freePort();
});
after(async () => {
  await running?.end('SIGKILL');
  await direct.close();
  await proxy.close();
  await server.close();
  await rm(folder, { recursive: true });
});

async function start(): Promise<Controller> {
  running = await startController({ MONGODB_URI: uri, DATA_DIR: folder, ESL_PORT: String(port) });
  return running;
}

async function callOnce(): Promise<string> {
  const placed = placeCall({
    clock: realClock(),
    to: '700',
    from: '03023125001',
    phones: [],
    dialplan: socketDialplan(`127.0.0.1:${port}`),
  });
  const { status } = await placed.done;
  assert.equal(status, 486);
  return placed.uuid;
}

/** The end of a call comes to the controller after the caller has gone. */
async function endsInJournal(): Promise<number> {
  const journal = path.join(folder, `journal-${port}`);
  const texts = await Promise.all(
    (await readdir(journal)).map((name) => readFile(path.join(journal, name), 'utf8')),
  );
  return new Set(texts.join('').match(/(?<= put )\S+(?= .*"hangupCause":"USER_BUSY")/g)).size;
}

test('calls of an outage are in the database after kill -9 and a restart', { timeout: 60_000 }, async () => {
  const records = direct.db().collection<CallRecord>('calls');
  const first = await start();
  const before = await callOnce();
  while ((await records.findOne({ _id: before, endedAt: { $ne: null } })) === null) await delay(20);
  proxy.begin('refuse');
  const ids = await Promise.all(Array.from({ length: CALLS }, callOnce));
  assert.equal(await records.countDocuments({ _id: { $in: ids } }), 0);
  while ((await endsInJournal()) < CALLS) await delay(20);
  await first.end('SIGKILL');
  proxy.end();
  await start();
  const whole = { _id: { $in: ids }, outcome: 'released' as const, hangupCause: 'USER_BUSY' };
  while ((await records.countDocuments(whole)) < CALLS) await delay(50);
  assert.equal(await records.countDocuments(), CALLS + 1);
});
