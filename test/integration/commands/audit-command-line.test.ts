/** What commands change is in the audit log, with the name of the machine's user. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { DateTime } from 'luxon';
import { parse, stringify } from 'yaml';
import { createLog } from '../../../src/base/log.js';
import { firstConfiguration } from '../../../src/app/first-start.js';
import type { AuditEvent } from '../../../src/base/model/audit-event.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { program } from '../../../scripts/commands/program.js';
import { toneWav } from '../../sound-files.js';
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
    ['switch', 'turn', 'meeting', 'on'],
  ] as const) {
    const { code, output } = await runScript(script, args, uri);
    assert.equal(code, 0, `${script} ${args.join(' ')}: ${output}`);
  }
  const left = await entries(known);
  assert.deepEqual(left.map(({ event, before: was, after: is }) => [event, was, is]).slice(0, 4), [
    [
      'callbackTaken',
      '{"state":"open","who":null,"note":false,"calls":1}',
      '{"state":"taken","who":"Anna","note":false,"calls":1}',
    ],
    [
      'callbackGivenBack',
      '{"state":"taken","who":"Anna","note":false,"calls":1}',
      '{"state":"open","who":null,"note":false,"calls":1}',
    ],
    [
      'callbackNoted',
      '{"state":"open","who":null,"note":false,"calls":1}',
      '{"state":"open","who":null,"note":true,"calls":1}',
    ],
    [
      'callbackDone',
      '{"state":"open","who":null,"note":true,"calls":1}',
      '{"state":"done","who":"Anna","note":true,"calls":1}',
    ],
  ]);
  assert.match(left[4]?.event ?? '', /^(switchTurned|switchOverridden|overrideEnded)$/);
  assert.equal(left[4]?.facts['subject'], 'switch meeting');
  for (const { who } of left) assert.match(who, COMMAND_LINE);
  assert.doesNotMatch(JSON.stringify(left), /302312|rang twice/, 'neither the caller nor the note');
});

/** What each command changes; null: nothing, or nothing of the database in use. */
const COMMANDS: Readonly<Record<string, readonly (readonly [AuditEvent, ...string[]])[] | null>> = {
  accounts: [
    ['accountAdded', 'add', 'boss', '--role', 'admin'],
    ['accountAdded', 'add', 'carla', '--role', 'viewer'],
    ['accountChanged', 'role', 'carla', '--role', 'admin'],
    ['passwordChanged', 'password', 'carla'],
    ['accountChanged', 'mail', 'carla', 'carla@example.com'],
    ['accountLinkSent', 'link', 'carla'],
    ['accountLinkWithdrawn', 'withdraw', 'carla'],
    ['accountUnlocked', 'unlock', 'carla'],
    ['accountRemoved', 'remove', 'carla'],
  ],
  // Its other words are in the test above.
  config: [['imported', 'import', 'FILE', '--replace', '--yes']],
  // In the test above, and in the one below.
  callbacks: null,
  restore: null,
  report: [['reportSent', '--group', '700', '--day', '2026-11-23', '--send']],
  // In a test below; nothing else that it does changes anything.
  database: null,
  // As `config switch` above.
  switch: null,
  away: [
    ['awaySet', 'set', 'anna', '--until', 'evening'],
    ['awayEnded', 'back', 'anna'],
  ],
  users: [['usersImported', 'import', 'LIST', '--yes']],
  sounds: [
    ['soundAdded', 'add', 'SOUND', '--name', 'closed'],
    ['soundRemoved', 'remove', 'closed.wav'],
  ],
  contacts: [
    ['contactAdded', 'add', '030 23125001', '--name', 'Zoe'],
    ['contactsImported', 'import', 'CONTACTS', '--yes'],
    ['contactsExported', 'export', 'EXPORTED'],
  ],
  // A test that reaches nobody ends with 1; what it leaves is told in notices-page.test, of the same operation.
  notices: null,
  // In its own test, webhooks.test.
  webhooks: null,
  // In its own test, privacy.test.
  privacy: null,
  start: null,
  doctor: null,
  completion: null,
  backup: null,
  call: null,
  schema: null,
};

/** Links need both; no command connects to it. */
const MAILS = { SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'https://phones.example.com/' };

test('whatever a command changes is in the audit log, with the name of the machine’s user', async () => {
  const commands = program('1.2.3').commands.map((command) => command.name());
  assert.deepEqual(
    commands.filter((name) => !Object.hasOwn(COMMANDS, name)),
    [],
    'each command is told of here',
  );
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-commands-'));
  const file = path.join(folder, 'my.yaml');
  const example = await readFile(path.join(projectFolder(), 'docs', 'example.yaml'), 'utf8');
  const { groups, ...rest } = parse(example) as { groups: { number: string }[] };
  const report = { to: ['boss@example.com'], at: '06:00' };
  await writeFile(file, stringify({ ...rest, groups: groups.map((group) => ({ ...group, report })) }));
  const list = path.join(folder, 'users.csv');
  await writeFile(list, 'extension,name\n1777,Udo\n');
  const contacts = path.join(folder, 'contacts.csv');
  await writeFile(contacts, 'Name;Telefon\nMax;030 23125002\n');
  const exported = path.join(folder, 'contacts.vcf');
  const sound = path.join(folder, 'sound.wav');
  await writeFile(sound, toneWav());
  for (const [script, runs] of Object.entries(COMMANDS)) {
    for (const [event, ...args] of runs ?? []) {
      const known = (await entries(0)).length;
      const files = { FILE: file, LIST: list, SOUND: sound, CONTACTS: contacts, EXPORTED: exported };
      const words = args.map((word) => (files as Record<string, string>)[word] ?? word);
      const { code, output } = await runScript(script, words, uri, MAILS);
      assert.equal(code, 0, `${script} ${words.join(' ')}: ${output}`);
      const left = (await entries(known)).filter((entry) => entry.event === event);
      assert.equal(left.length, 1, `${script} ${words.join(' ')} leaves ${event}`);
      assert.match(left[0]?.who ?? '', COMMAND_LINE);
      assert.doesNotMatch(JSON.stringify(left), /scrypt|passwordHash/);
    }
  }
  await rm(folder, { recursive: true });
});

test('a copied database says so, and so does the copy', async () => {
  const other = await startTestServer();
  const target = other.uriFor('copy');
  const { code, output } = await runScript('database', ['copy-to', target], uri);
  assert.equal(code, 0, output);
  const copy = await connectStore(target);
  const [here] = await store.audit.list({ limit: 1 });
  const [there] = await copy.audit.list({ limit: 1 });
  const { host } = new URL(target);
  assert.deepEqual([here?.event, here?.facts], ['copied', { subject: host }]);
  assert.deepEqual([there?.event, there?.facts], ['copied', { subject: host, from: 'audit' }]);
  assert.match(here?.who ?? '', COMMAND_LINE);
  await copy.close();
  await other.close();
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
