/** Events on their way to receivers that work, fail, hang, redirect, answer without an end, or are gone. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Webhook } from '../../../../src/base/model/webhook.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { startWebhookServer, type Answer, type WebhookServer } from '../../../fakes/webhook-server.js';
import { sendAgain } from '../../../../src/people/operations/webhooks.js';
import { UNTRIED } from '../../../../src/base/store/webhook-states.js';
import { aWebhook, KEY } from '../../../unit/afterwards/webhooks/events.js';
import { startDatabase, type TestDatabase } from '../mail/harness.js';
import { webhookScene, type WebhookScene } from './scene.js';

let database: TestDatabase;
let store: Store;
let servers: WebhookServer[] = [];

before(async () => {
  database = await startDatabase();
});
beforeEach(async () => {
  store = await database.store();
});
after(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await database.close();
});

async function receiver(answer?: (attempt: number) => Answer): Promise<WebhookServer> {
  const started = await startWebhookServer(answer);
  servers = [...servers, started];
  return started;
}

async function sceneWith(
  answer?: (attempt: number) => Answer,
  changes: Partial<Webhook> = {},
): Promise<WebhookScene & { readonly server: WebhookServer }> {
  const server = await receiver(answer);
  const webhook = aWebhook('json', { url: server.url, ...changes });
  return { ...webhookScene(store, () => [webhook]), server };
}

describe('An event for a webhook', () => {
  it('is queued once, whoever tells it and how often, and arrives once, signed, under an id of its own', async () => {
    const { miss, deliver, log, server } = await sceneWith();
    await Promise.all([miss('a', 'b'), miss('a', 'b')]);
    // Two controllers at the same moment.
    await Promise.all([deliver(), deliver()]);
    await deliver();
    assert.deepEqual(await log(), ['sent 1', 'sent 1']);
    const ids = server.posts.map(({ headers }) => headers['webhook-id']);
    assert.equal(new Set(ids).size, 2);
    assert.equal(server.posts.length, 2);
    assert.match(String(server.posts[0]?.headers['webhook-signature']), /^v1,.{44}$/);
  });

  it('is tried again after 1, 2, 5, … minutes under the same id, and given up after a day', async () => {
    const { miss, deliver, log, wait, server } = await sceneWith(() => 503);
    await miss('a');
    await deliver();
    assert.deepEqual(await log(), ['waiting 1 1']);
    await deliver();
    assert.equal(server.posts.length, 1, 'not before its time');
    wait(1);
    await deliver();
    assert.deepEqual(await log(), ['waiting 2 2']);
    wait(24 * 60);
    await deliver();
    assert.deepEqual(await log(), ['failed 2']);
    assert.equal(new Set(server.posts.map(({ headers }) => headers['webhook-id'])).size, 1);
  });

  it('is given up at once where the receiver does not want it, or sends us elsewhere', async () => {
    const elsewhere = await receiver();
    const answers: readonly Answer[] = [404, { redirect: elsewhere.url }];
    const { miss, deliver, log, server } = await sceneWith((attempt) => answers[attempt - 1] ?? 204);
    await miss('a', 'b');
    await deliver();
    assert.deepEqual(await log(), ['failed 1', 'failed 1']);
    assert.equal(server.posts.length, 2);
    assert.equal(elsewhere.posts.length, 0);
  });

  it('waits as long as the receiver asks, and everything for it with it', async () => {
    const tooMany = { status: 429, headers: { 'retry-after': '600' } };
    const { miss, deliver, log, wait, server } = await sceneWith((attempt) =>
      attempt === 1 ? tooMany : 204,
    );
    await miss('a', 'b');
    await deliver();
    assert.deepEqual(await log(), ['waiting 1 10', 'waiting 0 0']);
    wait(9);
    await deliver();
    assert.equal(server.posts.length, 1);
    wait(1);
    await deliver();
    assert.deepEqual(await log(), ['sent 2', 'sent 1']);
  });

  it('does not hold up the next ones; three failures in a row do, and then one is tried for all', async () => {
    const one = await sceneWith((attempt) => (attempt === 1 ? 500 : 204));
    await one.miss('a', 'b', 'c');
    await one.deliver();
    assert.deepEqual(await one.log(), ['waiting 1 1', 'sent 1', 'sent 1']);
    store = await database.store();
    let isDown = true;
    const { miss, deliver, log, wait, server } = await sceneWith(() => (isDown ? 500 : 204));
    await miss('a', 'b', 'c', 'd', 'e');
    await deliver();
    await deliver();
    assert.equal(server.posts.length, 3);
    wait(1);
    await deliver();
    assert.equal(server.posts.length, 4, 'one of five');
    isDown = false;
    wait(2);
    await deliver();
    assert.deepEqual(
      (await log()).map((line) => line.slice(0, 4)),
      ['sent', 'sent', 'sent', 'sent', 'sent'],
    );
  });

  it('is no success where nobody answers in time, and is one where only the body has no end', async () => {
    const answers: readonly Answer[] = ['hang', 'endless', 'halfway'];
    const server = await receiver((attempt) => answers[attempt - 1] ?? 204);
    const webhook = aWebhook('json', { url: server.url });
    const { miss, deliver, log } = webhookScene(store, () => [webhook], 300);
    await miss('a', 'b', 'c');
    await deliver();
    assert.deepEqual(await log(), ['waiting 1 1', 'sent 1', 'sent 1']);
    const [{ error } = { error: '' }] = (await store.deliveries.list(9)).filter(
      (one) => one.attempts === 1 && one.error,
    );
    assert.equal(error, 'The webhook cannot be reached: no answer in time');
  });

  it('goes nowhere once the address is gone, until a test arrives', async () => {
    let isGone = true;
    const { miss, deliver, log, test, server, now } = await sceneWith(() => (isGone ? 410 : 204));
    await miss('a', 'b');
    await deliver();
    await deliver();
    assert.deepEqual(await log(), ['failed 1', 'failed 0']);
    const [{ id } = { id: '' }] = await store.deliveries.list(1);
    const desk = {
      deliveries: store.deliveries,
      states: store.webhookStates,
      audit: { note: () => Promise.resolve() },
      test: () => Promise.resolve(undefined),
      snapshot: () => undefined,
    };
    assert.equal(await sendAgain(desk, id, 'admin', now()), false, 'nothing is promised that is not done');
    assert.equal((await test()).trouble, 'The webhook answers 410');
    assert.equal(server.posts.length, 2);
    isGone = false;
    assert.equal((await test()).trouble, undefined);
    assert.equal(await sendAgain(desk, id, 'admin', now()), true);
    await miss('c');
    await deliver();
    assert.equal((await store.webhookStates.get('erp')).isGone, false);
    assert.match(server.posts.at(-1)?.body ?? '', /"type":"call.missed"/);
  });

  it('goes to another address that is set, by a saved configuration or as a secret, though the last one is gone', async () => {
    let isGone = true;
    const { miss, deliver, log, wait } = await sceneWith(() => (isGone ? 410 : 204));
    const { webhookStates: states } = store;
    const setSecret = (secret: string) =>
      states.setSecret('erp', secret, { by: 'admin', at: new Date(), place: 'json' });
    await setSecret(KEY);
    for (const change of [
      () => states.follow(new Map([['erp', 'https://other.example']])),
      () => setSecret(KEY),
    ]) {
      isGone = true;
      wait(1);
      await miss(`gone ${String(change)}`);
      await deliver();
      assert.equal((await states.get('erp')).isGone, true);
      await change();
      isGone = false;
      wait(1);
      await miss(`new ${String(change)}`);
      await deliver();
    }
    assert.deepEqual(await log(), ['failed 1', 'sent 1', 'failed 1', 'sent 1']);
    await states.setHealth('erp', { ...UNTRIED, failures: 4 });
    await states.follow(new Map([['erp', 'https://other.example']]));
    assert.equal((await states.get('erp')).failures, 4, 'the address is the same');
  });

  it('is sent at once when a test arrives after a pause, also one that had failed', async () => {
    let isDown = true;
    const { miss, deliver, log, test } = await sceneWith(() => (isDown ? 500 : 204));
    await miss('a', 'b', 'c', 'd', 'e');
    await deliver();
    isDown = false;
    assert.equal((await test()).trouble, undefined);
    await deliver();
    assert.deepEqual(
      (await log()).map((line) => line.slice(0, 4)),
      ['sent', 'sent', 'sent', 'sent', 'sent', 'sent'],
    );
  });

  it('is sent again after a minute under the same id when its sender was killed', async () => {
    const { miss, deliver, log, wait, now, server } = await sceneWith();
    await miss('a');
    // As far as a controller gets that is killed before it can say how it ended.
    await store.deliveries.claim('erp', now(), 60_000);
    await deliver();
    assert.equal(server.posts.length, 0);
    wait(1);
    await deliver();
    assert.deepEqual(await log(), ['sent 2']);
  });

  it('is not settled by a controller that was slower than its lease', async () => {
    const { miss, now, log } = await sceneWith();
    await miss('a');
    const slow = await store.deliveries.claim('erp', now(), 0);
    const other = await store.deliveries.claim('erp', now(), 60_000);
    const sent = { state: 'sent', finishedAt: now(), code: 200, tookMs: 1 } as const;
    assert.equal(await store.deliveries.settle(slow ?? { id: '', lease: 0 }, sent), false);
    assert.equal(await store.deliveries.settle(other ?? { id: '', lease: 0 }, sent), true);
    assert.deepEqual(await log(), ['sent 2']);
  });

  it('is given up when its webhook is switched off or deleted, and can be sent again', async () => {
    const server = await receiver();
    let webhooks = [aWebhook('json', { url: server.url })];
    const { miss, deliver, log, now } = webhookScene(store, () => webhooks);
    await miss('a');
    webhooks = [];
    await deliver();
    assert.deepEqual(await log(), ['failed 0']);
    webhooks = [aWebhook('json', { url: server.url })];
    const [{ id } = { id: '' }] = await store.deliveries.list(1);
    assert.equal(await store.deliveries.again(id, now()), true);
    assert.equal(await store.deliveries.again(id, now()), false, 'it waits already');
    await deliver();
    assert.deepEqual(await log(), ['sent 1']);
  });
});

describe('What a receiver gets', () => {
  it('is what it wants: its events, of its groups, without callers where it is told of none', async () => {
    const server = await receiver();
    const url = server.url;
    const webhooks = [
      aWebhook('json', { id: 'all', url }),
      aWebhook('json', { id: 'other', url, groups: ['800'] }),
      aWebhook('json', { id: 'switches', url, events: ['switch.turned'] }),
      aWebhook('json', { id: 'quiet', url, numbers: false }),
      aWebhook('json', { id: 'off', url, on: false }),
    ];
    const { miss } = webhookScene(store, () => webhooks);
    await miss('a');
    const stored = await store.deliveries.list(9);
    assert.deepEqual(stored.map(({ delivery }) => delivery.webhook).toSorted(), ['all', 'quiet']);
    const raw = await store.connection.collection('deliveries').find({ webhook: 'quiet' }).toArray();
    assert.doesNotMatch(JSON.stringify(raw), /23125001|Beispiel/);
  });

  it('comes from as many receivers at once as there are: one that hangs holds up no other', async () => {
    const [slow, fast] = [await receiver(() => 'hang'), await receiver()];
    const webhooks = [
      aWebhook('json', { id: 'slow', url: slow.url }),
      aWebhook('json', { id: 'fast', url: fast.url }),
    ];
    const { miss, deliver } = webhookScene(store, () => webhooks, 300);
    await miss('a', 'b');
    await deliver();
    assert.equal(fast.posts.length, 2);
  });

  it('never comes from an address that gives away the keys of a machine, whichever name leads there', async () => {
    const url = 'http://[::ffff:169.254.169.254]/latest/meta-data';
    const { miss, deliver } = webhookScene(store, () => [aWebhook('json', { url })]);
    await miss('a');
    await deliver();
    const [stored] = await store.deliveries.list(1);
    assert.equal(stored?.error, 'The webhook cannot be reached: nothing is sent to this address');
  });

  it('is tried once it has its address, for those whose address is a secret', async () => {
    const server = await receiver();
    const webhook = aWebhook('slack', { url: undefined });
    const { miss, deliver, log, wait, now } = webhookScene(store, () => [webhook]);
    await miss('a');
    await deliver();
    assert.deepEqual(await log(), ['waiting 1 1']);
    await store.webhookStates.setSecret('erp', server.url, { by: 'admin', at: now(), place: 'slack' });
    wait(1);
    await deliver();
    assert.deepEqual(await log(), ['sent 2']);
    assert.deepEqual(Object.keys(JSON.parse(server.posts[0]?.body ?? '{}') as object), ['text', 'blocks']);
  });
});

describe('A secret', () => {
  it('goes to the homeserver that it was set for, and to no other that somebody names later', async () => {
    const [own, other] = [await receiver(), await receiver()];
    const at = (url: string) => aWebhook('matrix', { id: 'erp', url, room: '!r:example.com' });
    let webhook = at(own.url);
    const { miss, deliver, wait, now } = webhookScene(store, () => [webhook]);
    const place = `matrix ${new URL(own.url).origin}`;
    await store.webhookStates.setSecret('erp', 'syt_a_token_of_a_bot', { by: 'admin', at: now(), place });
    await miss('a');
    webhook = at(other.url);
    await deliver();
    assert.deepEqual(other.posts, []);
    webhook = at(own.url);
    wait(1);
    await deliver();
    assert.equal(own.posts[0]?.headers['authorization'], 'Bearer syt_a_token_of_a_bot');
  });

  it('with which requests were signed is no token when the format changes', async () => {
    const server = await receiver();
    let webhook = aWebhook('json', { id: 'erp', url: server.url });
    const { miss, deliver } = webhookScene(store, () => [webhook]);
    await miss('a');
    await deliver();
    webhook = aWebhook('matrix', { id: 'erp', url: server.url, room: '!r:example.com' });
    await miss('b');
    await deliver();
    assert.equal(server.posts.length, 1);
  });
});

describe('What a sender that crashed has left', () => {
  it('is given up with the rest when the webhook is gone, and no longer due for good', async () => {
    let webhooks: readonly Webhook[] = [aWebhook('json', { url: 'http://127.0.0.1:9' })];
    const { miss, deliver, log, wait, now } = webhookScene(store, () => webhooks);
    await miss('a');
    await store.deliveries.claim('erp', now(), 60_000);
    webhooks = [];
    wait(2);
    await deliver();
    assert.deepEqual(await log(), ['failed 1']);
    assert.deepEqual(await store.deliveries.due(now(), []), []);
    assert.equal(await store.deliveries.waiting('erp'), 0);
  });
});

describe('A flood of missed calls', () => {
  it('goes to the receiver one after another, and to nobody twice while a run is stopped', async () => {
    let atOnce = 0;
    let most = 0;
    const server = await receiver(() => {
      most = Math.max(most, (atOnce += 1));
      setImmediate(() => (atOnce -= 1));
      return 204;
    });
    const webhook = aWebhook('json', { url: server.url });
    const { miss, deliver } = webhookScene(store, () => [webhook]);
    await miss(...Array.from({ length: 60 }, (_, index) => `call ${index}`));
    await deliver({ mostPerRun: 50 });
    assert.equal(server.posts.length, 50, 'a run has an end');
    const stopping = new AbortController();
    stopping.abort();
    await deliver({ signal: stopping.signal });
    assert.equal(server.posts.length, 50);
    await deliver();
    assert.equal(server.posts.length, 60);
    assert.equal(most, 1);
  });
});
