/**
 * Sends what is due: all receivers at once, to each one event after another, in their order. One that fails is tried again for
 * a day, and others overtake it; when a receiver fails several times in a row, all that is meant for it waits.
 */
import type { Log } from '../../base/log.js';
import type { Webhook } from '../../base/model/webhook.js';
import type { DeliveryEnd, DeliveryStore, StoredDelivery } from '../../base/store/deliveries.js';
import type { WebhookHealth, WebhookStateStore } from '../../base/store/webhook-states.js';
import { nextAttempt } from '../notices/pauses.js';
import { healthAfter } from './judge.js';
import { sendOne, type SendUse, type Tried } from './send-one.js';

export interface DeliverUse extends SendUse {
  readonly deliveries: Pick<DeliveryStore, 'due' | 'claim' | 'settle' | 'giveUp'>;
  readonly states: Pick<WebhookStateStore, 'get' | 'secret' | 'secretOr' | 'setHealth'>;
  readonly webhooks: () => readonly Webhook[];
  /** Ends the run after what is being sent. */
  readonly signal?: AbortSignal;
  /** Of one receiver. Default 500. */
  readonly mostPerRun?: number;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Longer than an attempt lasts: whoever has not said how it ended by then has crashed. */
const LEASE_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A run then gives way to the next, which sees what has changed since. */
const MOST_PER_RUN = 500;

/** Several controllers may do it at once. Rejects with the database's error; what was being sent is sent again after its lease. */
export async function deliverEvents(use: DeliverUse): Promise<void> {
  const { deliveries, webhooks, now } = use;
  const known = new Map(webhooks().map((webhook) => [webhook.id, webhook]));
  const ids = await deliveries.due(now());
  const runs = await Promise.allSettled(ids.map((id) => deliverTo(id, known.get(id), use)));
  for (const run of runs) if (run.status === 'rejected') throw run.reason;
}

async function deliverTo(id: string, webhook: Webhook | undefined, use: DeliverUse): Promise<void> {
  const { deliveries, states, now, signal, mostPerRun = MOST_PER_RUN } = use;
  if (webhook?.on !== true) {
    await deliveries.giveUp(id, 'The webhook is deleted or switched off', now());
    return;
  }
  let health: WebhookHealth = await states.get(id);
  if (health.isGone) {
    await deliveries.giveUp(id, health.lastError ?? '', now());
    return;
  }
  await deliveries.giveUp(id, 'Given up after 24 hours', now(), new Date(now().getTime() - DAY_MS));
  for (let count = 0; count < mostPerRun && signal?.aborted !== true; count += 1) {
    if (health.pausedUntil !== undefined && health.pausedUntil > now()) return;
    const held = await deliveries.claim(id, now(), LEASE_MS);
    if (held === undefined) return;
    const tried = await sendOne(webhook, held.delivery, held.id, use);
    const after = healthAfter(health, tried.judgement, now());
    await deliveries.settle(held, endOf(held, tried, after.pausedUntil, now()));
    // Of thousands that arrive, the last one is soon enough.
    if (after.failures > 0 || health.failures > 0 || count === 0) await states.setHealth(id, after);
    tell(held, tried, use.log);
    health = after;
    if (health.isGone) return;
  }
}

function endOf(
  { attempts, queuedAt }: StoredDelivery,
  { judgement, attempted }: Tried,
  pausedUntil: Date | undefined,
  now: Date,
): DeliveryEnd {
  if (judgement.kind === 'taken') return { state: 'sent', finishedAt: now, ...attempted };
  const { words: error } = judgement;
  const nextAt = judgement.kind === 'later' ? nextAttempt(attempts, queuedAt, now) : undefined;
  if (nextAt === undefined) return { state: 'failed', finishedAt: now, error, ...attempted };
  const later = pausedUntil !== undefined && pausedUntil > nextAt ? pausedUntil : nextAt;
  const asked = judgement.kind === 'later' && judgement.waitMs !== undefined ? pausedUntil : undefined;
  return { state: 'waiting', nextAt: asked ?? later, error, ...attempted };
}

function tell(
  { id, delivery, attempts }: StoredDelivery,
  { judgement }: Tried,
  log: DeliverUse['log'],
): void {
  const facts = { delivery: id, webhook: delivery.webhook, event: delivery.type, attempts };
  if (judgement.kind === 'taken') log.info(facts, 'a webhook took an event');
  else if (judgement.kind === 'later')
    log.info({ ...facts, error: judgement.words }, 'a webhook did not take an event; trying again');
  else log.warn({ ...facts, error: judgement.words }, 'a webhook did not take an event; given up');
}
