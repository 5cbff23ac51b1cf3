/** Where events come from: calls that were missed, what people did, and warnings. Each is told once, whatever crashes. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { webhookWork, tellWebhooks, type WebhookWork } from '../../../../src/app/webhooks.js';
import { noteCallbackChange } from '../../../../src/afterwards/missed/audit-entry.js';
import type { Notice } from '../../../../src/base/model/problem.js';
import type { Snapshot } from '../../../../src/base/model/snapshot.js';
import type { Webhook } from '../../../../src/base/model/webhook.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { auditLog } from '../../../../src/people/operations/audit.js';
import { actOnSwitch } from '../../../../src/people/operations/switches.js';
import { aGroup, aRecord, aSnapshot, manualSwitch } from '../../../factories.js';
import { aWebhook } from '../../../unit/afterwards/webhooks/events.js';
import { startDatabase, type TestDatabase } from '../mail/harness.js';

const QUIET = { info: () => undefined, warn: () => undefined };
const GAVE_UP = { group: '700', why: { kind: 'gaveUp', afterSec: 9, stage: 1 }, text: '' } as const;

let database: TestDatabase;
let store: Store;
let webhooks: readonly Webhook[] = [];
let work: WebhookWork;

before(async () => {
  database = await startDatabase();
});
beforeEach(async () => {
  store = await database.store();
  // Never sent: it waits for its address.
  webhooks = [
    aWebhook('slack', { id: 'chat', url: undefined, events: [...aWebhook().events, 'warning.begun'] }),
  ];
  work = another();
});
after(() => database.close());

const snapshot = (): Snapshot =>
  aSnapshot({
    webhooks,
    groups: [
      aGroup({
        rules: [
          {
            switch: manualSwitch(false, { id: 'closed' }),
            when: 'on',
            to: { kind: 'hangup', cause: 'USER_BUSY' },
          },
        ],
      }),
    ],
  });

/** As another controller, or this one after a crash. */
function another(): WebhookWork {
  return webhookWork({ store, snapshot, pagesUrl: () => undefined, log: QUIET });
}

const audit = () => auditLog({ audit: store.audit, now: () => new Date(), log: QUIET });

async function told(): Promise<readonly string[]> {
  return (await store.deliveries.list(50))
    .toReversed()
    .map(({ delivery: { type, data } }) => ('who' in data ? `${type} ${String(data.who)}` : type));
}

async function missed() {
  const item = await store.callbacks.addMissed({
    group: '700',
    caller: { key: '+493023125001', number: '+493023125001', name: 'Anna' },
    mergeHours: 24,
    call: { record: 'r', channel: 'c', at: new Date(), why: GAVE_UP.why },
    noticeAt: undefined,
  });
  assert.ok(item !== undefined);
  return item;
}

describe('A missed call', () => {
  it('is told once, with its entry of the call-back list, also when its follow-up is repeated elsewhere', async () => {
    const { id } = await missed();
    const record = aRecord({ _id: 'r', channel: 'c', missed: GAVE_UP });
    await work.missed(record, GAVE_UP);
    await Promise.all([work.missed(record, GAVE_UP), another().missed(record, GAVE_UP)]);
    const [stored, ...more] = await store.deliveries.list(9);
    assert.equal(more.length, 0);
    assert.ok(stored?.delivery.type === 'call.missed');
    assert.equal(stored.delivery.data.callback, id);
  });

  it('of a withheld number tells no number, whatever came with the call', async () => {
    const caller = { withheld: true, number: '+493023125001', e164: '+493023125001', name: 'Anna' };
    await work.missed(aRecord({ _id: 'w', channel: 'w', caller }), GAVE_UP);
    const raw = await store.connection.collection('deliveries').find({}).toArray();
    assert.equal(raw.length, 1);
    assert.doesNotMatch(JSON.stringify(raw), /23125001|Anna/);
  });
});

describe('What people do', () => {
  it('is told from the audit log, whoever did it, once, in its order', async () => {
    // From now on: what was before is no news.
    await work.run();
    const before = await missed();
    const taken = await store.callbacks.take({
      id: before.id,
      who: 'Bernd',
      at: new Date(),
      until: new Date(),
    });
    assert.ok(taken.kind === 'taken');
    await noteCallbackChange(audit(), 'bernd', 'callbackTaken', { before, after: taken.item });
    const done = await store.callbacks.done({ id: before.id, who: 'Bernd', at: new Date() });
    assert.ok(done.kind === 'done');
    await noteCallbackChange(audit(), 'bernd', 'callbackDone', { before: taken.item, after: done.item });
    const { switchStates } = store;
    const refresh = () => Promise.resolve();
    const act = { kind: 'turn', on: true, end: { kind: 'untilChanged' } } as const;
    await actOnSwitch({ switchStates, snapshot, refresh, audit: audit() }, 'closed', act, {
      who: 'anna (phone 1001)',
      at: new Date(),
    });
    await work.run();
    await Promise.all([work.run(), another().run()]);
    assert.deepEqual(await told(), ['callback.taken Bernd', 'callback.done Bernd', 'switch.turned anna']);
  });

  it('is not told to who wants it only later', async () => {
    const wanted = webhooks;
    webhooks = [];
    await work.run();
    const before = await missed();
    await noteCallbackChange(audit(), 'bernd', 'callbackReopened', { before, after: before });
    webhooks = wanted;
    await work.run();
    await work.run();
    assert.deepEqual(await told(), []);
  });
});

describe('A warning', () => {
  const notice = (about: string): Notice => ({
    id: `webhookFails ${about}`,
    phase: 'begun',
    told: {
      kind: 'webhookFails',
      about,
      name: about,
      failingSince: '2026-11-24T08:00:00.000Z',
      isGone: false,
    },
    since: new Date(),
    at: new Date(),
    controller: 'house:8084',
  });

  it('is told once, and never to the webhook that it is about', async () => {
    webhooks = [...webhooks, aWebhook('slack', { id: 'other', url: undefined, events: ['warning.begun'] })];
    await tellWebhooks(notice('chat'), { store, snapshot });
    await tellWebhooks(notice('chat'), { store, snapshot });
    assert.deepEqual(
      (await store.deliveries.list(9)).map(({ delivery }) => delivery.webhook),
      ['other'],
    );
  });
});
