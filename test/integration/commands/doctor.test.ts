/** `npm run doctor` on a machine of its own: with a database or without one, with a FreeSWITCH or without. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startAnsweringSwitch, type AnsweringSwitch } from '../../fakes/answering-switch.js';
import { startSmtpServer } from '../../fakes/smtp-server.js';
import { ANSWERS } from '../../unit/people/doctor/facts.js';
import { runScript } from './command-line.js';

const HOUSE = `version: 1
settings: { domain: pbx.example }
groups:
  - number: "700"
    name: Sales
    stages: [{ ringSec: 20, members: [{ extension: "1001" }] }]
    final: { hangup: NO_ANSWER }
`;

interface Line {
  readonly state: string;
  readonly check: string;
  readonly found: string;
  readonly freeswitch: string | null;
}

describe('The doctor', { concurrency: false }, () => {
  let folder: string;
  /** Stands where the service takes calls. */
  let service: Server;
  let port: number;
  let freeswitch: AnsweringSwitch;

  const answer = (command: string): string => {
    const [, file] = /^xml_locate configuration configuration name (\S+)$/.exec(command) ?? [];
    const files: Readonly<Record<string, string>> = {
      'sofia.conf': ANSWERS.sofia,
      'switch.conf': ANSWERS.core,
      'json_cdr.conf': ANSWERS.jsonCdr,
    };
    if (file !== undefined) return files[file] ?? "can't find anything\n";
    const answers: Readonly<Record<string, string>> = {
      'xml_locate dialplan': ANSWERS.dialplan.replaceAll(':8084', `:${port}`),
      strepoch: String(Math.floor(Date.now() / 1000)),
      'strftime %z': '+0000',
      version: ANSWERS.version,
      status: ANSWERS.status,
      'fsctl pause_check inbound': 'false',
      'sofia status': ANSWERS.sofiaStatus,
      'fsctl max_sessions': ANSWERS.maxSessions,
      'fsctl sps': ANSWERS.sessionsPerSecond,
      'list_users domain pbx.example': ANSWERS.users,
    };
    return answers[command] ?? (command.startsWith('system') ? 'yes' : 'true');
  };

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-doctor-'));
    service = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(service, 'listening');
    port = (service.address() as AddressInfo).port;
    freeswitch = await startAnsweringSwitch(answer);
    await writeFile(path.join(folder, 'house.yaml'), HOUSE);
  });
  after(async () => {
    freeswitch.close();
    service.close();
    await rm(folder, { recursive: true });
  });

  const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
    DATA_DIR: path.join(folder, 'data'),
    ESL_PORT: String(port),
    FREESWITCH_EVENTS: freeswitch.name,
    SMTP_URL: '',
    ...more,
  });
  const doctor = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    runScript('doctor', args, '', environment(more));
  const lines = async (more: NodeJS.ProcessEnv = {}, ...args: readonly string[]) => {
    const { code, output } = await doctor(['--json', ...args], more);
    return { code, found: JSON.parse(output) as readonly Line[] };
  };
  const notGood = (found: readonly Line[]) =>
    found.filter(({ state }) => state !== 'ok').map(({ state, found: said }) => `${state} ${said}`);

  test('makes no database where there is none, and says so', async () => {
    const { code, found } = await lines();
    assert.deepEqual(
      found.slice(0, 2).map(({ found: said }) => said),
      ['databaseNotBegun', 'configurationUnknown'],
    );
    assert.equal(code, 0);
    assert.deepEqual(await readdir(folder), ['house.yaml']);
  });

  test('ends with 0 where nothing is at fault', async () => {
    const imported = await runScript(
      'config',
      ['import', path.join(folder, 'house.yaml')],
      '',
      environment(),
    );
    assert.equal(imported.code, 0, imported.output);
    const { code, found } = await lines();
    assert.deepEqual(notGood(found), [
      'skipped nothingNamed',
      'skipped nothingNamed',
      'skipped nothingNamed',
      'skipped nothingNamed',
      'warning cdrsUnset',
      'warning mailFolder',
      'skipped backupNotBegun',
      'skipped certificatesNone',
    ]);
    assert.equal(found.find(({ check }) => check === 'dialplan')?.freeswitch, freeswitch.name);
    assert.equal(code, 0);
  });

  test('a test call without a FreeSWITCH that could place it is a wrong call, and is said', async () => {
    const { code, output } = await doctor(['--call', '700'], { FREESWITCH_EVENTS: 'none' });
    assert.deepEqual([code, output], [2, '--call is for a FreeSWITCH, and FREESWITCH_EVENTS names none.\n']);
  });

  test('ends with 1 and says what to do where something is, in the language of the machine', async () => {
    const { code, output } = await doctor([], { FREESWITCH_EVENTS: '127.0.0.1:1' });
    assert.match(output, /fault +Event socket \(127\.0\.0\.1:1\): It does not answer: .*ECONNREFUSED/);
    assert.match(output, /→ Start FreeSWITCH, load mod_event_socket/);
    assert.match(output, /Faults: 1\. Warnings: 1\./);
    assert.equal(code, 1);
    const german = await doctor([], { FREESWITCH_EVENTS: '127.0.0.1:1', LC_ALL: 'de_DE.UTF-8' });
    assert.match(
      german.output,
      /Fehler +Event-Socket \(127\.0\.0\.1:1\): Es antwortet nicht: an dieser Adresse nimmt niemand Verbindungen an \(connect ECONNREFUSED 127\.0\.0\.1:1\)\n/,
    );
  });

  test('names an unreachable database, and goes on', async () => {
    const { code, output } = await runScript(
      'doctor',
      ['--json'],
      'mongodb://secret:word@127.0.0.1:1/x',
      environment(),
    );
    const found = JSON.parse(output) as readonly Line[];
    assert.deepEqual(
      found.slice(0, 2).map(({ found: said }) => said),
      ['databaseAway', 'configurationUnknown'],
    );
    assert.ok(found.some(({ check }) => check === 'disk'));
    assert.doesNotMatch(output, /secret|word@/);
    assert.equal(code, 1);
  });

  test('sends a test mail', async () => {
    const smtp = await startSmtpServer();
    try {
      const { found } = await lines(
        { SMTP_URL: `smtp://127.0.0.1:${smtp.port}` },
        '--mail',
        'anna@example.com',
      );
      const said = found.filter(({ check }) => check === 'mail').map((one) => one.found);
      assert.deepEqual(said, ['mailReady', 'mailLinks', 'mailTestSent']);
      assert.equal(smtp.mails.length, 1);
    } finally {
      await smtp.close();
    }
  });

  test('ends with 2 when it is called wrongly', async () => {
    for (const wrong of [
      ['now'],
      ['--context', 'public'],
      ['--call', '7 00'],
      ['--mail', 'nobody'],
      ['--nonesuch'],
    ]) {
      const { code } = await doctor(wrong);
      assert.equal(code, 2, wrong.join(' '));
    }
  });
});
