/** `rufgruppe notices`: what is wrong, and whether it would be told. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connectStore } from '../../../src/base/store/connection.js';
import { firstSeen } from '../../../src/afterwards/problems/course.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { startSmtpServer, type FakeSmtpServer } from '../../fakes/smtp-server.js';
import { startWebhookServer, type WebhookServer } from '../../fakes/webhook-server.js';
import { runScript } from './command-line.js';

const house = (to: string) => `version: 1
settings: { domain: pbx.example, timezone: Europe/Berlin, language: en, notices: { to: [${to}] } }
`;

describe('rufgruppe notices', { concurrency: false }, () => {
  let server: TestServer;
  let smtp: FakeSmtpServer;
  let webhook: WebhookServer;
  let folder: string;
  let uri: string;
  const run = (words: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    runScript('notices', words, uri, {
      FREESWITCH_EVENTS: 'none',
      DATA_DIR: folder,
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}?tls=off`,
      ...more,
    });
  async function configured(to: string): Promise<void> {
    const file = path.join(folder, 'house.yaml');
    await writeFile(file, house(to));
    assert.equal((await runScript('config', ['import', file, '--replace'], uri)).code, 0);
  }

  before(async () => {
    server = await startTestServer();
    uri = server.uriFor('notices');
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-notices-'));
    smtp = await startSmtpServer();
    webhook = await startWebhookServer((attempt) => (attempt === 2 ? 500 : 200));
  });
  after(async () => {
    await server.close();
    await smtp.close();
    await webhook.close();
    await rm(folder, { recursive: true });
  });

  test('test: says that nobody is told', async () => {
    await configured('');
    const { code, answer } = await run(['test']);
    assert.deepEqual(
      [code, answer],
      [1, 'Nobody is told: settings.notices.to names no address, and NOTICE_WEBHOOK is not set.\n'],
    );
  });

  test('test: tells by mail and webhook, and ends with 1 when one of them fails', async () => {
    await configured('it@example.com');
    const env = { NOTICE_WEBHOOK: webhook.url };
    const { code, answer } = await run(['test'], env);
    assert.deepEqual([code, answer], [0, 'it@example.com: taken\nWebhook: taken\n']);
    assert.match(smtp.mails[0]?.parsed.subject ?? '', /A test of the notices of Rufgruppe/);
    assert.equal((JSON.parse(webhook.posts[0]?.body ?? '{}') as { phase: string }).phase, 'test');
    const failed = await run(['test', '--json'], env);
    assert.equal(failed.code, 1);
    assert.deepEqual(JSON.parse(failed.answer), [
      { to: 'it@example.com', trouble: null },
      { to: 'webhook', trouble: 'The webhook answers 500' },
    ]);
  });

  test('list: what has begun, with what to do; and as JSON', async () => {
    assert.equal((await run(['list'])).answer, 'No problem has begun.\n');
    const store = await connectStore(uri);
    const at = new Date('2026-11-30T07:00:00Z');
    const away = firstSeen({ kind: 'freeswitchAway', about: 'pbx:8021' }, at);
    await store.problems.see(away);
    await store.problems.change(away, { ...away, state: 'told', version: 1 });
    await store.close();
    const { answer } = await run(['list']);
    assert.match(
      answer,
      /^FreeSWITCH pbx:8021 is away \(since 30 Nov 2026, 07:00 \(UTC\)\)\n {2}→ The service hears/,
    );
    assert.deepEqual(JSON.parse((await run(['list', '--json'])).answer), [
      {
        problem: 'freeswitchAway',
        about: 'pbx:8021',
        values: {},
        since: '2026-11-30T07:00:00.000Z',
        text: 'FreeSWITCH pbx:8021 is away',
      },
    ]);
  });
});
