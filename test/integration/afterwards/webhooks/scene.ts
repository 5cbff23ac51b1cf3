/** Webhooks on a store, with a clock that the test turns. */
import { deliverEvents } from '../../../../src/afterwards/webhooks/deliver.js';
import { queueEvent } from '../../../../src/afterwards/webhooks/queue.js';
import { tryWebhook } from '../../../../src/afterwards/webhooks/try-webhook.js';
import type { Webhook } from '../../../../src/base/model/webhook.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { EVENTS } from '../../../unit/afterwards/webhooks/events.js';

const START = Date.parse('2026-11-24T08:00:00Z');

export interface WebhookScene {
  readonly now: () => Date;
  readonly wait: (minutes: number) => void;
  /** Queues missed calls with these ids. */
  readonly miss: (...ids: readonly string[]) => Promise<void>;
  /** One run of the job. */
  readonly deliver: (signal?: AbortSignal) => Promise<void>;
  readonly test: () => ReturnType<typeof tryWebhook>;
  /** How each delivery stands, the newest last: `sent 1`, `waiting 2 5`: state, attempts, minutes until the next. */
  readonly log: () => Promise<readonly string[]>;
}

export function webhookScene(
  store: Store,
  webhooks: () => readonly Webhook[],
  limitMs = 2_000,
): WebhookScene {
  let minutes = 0;
  const now = () => new Date(START + minutes * 60_000);
  const { deliveries, webhookStates: states } = store;
  const house = () => ({ language: 'en', timezone: 'utc' }) as const;
  const use = { deliveries, states, webhooks, now, house, pagesUrl: () => undefined, limitMs };
  const log = { info: () => undefined, warn: () => undefined };
  return {
    now,
    wait: (more) => (minutes += more),
    miss: async (...ids) => {
      for (const [index, id] of ids.entries()) {
        const at = new Date(now().getTime() + index);
        await queueEvent({ ...EVENTS['call.missed'], id, at }, use);
      }
    },
    deliver: (signal) => deliverEvents({ ...use, log, ...(signal && { signal }) }),
    test: async () => {
      const [webhook] = webhooks();
      if (webhook === undefined) throw new Error('there is no webhook');
      return tryWebhook(webhook, 'admin', use);
    },
    log: async () =>
      (await deliveries.list(500)).toReversed().map(({ state, attempts, nextAt }) => {
        const inMin = nextAt === undefined ? '' : ` ${(nextAt.getTime() - now().getTime()) / 60_000}`;
        return `${state} ${attempts}${inMin}`;
      }),
  };
}
