/** What people do with webhooks besides configuring them: try one, set its secret, send an event again. */
import { isSecretFor, newKey, secretPlace } from '../../afterwards/webhooks/sign.js';
import type { WebhookTest } from '../../afterwards/webhooks/try-webhook.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { Webhook } from '../../base/model/webhook.js';
import type { DeliveryStore, StoredDelivery } from '../../base/store/deliveries.js';
import type { WebhookState, WebhookStateStore } from '../../base/store/webhook-states.js';

export interface WebhookDesk {
  readonly deliveries: Pick<DeliveryStore, 'list' | 'last' | 'get' | 'again' | 'waiting'>;
  readonly states: Pick<WebhookStateStore, 'get' | 'setSecret'>;
  /** Sends a test; undefined: there is no such webhook. */
  readonly test: (id: string, who: string) => Promise<WebhookTest | undefined>;
  readonly snapshot: () => Pick<Snapshot, 'webhooks'> | undefined;
  readonly audit: AuditLog;
}

/** A webhook and how it stands. */
export interface SeenWebhook {
  readonly webhook: Webhook;
  readonly state: WebhookState;
  /** The newest event for it; undefined: there was none. */
  readonly last: StoredDelivery | undefined;
  readonly waiting: number;
}

/** In the order of the configuration. Rejects while the database cannot be reached. */
export function seenWebhooks(desk: WebhookDesk): Promise<readonly SeenWebhook[]> {
  return Promise.all((desk.snapshot()?.webhooks ?? []).map((webhook) => seen(webhook, desk)));
}

/** Undefined: there is none, or the service has not taken it up yet. */
export async function seenWebhook(desk: WebhookDesk, id: string): Promise<SeenWebhook | undefined> {
  const webhook = known(desk, id);
  return webhook && seen(webhook, desk);
}

async function seen(webhook: Webhook, { deliveries, states }: WebhookDesk): Promise<SeenWebhook> {
  const { id } = webhook;
  const [stored, last, waiting] = await Promise.all([
    states.get(id),
    deliveries.last(id),
    deliveries.waiting(id),
  ]);
  // A secret for another format or homeserver is none of this one.
  const isOwn = stored.secretSet?.place === secretPlace(webhook);
  const state = isOwn ? stored : { ...stored, hasSecret: false, secretSet: undefined };
  return { webhook, state, last, waiting };
}

function known({ snapshot }: WebhookDesk, id: string): Webhook | undefined {
  return snapshot()?.webhooks.find((one) => one.id === id);
}

/** Undefined: there is no such webhook. */
export async function testNow(desk: WebhookDesk, id: string, who: string): Promise<WebhookTest | undefined> {
  const tested = await desk.test(id, who);
  if (tested !== undefined) {
    const arrived = tested.trouble === undefined ? '1' : '0';
    await desk.audit.note(who, 'webhookTried', { subject: `webhook ${id}`, arrived });
  }
  return tested;
}

export type SecretResult =
  | { readonly kind: 'unknown' }
  /** It cannot be the secret of such a webhook. */
  | { readonly kind: 'wrong'; readonly format: Webhook['format'] }
  /** `key`: a new one, which is told this once; undefined: it was given. */
  | { readonly kind: 'set'; readonly key: string | undefined };

/** @param given undefined: a webhook of format json gets a new key. */
export async function setSecret(
  desk: WebhookDesk,
  id: string,
  given: string | undefined,
  { who, at }: { readonly who: string; readonly at: Date },
): Promise<SecretResult> {
  const webhook = known(desk, id);
  if (webhook === undefined) return { kind: 'unknown' };
  const { format } = webhook;
  const made = given === undefined && format === 'json' ? newKey() : undefined;
  const secret = made ?? given?.trim() ?? '';
  if (!isSecretFor(format, secret)) return { kind: 'wrong', format };
  await desk.states.setSecret(id, secret, { by: who, at, place: secretPlace(webhook) });
  await desk.audit.note(who, 'webhookSecretSet', { subject: `webhook ${id}` });
  return { kind: 'set', key: made };
}

/** False: there is no such event, it has not ended, or its receiver's address is gone: until a test arrives nothing is sent. */
export async function sendAgain(desk: WebhookDesk, id: string, who: string, at: Date): Promise<boolean> {
  const found = await desk.deliveries.get(id);
  if (found === undefined || (await desk.states.get(found.delivery.webhook)).isGone) return false;
  if (!(await desk.deliveries.again(id, at))) return false;
  const facts = { subject: `webhook ${found.delivery.webhook}`, delivery: id };
  await desk.audit.note(who, 'deliveryRepeated', facts);
  return true;
}
