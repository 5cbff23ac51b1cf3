/** Calls that went on while nobody watched are in their records from the CDRs that FreeSWITCH wrote; FreeSWITCH dies too. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedMongo, type EmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { MongoClient, type Filter } from 'mongodb';
import { placeCall, type CallOptions, type PlacedCall } from '../../../scripts/peer/call.js';
import type { DialplanAction } from '../../../scripts/peer/caller-profile.js';
import { realClock } from '../../../scripts/peer/clock.js';
import { parsePhone } from '../../../scripts/peer/phones.js';
import type { TimelineEvent } from '../../../scripts/peer/timeline.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import { group } from '../../unit/base/configuration/minimal.js';
import {
  ended,
  freePort,
  startController,
  withConfiguration,
  type Controller,
} from './controller-process.js';

const PEER = path.join(import.meta.dirname, '../../../scripts/rufgruppe.js');
const CALLER = '03023125001';

let folder: string;
let cdrs: string;
let server: EmbeddedMongo;
let uri: string;
let port: number;
let client: MongoClient;
let controller: Controller | undefined;
let peer: ChildProcess | undefined;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-cdrs-'));
  cdrs = path.join(folder, 'cdrs');
  await mkdir(cdrs);
  server = await startEmbeddedMongo({ folder: path.join(folder, 'db'), transport: 'tcp' });
  uri = server.uriFor('cdrs');
  client = await MongoClient.connect(uri);
  const phones = { missed: { gaveUpAfterSec: 0 }, stages: [{ ringSec: 30, members: ['anna'] }] };
  await withConfiguration(uri, {
    users: [{ id: 'anna', name: 'Anna', extension: '1001' }],
    groups: [group(phones), group({ ...phones, number: '701', name: 'Evening' })],
  });
  port = await freePort();
});
after(async () => {
  await controller?.end('SIGKILL');
  peer?.kill('SIGKILL');
  await client.close();
  await server.close();
  await rm(folder, { recursive: true });
});

async function start(): Promise<void> {
  controller = await startController({
    MONGODB_URI: uri,
    DATA_DIR: folder,
    ESL_PORT: String(port),
    FREESWITCH_CDRS: cdrs,
  });
}

const TO_701 = { app: 'transfer', arg: '701 XML hunt_group_transfer' };
const socket = () => ({ app: 'socket', arg: `127.0.0.1:${port} full` });

/** What stands behind the controllers is what the dialplan does without any. */
function call(
  phone: string,
  more: {
    from?: string;
    hangupAfterSec?: number;
    fallback?: DialplanAction;
    /** What stands behind the fallback, when that returns. */
    transfers?: NonNullable<CallOptions['transfers']>;
    uuid?: string;
  } = {},
): PlacedCall {
  const { fallback = { app: 'hangup', arg: 'NO_ANSWER' }, ...rest } = more;
  return placeCall({
    clock: realClock(),
    to: '700',
    from: CALLER,
    phones: [parsePhone(phone) ?? assert.fail(phone)],
    dialplan: [socket(), fallback, ...(rest.transfers === undefined ? [] : [TO_701])],
    cdrFolder: cdrs,
    ...rest,
  });
}

/** The record when it is as it is waited for. */
async function record(wanted: Filter<CallRecord>): Promise<CallRecord> {
  for (;;) {
    const found = await client.db().collection<CallRecord>('calls').findOne(wanted);
    if (found !== null) return found;
    await delay(20);
  }
}
/** The groups in whose lists a caller is. */
async function items(from: string): Promise<string[]> {
  const found = await client
    .db()
    .collection('callbacks')
    .find({ key: `+49${from.slice(1)}` })
    .toArray();
  return found.map(({ group }) => String(group)).sort();
}
const over = ({ uuid }: PlacedCall) => record({ _id: uuid, endedAt: { $ne: null } });
const texts = ({ steps }: CallRecord) => steps.map(({ text }) => text).join();

/** Whole seconds from one thing that happened to a call to another one. */
function seconds({ timeline }: PlacedCall, from: TimelineEvent['kind'], to: TimelineEvent['kind']): number {
  const [begin, end] = [from, to].map((kind) => timeline.find((event) => event.kind === kind)?.atMs);
  assert.ok(begin !== undefined && end !== undefined);
  return Math.round((end - begin) / 1000);
}

test('calls that end while the controller is dead are in their records', { timeout: 60_000 }, async () => {
  await start();
  const answered = call('1001=answer@3s+2s');
  const gaveUp = call('1001=silent', { hangupAfterSec: 2 });
  for (const { uuid } of [answered, gaveUp]) await record({ _id: uuid, 'legs.0.outcome': 'ringing' });
  await controller?.end('SIGKILL');
  const alone = call('1001=answer@1s+1s', {
    uuid: 'alone',
    fallback: { app: 'bridge', arg: '{rufgruppe_call=alone}sofia/internal/sip:1001@127.0.0.1' },
  });
  await Promise.all([answered.done, gaveUp.done, alone.done]);
  assert.equal((await readdir(cdrs)).length, 6, 'a CDR for each caller and each phone');
  await start();
  const talked = await over(answered);
  assert.deepEqual(
    [talked.outcome, talked.answeredBy?.who, talked.talkingSec, talked.missed],
    ['answered', 'Anna', seconds(answered, 'bridged', 'callerBye'), null],
  );
  const lost = await over(gaveUp);
  assert.deepEqual(
    [lost.outcome, lost.missed?.why.kind, lost.legs.map(({ outcome }) => outcome)],
    ['gaveUp', 'gaveUp', ['callerGaveUp']],
  );
  const reached = await over(alone);
  assert.deepEqual([reached.outcome, reached.answeredBy?.who, reached.missed], ['answered', 'Anna', null]);
  assert.match(texts(reached), /no controller took the call/);
  while ((await readdir(cdrs)).length > 0) await delay(50);
  assert.equal(await client.db().collection('calls').countDocuments(), 3);
  assert.equal(await client.db().collection('callbacks').countDocuments(), 1);
});

test(
  'a group to which the dialplan sends a caller on has a record of its own',
  { timeout: 60_000 },
  async () => {
    const transfers = { '701': [socket(), { app: 'sleep', arg: '60000' }] };
    const twice = { from: '03023125003', hangupAfterSec: 5, transfers };
    const busy = call('1001=busy@2s', { ...twice, fallback: { app: 'sleep', arg: '100' } });
    await record({ _id: busy.uuid, 'legs.0.outcome': 'ringing' });
    await controller?.end('SIGKILL');
    const rings = { app: 'bridge', arg: '{rufgruppe_call=talked}sofia/internal/sip:1001@127.0.0.1' };
    const once = { ...twice, from: '03023125004', uuid: 'talked' };
    const talked = call('1001=answer@1s+1s', { ...once, fallback: rings });
    await Promise.all([busy.done, talked.done]);
    await start();
    const of = async (_id: string) => {
      const { group, outcome, answeredBy, missed, steps } = await record({ _id, endedAt: { $ne: null } });
      const hadController = steps.every(({ fact }) => fact?.kind !== 'noController');
      return [group.number, outcome, answeredBy?.who, missed?.why.kind, hadController];
    };
    assert.deepEqual(await of(busy.uuid), ['700', 'released', undefined, 'unanswered', true]);
    assert.deepEqual(await of(`${busy.uuid}-2`), ['701', 'gaveUp', undefined, 'gaveUp', false]);
    assert.deepEqual(await of('talked'), ['700', 'answered', 'Anna', undefined, false]);
    assert.deepEqual(await of('talked-2'), ['701', 'gaveUp', undefined, 'gaveUp', false]);
    // A caller is counted once, in the first group that missed the call.
    while ((await items('03023125003')).join() !== '700') await delay(50);
    while ((await items('03023125004')).join() !== '701') await delay(50);
    while ((await readdir(cdrs)).length > 0) await delay(50);
    assert.equal(await client.db().collection('calls').countDocuments(), 7);
  },
);

test(
  'a caller whose FreeSWITCH is killed may have been missed, and the record says how far it is known',
  { timeout: 60_000 },
  async () => {
    const args = ['--to', '700', '--from', '03023125002', '--socket', `127.0.0.1:${port}`, '--cdrs', cdrs];
    peer = spawn(process.execPath, [PEER, 'call', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    const ringing = await record({ 'caller.number': '03023125002', 'legs.0.outcome': 'ringing' });
    await ended(peer, 'SIGKILL');
    const done = await record({ _id: ringing._id, endedAt: { $ne: null } });
    assert.deepEqual(
      [done.outcome, done.missed?.why.kind, done.legs.map(({ outcome }) => outcome)],
      ['handedBack', 'unknown', ['unknown']],
    );
    assert.match(texts(done), /nobody saw how it ended/);
    while ((await items('03023125002')).length === 0) await delay(50);
  },
);
