/** Takes events and stores them for each receiver that wants them; the job sends them. Nobody waits for a receiver here. */
import type { Webhook, WebhookEvent } from '../../base/model/webhook.js';
import type { DeliveryStore } from '../../base/store/deliveries.js';
import { isWanted } from './events.js';

export interface QueueUse {
  readonly deliveries: Pick<DeliveryStore, 'add'>;
  /** Empty: there is no configuration yet. */
  readonly webhooks: () => readonly Webhook[];
  readonly now: () => Date;
}

/** Safe to repeat: an event is stored once for each receiver. Rejects with the database's error. */
export async function queueEvent(
  event: WebhookEvent,
  { deliveries, webhooks, now }: QueueUse,
): Promise<void> {
  const wanted = webhooks().filter((webhook) => isWanted(event, webhook));
  if (wanted.length === 0) return;
  await deliveries.add(
    wanted.map(({ id, numbers }) => ({ ...(numbers ? event : withoutCaller(event)), webhook: id })),
    now(),
  );
}

/** What is not sent is not kept for it either. */
export function withoutCaller<Event extends WebhookEvent>(event: Event): Event {
  const { data } = event;
  if (!('caller' in data)) return event;
  return { ...event, data: { ...data, caller: { ...data.caller, number: null, name: null } } };
}
