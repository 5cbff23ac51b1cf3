/** Wires up webhooks: who queues events, and the job that sends them. */
import { deliverEvents } from '../afterwards/webhooks/deliver.js';
import { missedEvent, warningEvent } from '../afterwards/webhooks/events.js';
import { EventFinder } from '../afterwards/webhooks/find-events.js';
import { queueEvent } from '../afterwards/webhooks/queue.js';
import { tryWebhook, type TryUse } from '../afterwards/webhooks/try-webhook.js';
import type { Log } from '../base/log.js';
import type { AuditLog } from '../base/model/audit-event.js';
import type { CallRecord, RecordedMiss } from '../base/model/call-record.js';
import type { Notice } from '../base/model/problem.js';
import type { Snapshot } from '../base/model/snapshot.js';
import type { Webhook } from '../base/model/webhook.js';
import type { Store } from '../base/store/connection.js';
import type { WebhookDesk } from '../people/operations/webhooks.js';

export interface WebhookParts {
  readonly store: Pick<Store, 'audit' | 'callbacks' | 'deliveries' | 'webhookStates'>;
  readonly snapshot: () => Snapshot | undefined;
  /** Base of links, with a slash at its end; undefined: it is not known. */
  readonly pagesUrl: () => string | undefined;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Default: the clock. */
  readonly now?: () => Date;
}

const clock = (): Date => new Date();

/** What an attempt needs. */
function sendUse({ store, snapshot, pagesUrl, now = clock }: Omit<WebhookParts, 'log'>): TryUse {
  const house = () => snapshot()?.settings ?? ({ language: 'en', timezone: 'utc' } as const);
  return { deliveries: store.deliveries, states: store.webhookStates, house, pagesUrl, now };
}

/** What people do with webhooks, for pages, interface and command. */
export function webhookDesk(parts: Omit<WebhookParts, 'log'>, audit: AuditLog): WebhookDesk {
  const { store, snapshot } = parts;
  return {
    deliveries: store.deliveries,
    states: store.webhookStates,
    test: async (id, who) => {
      const webhook = snapshot()?.webhooks.find((one) => one.id === id);
      return webhook && tryWebhook(webhook, who, sendUse(parts));
    },
    snapshot,
    audit,
  };
}

export interface WebhookWork {
  /** After a missed call, as often as its follow-up is tried. */
  readonly missed: (record: CallRecord, missed: RecordedMiss) => Promise<void>;
  /** Finds what people and schedules did, and sends what is due. */
  readonly run: () => Promise<void>;
  readonly abort: () => void;
}

export function webhookWork(parts: WebhookParts): WebhookWork {
  const { store, snapshot, log, now = clock } = parts;
  const webhooks = webhooksOf(snapshot);
  const queue = { deliveries: store.deliveries, webhooks, now };
  const states = store.webhookStates;
  const finder = new EventFinder({
    ...queue,
    audit: store.audit,
    callbacks: store.callbacks,
    states,
    snapshot,
  });
  const stopping = new AbortController();
  return {
    missed: async (record, missed) => {
      if (!webhooks().some(({ on, events }) => on && events.includes('call.missed'))) return;
      const item = await store.callbacks.ofCall(record.channel);
      await queueEvent(missedEvent(record, missed, item, snapshot()), queue);
    },
    run: async () => {
      await finder.find();
      await deliverEvents({
        ...sendUse(parts),
        webhooks,
        states,
        deliveries: store.deliveries,
        log,
        signal: stopping.signal,
      });
    },
    abort: () => {
      stopping.abort();
    },
  };
}

/** Tells webhooks of a notice; repeated, it does so once. */
export async function tellWebhooks(
  notice: Notice,
  { store, snapshot }: Pick<WebhookParts, 'snapshot'> & { readonly store: Pick<Store, 'deliveries'> },
): Promise<void> {
  const settings = snapshot()?.settings;
  const event = settings && warningEvent(notice, settings.language, settings.timezone);
  if (event === undefined) return;
  await queueEvent(event, { deliveries: store.deliveries, webhooks: webhooksOf(snapshot), now: clock });
}

function webhooksOf(snapshot: () => Snapshot | undefined): () => readonly Webhook[] {
  return () => snapshot()?.webhooks ?? [];
}
