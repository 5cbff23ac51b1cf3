/** Webhooks beyond their configuration, over the REST interface: how they stand, their log, tests and secrets. */
import * as z from 'zod';
import type { StoredDelivery } from '../../base/store/deliveries.js';
import type { SiteParts } from '../http/parts.js';
import { seenWebhook, sendAgain, setSecret, testNow, type SeenWebhook } from '../operations/webhooks.js';
import { endpoint, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const moment = z.iso.datetime();
const params = z.strictObject({ id: z.string().min(1).max(64).describe('The id of the webhook.') });

const deliverySchema = z
  .object({
    id: z.string().describe('The header webhook-id of each attempt.'),
    webhook: z.string(),
    event: z.string(),
    at: moment.describe('When it happened.'),
    state: z.enum(['waiting', 'sending', 'sent', 'failed']),
    attempts: z.int(),
    code: z.int().nullable().describe('Of the last answer; null: none came.'),
    tookMs: z.int().nullable(),
    error: z.string().nullable(),
    nextAt: moment.nullable(),
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

const stateSchema = z
  .object({
    id: z.string(),
    waiting: z.int().describe('Events that are not sent yet.'),
    failures: z.int().describe('Attempts without success since the last one with.'),
    pausedUntil: moment.nullable(),
    isGone: z.boolean().describe('The receiver answered 410: nothing is sent until a test arrives.'),
    lastError: z.string().nullable(),
    lastAt: moment.nullable(),
    secretSetAt: moment.nullable().describe('Null: there is no secret.'),
  })
  .meta({ id: 'WebhookState' });

const testSchema = z
  .object({
    delivery: z.string(),
    trouble: z.string().nullable().describe('Null: it arrived.'),
    code: z.int().nullable(),
    tookMs: z.int(),
  })
  .meta({ id: 'WebhookTest' });

const NONE = { description: 'There is none' };
const tag = 'Webhooks';

/** As the interface, and the command with --json, tell of an event. */
export function deliveryShape(stored: StoredDelivery) {
  const { id, delivery, state, attempts, code, tookMs, error, nextAt, finishedAt } = stored;
  return {
    id,
    webhook: delivery.webhook,
    event: delivery.type,
    at: delivery.at,
    state,
    attempts,
    code: code ?? null,
    tookMs: tookMs ?? null,
    error: error ?? null,
    nextAt: nextAt ?? null,
    finishedAt: finishedAt ?? null,
  };
}

/** The same of how a webhook stands. */
export function stateShape({ webhook, state, waiting }: SeenWebhook) {
  const { failures, pausedUntil, isGone, lastError, lastAt, secretSet } = state;
  return {
    id: webhook.id,
    waiting,
    failures,
    pausedUntil: pausedUntil ?? null,
    isGone,
    lastError: lastError ?? null,
    lastAt: lastAt ?? null,
    secretSetAt: secretSet?.at ?? null,
  };
}

export function webhookEndpoints({ webhooks }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/webhooks/{id}/state',
      access: 'config.read',
      tag,
      summary: 'How a webhook stands',
      params,
      answers: { 200: { description: 'As it is now', schema: stateSchema }, 404: NONE },
      handle: async ({ params: { id } }) => {
        const found = await seenWebhook(webhooks, id);
        if (found === undefined) throw new ApiProblem(404, 'There is none');
        return ok(stateShape(found));
      },
    }),
    endpoint({
      method: 'get',
      path: '/webhooks/{id}/log',
      access: 'config.read',
      tag,
      summary: 'What was sent, and what waits',
      params,
      query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
      answers: { 200: { description: 'Newest first', schema: z.array(deliverySchema) } },
      handle: async ({ params: { id }, query }) =>
        ok((await webhooks.deliveries.list(query.limit, id)).map(deliveryShape)),
    }),
    ...changing(webhooks),
  ];
}

function changing(webhooks: SiteParts['webhooks']): readonly Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/webhooks/{id}/test',
      access: 'config.write',
      tag,
      summary: 'Sends a test and waits for the answer',
      params,
      answers: { 200: { description: 'What became of it', schema: testSchema }, 404: NONE },
      handle: async ({ params: { id }, actor }) => {
        const tested = await testNow(webhooks, id, actor.name);
        if (tested === undefined) throw new ApiProblem(404, 'There is none');
        return ok({ ...tested, trouble: tested.trouble ?? null, code: tested.code ?? null });
      },
    }),
    endpoint({
      method: 'put',
      path: '/webhooks/{id}/secret',
      access: 'config.write',
      tag,
      summary: 'Sets the secret of a webhook',
      description:
        'teams, slack: the whole address; matrix: the access token; json: a key (whsec_…), or nothing for a new one, which is in this answer alone.',
      params,
      body: z.strictObject({ secret: z.string().min(1).max(2000).optional() }),
      answers: {
        200: {
          description: 'It holds from now on',
          schema: z.object({ key: z.string().nullable().describe('A new one; null: it was given.') }),
        },
        404: NONE,
        422: { description: 'It cannot be the secret of such a webhook' },
      },
      handle: async ({ params: { id }, body, actor, now }) => {
        const result = await setSecret(webhooks, id, body.secret, { who: actor.name, at: now.toJSDate() });
        if (result.kind === 'unknown') throw new ApiProblem(404, 'There is none');
        if (result.kind === 'wrong')
          throw new ApiProblem(422, `This cannot be the secret of a webhook of the format ${result.format}`);
        return ok({ key: result.key ?? null });
      },
    }),
    endpoint({
      method: 'post',
      path: '/webhooks/deliveries/{id}/again',
      access: 'config.write',
      tag,
      summary: 'Sends an event again that has ended',
      params: z.strictObject({ id: z.string().min(1).max(64).describe('The id in the log.') }),
      answers: {
        204: { description: 'It is sent soon' },
        404: { description: 'There is none that has ended, or the address is gone until a test arrives' },
      },
      handle: async ({ params: { id }, actor, now }) => {
        if (!(await sendAgain(webhooks, id, actor.name, now.toJSDate())))
          throw new ApiProblem(
            404,
            'There is none that has ended, or the address is gone: then a test has to arrive first',
          );
        return NO_CONTENT;
      },
    }),
  ];
}
