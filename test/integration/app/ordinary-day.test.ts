/**
 * The log of an ordinary day: calls that are answered, missed, given up, busy, declined, without a number; a sign-in, a
 * report of a phone that is switched off, and a restart while a phone rings. Nothing of it is a warning, every line is one
 * JSON object with a constant message, and no number stands in it whole.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { placeCall, socketDialplan, type CallOptions } from '../../../scripts/peer/call.js';
import { realClock } from '../../../scripts/peer/clock.js';
import { parsePhone } from '../../../scripts/peer/phones.js';
import { readConfig } from '../../../src/app/config.js';
import { startService, type Service } from '../../../src/app/service.js';
import { createLog } from '../../../src/base/log.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { Browser } from '../people/browser.js';
import { withConfiguration } from './controller-process.js';

interface Line {
  readonly level: number;
  readonly msg: string;
}

const WARN = 40;
const lines: Line[] = [];
const raw: string[] = [];
const destination = {
  write: (text: string) => {
    raw.push(text);
    lines.push(JSON.parse(text) as Line);
  },
};

let server: TestServer;
let folder: string;
let service: Service;

function start(): Promise<Service> {
  const env = {
    ESL_PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: folder,
    FREESWITCH_EVENTS: 'none',
    MONGODB_URI: server.uriFor('day'),
  };
  return startService(readConfig(env), createLog('info', destination));
}

before(async () => {
  server = await startTestServer();
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-day-'));
  await withConfiguration(server.uriFor('day'), {
    users: [{ id: 'anna', name: 'Anna', extension: '1001' }],
    groups: [
      {
        number: '700',
        name: 'Sales',
        stages: [{ ringSec: 1, members: ['anna', { external: '03023125077' }] }],
        final: { hangup: 'USER_BUSY' },
        missed: { mail: { to: ['team@example.com'], graceMin: 0 } },
      },
      { number: '701', name: 'Outside', stages: [], final: { external: '03023125088' } },
    ],
  });
  service = await start();
});
after(async () => {
  await service.stop(0);
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function call(phones: readonly string[], more: Partial<CallOptions> = {}) {
  return placeCall({
    clock: realClock(),
    to: '700',
    from: '03023125001',
    phones: phones.map(parsePhone).filter((phone) => phone !== undefined),
    dialplan: socketDialplan(service.socketAddress),
    ...more,
  });
}

test('an ordinary day has no line of the level warn or above', { timeout: 60_000 }, async () => {
  const browser = new Browser(service.adminUrl);
  await browser.signIn('admin', (await service.firstPassword) ?? '');
  await browser.get('/status');
  const day = [
    call(['1001=answer@0s+0s']),
    call(['1001=silent']),
    call(['1001=silent'], { hangupAfterSec: 0.3 }),
    call(['1001=busy']),
    call(['1001=reject']),
    call(['1001=unregistered']),
    call(['1001=answer@0s+0s'], { anonymous: true }),
    call([], { to: '701', hangupAfterSec: 0.3 }),
  ];
  const ended = await Promise.all(day.map(({ done }) => done));
  assert.ok(ended.every(({ reached }) => reached));
  let stopped: Promise<void> | undefined;
  const last = call(['1001=silent'], {
    onEvent: ({ kind }) => {
      if (kind === 'invite') stopped ??= service.stop(0);
    },
  });
  await last.done;
  await stopped;
  service = await start();
  await service.stop(0);
  service = await start();

  const said = (text: string) => lines.some(({ msg }) => msg === text);
  for (const expected of ['call arrived', 'call ended', 'decided', 'ringing', 'stopped'])
    assert.ok(said(expected), expected);
  assert.deepEqual(
    lines.filter(({ level }) => level >= WARN),
    [],
  );
  assert.ok(
    lines.every(({ msg }) => msg.length > 0 && !/\d{3}/.test(msg)),
    'messages are constant',
  );
  assert.doesNotMatch(raw.join(''), /23125001|23125077|23125088/);
});
