/** Sends a test at once, past the queue, so that whoever asked sees what the receiver answers. */
import { randomUUID } from 'node:crypto';
import type { Delivery, Webhook } from '../../base/model/webhook.js';
import { deliveryId, type DeliveryStore } from '../../base/store/deliveries.js';
import type { WebhookStateStore } from '../../base/store/webhook-states.js';
import { healthAfter } from './judge.js';
import { sendOne, type SendUse } from './send-one.js';

export interface TryUse extends SendUse {
  readonly deliveries: Pick<DeliveryStore, 'addEnded' | 'hurry'>;
  readonly states: Pick<WebhookStateStore, 'get' | 'secret' | 'secretOr' | 'setHealth'>;
}

/** What became of a test. */
export interface WebhookTest {
  readonly delivery: string;
  /** Undefined: it was taken. */
  readonly trouble: string | undefined;
  /** Undefined: there was no answer. */
  readonly code: number | undefined;
  readonly tookMs: number;
}

/** One that arrives ends a pause: what waits is sent now. One that does not is no failure of an event. */
export async function tryWebhook(webhook: Webhook, who: string, use: TryUse): Promise<WebhookTest> {
  const { deliveries, states, now } = use;
  const event = { id: `test ${randomUUID()}`, type: 'webhook.test', at: now(), data: { who } } as const;
  const delivery: Delivery = { ...event, webhook: webhook.id };
  const id = deliveryId(delivery);
  const { judgement, attempted } = await sendOne(webhook, delivery, id, use);
  const finishedAt = now();
  if (judgement.kind === 'taken') {
    await states.setHealth(webhook.id, healthAfter(await states.get(webhook.id), judgement, finishedAt));
    await deliveries.hurry(webhook.id, finishedAt);
    await deliveries.addEnded(delivery, { state: 'sent', finishedAt, ...attempted });
    return { delivery: id, trouble: undefined, ...attempted };
  }
  const { words: error } = judgement;
  await deliveries.addEnded(delivery, { state: 'failed', finishedAt, error, ...attempted });
  return { delivery: id, trouble: error, ...attempted };
}
