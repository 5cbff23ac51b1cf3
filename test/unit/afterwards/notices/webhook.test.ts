/** The webhook: signed, without redirections, and every wait has an end. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { nextAttempt } from '../../../../src/afterwards/notices/pauses.js';
import { post, signature, webhookBody } from '../../../../src/afterwards/notices/webhook.js';
import type { Notice } from '../../../../src/base/model/problem.js';
import { startWebhookServer, type WebhookServer } from '../../../fakes/webhook-server.js';

const AT = new Date('2026-11-23T08:00:00Z');
const NOTICE: Notice = {
  id: 'freeswitchAway pbx:8021 2026-11-23T07:57:00.000Z 1',
  phase: 'begun',
  told: { kind: 'freeswitchAway', about: 'pbx:8021' },
  since: new Date('2026-11-23T07:57:00Z'),
  at: AT,
  controller: 'house:8084',
};
const BODY = webhookBody(NOTICE, 'en', 'Europe/Berlin');
const now = () => AT;

const servers: WebhookServer[] = [];
after(() => Promise.all(servers.map((server) => server.close())));
async function server(...given: Parameters<typeof startWebhookServer>): Promise<WebhookServer> {
  const started = await startWebhookServer(...given);
  servers.push(started);
  return started;
}

const send = (url: string, more: { secret?: string; limitMs?: number } = {}) =>
  post(NOTICE.id, BODY, { webhook: { url, secret: more.secret }, now, ...more });

describe('A notice to the webhook', () => {
  test('is a JSON POST with fields for programs and a text for chats', async () => {
    const { url, posts } = await server();
    assert.deepEqual(await send(url), { kind: 'taken' });
    const [got] = posts;
    assert.equal(`${got?.method} ${got?.path}`, 'POST /hook?key=s3cret');
    assert.equal(got?.headers['content-type'], 'application/json');
    assert.equal(got.headers['rufgruppe-signature'], undefined);
    assert.deepEqual(JSON.parse(got.body), {
      version: 1,
      id: 'freeswitchAway pbx:8021 2026-11-23T07:57:00.000Z 1',
      phase: 'begun',
      problem: 'freeswitchAway',
      about: 'pbx:8021',
      values: {},
      since: '2026-11-23T07:57:00.000Z',
      at: '2026-11-23T08:00:00.000Z',
      controller: 'house:8084',
      text: 'FreeSWITCH pbx:8021 is away. Since 23 Nov 2026, 08:57. The service hears no events from it. If it is down, nobody can call through it. Look whether it runs, and why the page Status says that it is not connected. If other controllers hear it, look at the way between the two.',
    });
  });

  test('is signed with the time of sending, so that it cannot be sent again later', async () => {
    const { url, posts } = await server();
    await send(url, { secret: 'a secret of both' });
    const [, seconds = '', sum] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(posts[0]?.headers['rufgruppe-signature'])) ?? [];
    assert.equal(seconds, '1795420800');
    const expected = createHmac('sha256', 'a secret of both')
      .update(`${seconds}.${posts[0]?.body}`)
      .digest('hex');
    assert.equal(sum, expected);
    assert.notEqual(
      signature(BODY, 'a secret of both', new Date(AT.getTime() + 1000)),
      signature(BODY, 'a secret of both', AT),
    );
  });

  test('is refused by every answer but 200 to 299, and goes nowhere else', async () => {
    const other = await server();
    const { url } = await server((attempt) => (attempt === 1 ? 500 : { redirect: other.url }));
    assert.deepEqual(await send(url), { kind: 'refused', words: 'The webhook answers 500' });
    assert.deepEqual(await send(url), { kind: 'refused', words: 'The webhook answers 302' });
    assert.equal(other.posts.length, 0);
  });

  test('does not wait for ever, and its words do not tell the address', async () => {
    const { url } = await server(() => 'hang');
    assert.deepEqual(await send(url, { limitMs: 50 }), {
      kind: 'refused',
      words: 'The webhook cannot be reached (no answer in time)',
    });
    const gone = await startWebhookServer();
    await gone.close();
    const result = await send(gone.url);
    assert.equal(result.kind, 'refused');
    assert.doesNotMatch(JSON.stringify(result), /s3cret/);
    assert.match(JSON.stringify(result), /ECONNREFUSED/);
  });
});

test('pauses grow to an hour, and after a day it is given up', () => {
  const minutes = (attempts: number) =>
    ((nextAttempt(attempts, AT, AT)?.getTime() ?? 0) - AT.getTime()) / 60_000;
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 100].map(minutes), [1, 2, 5, 15, 30, 60, 60, 60]);
  assert.equal(nextAttempt(20, AT, new Date(AT.getTime() + 24 * 3600_000)), undefined);
});
