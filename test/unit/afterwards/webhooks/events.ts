/** One event of each kind, as docs/webhooks.md shows them, and a receiver of each format. */
import type { Delivery, EventType, Webhook, WebhookFormat } from '../../../../src/base/model/webhook.js';

const group = { number: '700', name: 'Sales' };
const caller = { number: '+493023125001', name: 'Anna Beispiel', withheld: false };
const item = (who: string | null) => ({ callback: '4c1d', group, caller, who, calls: 1 });
const at = (time: string) => new Date(`2026-11-24T${time}Z`);
const problem = {
  problem: 'freeswitchAway',
  about: 'pbx:8021',
  since: '2026-11-24T11:57:00.000Z',
  text: 'FreeSWITCH pbx:8021 is away',
  remedy: 'Look whether it runs.',
};

export const EVENTS: { readonly [Type in EventType]: Extract<Delivery, { type: Type }> } = {
  'call.missed': {
    id: 'call.missed 1 700',
    webhook: 'erp',
    type: 'call.missed',
    at: at('09:15:30'),
    data: { group, caller, calledAt: at('09:15:00').toISOString(), why: 'gaveUp', callback: '4c1d' },
  },
  'callback.taken': {
    id: 'audit 1',
    webhook: 'erp',
    type: 'callback.taken',
    at: at('09:20:00'),
    data: item('Bernd Muster'),
  },
  'callback.done': {
    id: 'audit 2',
    webhook: 'erp',
    type: 'callback.done',
    at: at('09:40:00'),
    data: { ...item('Bernd Muster'), because: null },
  },
  'callback.reopened': {
    id: 'audit 3',
    webhook: 'erp',
    type: 'callback.reopened',
    at: at('09:50:00'),
    data: item(null),
  },
  'switch.turned': {
    id: 'audit 4',
    webhook: 'erp',
    type: 'switch.turned',
    at: at('11:00:00'),
    data: {
      switch: { id: 'closed', name: 'Closed' },
      on: true,
      until: '2026-11-25T07:00:00.000Z',
      who: 'admin',
    },
  },
  'warning.begun': {
    id: 'notice 1',
    webhook: 'erp',
    type: 'warning.begun',
    at: at('12:00:00'),
    data: problem,
  },
  'warning.over': { id: 'notice 2', webhook: 'erp', type: 'warning.over', at: at('12:30:00'), data: problem },
  'webhook.test': {
    id: 'test 1',
    webhook: 'erp',
    type: 'webhook.test',
    at: at('13:00:00'),
    data: { who: 'admin' },
  },
};

/** `whsec_` and 24 zero bytes. */
export const KEY = `whsec_${'A'.repeat(32)}`;

export function aWebhook(format: WebhookFormat = 'json', changes: Partial<Webhook> = {}): Webhook {
  return {
    id: 'erp',
    name: 'ERP',
    format,
    url: 'https://example.com/hook',
    room: undefined,
    events: ['call.missed', 'callback.taken', 'callback.done', 'callback.reopened', 'switch.turned'],
    groups: [],
    numbers: true,
    on: true,
    ...changes,
  };
}
