/** `rufgruppe webhooks …` on a database and a receiver of its own. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startWebhookServer, type WebhookServer } from '../../fakes/webhook-server.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';
import { runScript } from './command-line.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';

let database: TestServer;
let store: Store;
let uri: string;
let server: WebhookServer;
let answer = 204;

before(async () => {
  database = await startTestServer();
  uri = database.uriFor('webhooks');
  store = await connectStore(uri);
  server = await startWebhookServer(() => answer);
  await store.configurations.save({
    base: 0,
    content: {
      version: 1,
      settings: { domain: 'pbx.example' },
      webhooks: [
        { id: 'erp', name: 'ERP', url: server.url },
        { id: 'chat', name: 'Chat', format: 'slack' },
      ],
    },
    author: 'test',
    origin: 'file',
    changes: { added: [], changed: [], removed: [] },
    reason: 'test',
    at: new Date(),
  });
});
after(async () => {
  await server.close();
  await store.close();
  await database.close();
});

const run = (...args: readonly string[]) => runScript('webhooks', args, uri, { FREESWITCH_EVENTS: 'none' });

test('a test says what the receiver answers, ends with 1 when it does not arrive, and is in log and audit log', async () => {
  const arrived = await run('test', 'erp');
  assert.match(arrived.output, /^The test arrived \(answer 204 after \d+ ms\)\.$/m);
  assert.equal(arrived.code, 0);
  answer = 404;
  const lost = await run('test', 'erp', '--json');
  assert.equal(lost.code, 1);
  assert.deepEqual(
    { ...(JSON.parse(lost.answer) as object), delivery: '', tookMs: 0 },
    { delivery: '', trouble: 'The webhook answers 404', code: 404, tookMs: 0 },
  );
  const log = JSON.parse((await run('log', 'erp', '--json')).answer) as { state: string; code: number }[];
  assert.deepEqual(
    log.map(({ state, code }) => [state, code]),
    [
      ['failed', 404],
      ['sent', 204],
    ],
  );
  assert.match(
    (await run('log', 'erp')).output,
    /test: given up \(404 after \d+ ms, 1 attempt, The webhook answers 404\)/,
  );
  const [entry] = await store.audit.list({ event: 'webhookTried', limit: 1 });
  assert.deepEqual(entry?.facts, { subject: 'webhook erp', arrived: '0' });
});

test('a secret is set, and neither list nor export nor revision has it', async () => {
  const made = await run('secret', 'erp');
  assert.match(made.output, /^whsec_\S{44}$/m);
  assert.equal(await store.webhookStates.secret('erp', 'json'), made.output.trim());
  const all = (await run('list')).output + (await run('list', '--json')).output;
  const exported = (await runScript('config', ['export'], uri)).output;
  const kept = JSON.stringify(await store.configurations.latest());
  for (const text of [all, exported, kept]) assert.doesNotMatch(text, /whsec_/);
  assert.match(exported, /webhooks:/);
  assert.match(all, /^chat: Chat \(Slack\): not complete/m);
  // Slack has no key that could be made.
  assert.equal((await run('secret', 'chat')).code, 1);
  assert.equal((await store.audit.list({ event: 'webhookSecretSet', limit: 9 })).length, 1);
});

test('what is wrong is said: an unknown webhook, a limit that is none', async () => {
  assert.deepEqual((await run('test', 'nobody')).code, 1);
  assert.match((await run('test', 'nobody')).output, /There is no webhook nobody/);
  assert.equal((await run('log', 'erp', '--limit', '0')).code, 2);
});
