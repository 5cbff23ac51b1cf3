/** What commands change is in the audit log, with the name of the machine's user. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { DateTime } from 'luxon';
import { createLog } from '../../../src/base/log.js';
import { firstConfiguration } from '../../../src/app/first-start.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { runScript } from './command-line.js';

const COMMAND_LINE = /^\S+ \(command line\)$/;

let server: TestServer;
let uri: string;
let store: Store;

before(async () => {
  server = await startTestServer();
  uri = server.uriFor('audit');
  store = await connectStore(uri);
});
after(async () => {
  await store.close();
  await server.close();
});

/** Oldest first, from the given number on. */
const entries = async (from: number) => (await store.audit.list({ limit: 100 })).toReversed().slice(from);

test('the example of the first start is in the audit log, and an empty database gets it once', async () => {
  const log = createLog('silent');
  await firstConfiguration(store, log);
  await firstConfiguration(store, log);
  assert.deepEqual(
    (await entries(0)).map(({ who, event, facts }) => [who, event, facts]),
    [['system (first start)', 'imported', { subject: 'configuration', revision: '1' }]],
  );
});

test('what commands do to call-backs and switches is in the audit log', async () => {
  const at = DateTime.utc(2026, 11, 25, 8).toJSDate();
  const item = await store.callbacks.addMissed({
    group: '700',
    caller: { key: '+49302312', number: '+49302312', name: null },
    mergeHours: 24,
    call: { record: 'r', channel: 'c', at, why: { kind: 'gaveUp', afterSec: 9, stage: 1 } },
    noticeAt: undefined,
  });
  const id = item?.id ?? '';
  const known = (await entries(0)).length;
  for (const [script, ...args] of [
    ['callbacks', 'take', id, '--as', 'Anna'],
    ['callbacks', 'give-back', id],
    ['callbacks', 'note', id, 'rang twice'],
    ['callbacks', 'done', id, '--as', 'Anna'],
    ['config', 'switch', 'meeting', 'on'],
  ] as const) {
    const { code, output } = await runScript(script, args, uri);
    assert.equal(code, 0, `${script} ${args.join(' ')}: ${output}`);
  }
  const left = await entries(known);
  assert.deepEqual(left.map(({ event, before: was, after: is }) => [event, was, is]).slice(0, 4), [
    [
      'callbackTaken',
      '{"state":"open","who":null,"note":false}',
      '{"state":"taken","who":"Anna","note":false}',
    ],
    [
      'callbackGivenBack',
      '{"state":"taken","who":"Anna","note":false}',
      '{"state":"open","who":null,"note":false}',
    ],
    ['callbackNoted', '{"state":"open","who":null,"note":false}', '{"state":"open","who":null,"note":true}'],
    ['callbackDone', '{"state":"open","who":null,"note":true}', '{"state":"done","who":"Anna","note":true}'],
  ]);
  assert.match(left[4]?.event ?? '', /^(switchTurned|switchOverridden|overrideEnded)$/);
  assert.equal(left[4]?.facts['subject'], 'switch meeting');
  for (const { who } of left) assert.match(who, COMMAND_LINE);
  assert.doesNotMatch(JSON.stringify(left), /302312|rang twice/, 'neither the caller nor the note');
});

test('a restored database says so', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-restore-'));
  const file = path.join(folder, 'all.archive.gz');
  assert.equal((await runScript('backup', [file], uri)).code, 0);
  const { code, output } = await runScript('restore', [file, '--replace'], uri);
  assert.equal(code, 0, output);
  const [last] = await store.audit.list({ limit: 1 });
  assert.equal(last?.event, 'restored');
  assert.equal(last.facts['subject'], 'all.archive.gz');
  assert.match(last.who, COMMAND_LINE);
  await rm(folder, { recursive: true });
});
