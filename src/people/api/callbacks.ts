/** The call-back list over the REST interface. */
import * as z from 'zod';
import { needsUser } from '../../base/model/role.js';
import { hasLostUser } from '../access/users-of-accounts.js';
import type { SiteParts } from '../http/parts.js';
import { wantedNumber } from '../../base/configuration/typed-caller.js';
import type { WantedNumber } from '../../base/model/wanted-caller.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import {
  finishCallback,
  giveBackCallback,
  listCallbacks,
  MOST,
  noteCallback,
  takeCallback,
  type DeskResult,
} from '../operations/callbacks.js';
import { assignCallback, reopenCallback } from '../operations/pass-on-callback.js';
import { endpoint, ok, type Answer, type Endpoint, type Reply } from './endpoint.js';
import { ApiProblem } from './problem.js';

const moment = z.iso.datetime();

const callbackSchema = z
  .object({
    id: z.string(),
    group: z.string(),
    caller: z.object({ number: z.string(), name: z.string().nullable() }),
    state: z.enum(['open', 'taken', 'done', 'closed']),
    count: z.int().describe('Missed calls in this item.'),
    firstAt: moment,
    lastAt: moment,
    calls: z.array(z.object({ record: z.string(), at: moment })).describe('The newest ones, oldest first.'),
    taken: z.object({ who: z.string(), at: moment, until: moment }).nullable(),
    calling: z
      .object({ who: z.string(), at: moment, until: moment })
      .nullable()
      .describe('Somebody is calling the caller just now, until then at most.'),
    ended: z
      .object({
        at: moment,
        who: z.string().nullable(),
        because: z.enum(['talked', 'calledBack', 'superseded']).nullable(),
      })
      .nullable(),
    note: z.string().nullable().describe('The newest of the notes.'),
    notes: z.array(z.object({ at: moment, who: z.string(), note: z.string() })).describe('Oldest first.'),
  })
  .meta({ id: 'Callback', description: 'A caller whom somebody of the group has to call back.' });

function view(item: CallbackItem) {
  const { id, group, caller, state, count, firstAt, lastAt, calls, taken, calling, ended, note, notes } =
    item;
  return {
    id,
    group,
    state,
    count,
    firstAt,
    lastAt,
    taken,
    calling,
    ended,
    note,
    notes,
    caller: { number: caller.number, name: caller.name },
    calls: calls.map(({ record, at }) => ({ record, at })),
  };
}

/** Errors: ApiProblem for every result but success. */
function reply(result: DeskResult): Reply {
  switch (result.kind) {
    case 'done':
      return ok(view(result.item));
    case 'othersHaveIt':
      throw new ApiProblem(409, `${result.item.taken?.who ?? 'Somebody else'} has it`, {
        more: { callback: view(result.item) },
      });
    case 'ended':
      throw new ApiProblem(409, 'It has ended', { more: { callback: view(result.item) } });
    case 'newer':
      throw new ApiProblem(409, 'The caller was missed again, and that newer call-back waits', {
        more: { callback: view(result.item) },
      });
    case 'noUser':
      throw new ApiProblem(422, 'It can be given to users of its group only', {
        faults: [{ path: 'body.user', message: 'is no user of its group' }],
      });
    case 'unknown':
      throw new ApiProblem(404, 'There is no such call-back');
  }
}

/** Errors: ApiProblem if the text is not a phone number. */
function numberLookedFor(typed: string | undefined, country = 'DE'): WantedNumber | undefined {
  const given = typed?.trim() ?? '';
  if (given === '') return undefined;
  const number = wantedNumber(given, country);
  if (number !== undefined) return number;
  throw new ApiProblem(422, undefined, {
    faults: [{ path: 'query.caller', message: 'cannot be searched for' }],
  });
}

const params = z.strictObject({ id: z.string().min(1).max(64) });

const answers: Record<number, Answer> = {
  200: { description: 'The call-back as it is now', schema: callbackSchema },
  404: { description: 'There is none, or not in your groups' },
  409: { description: 'Somebody else has it, or it has ended; the answer tells' },
};

export function callbackEndpoints({ store, snapshot, audit }: SiteParts): readonly Endpoint[] {
  const desk = { callbacks: store.callbacks, snapshot, audit };
  const tag = 'Call-backs';
  return [
    endpoint({
      method: 'get',
      path: '/callbacks',
      access: 'callbacks.read',
      tag,
      summary: 'Who waits for a call back',
      query: z.strictObject({
        group: z.string().max(20).optional(),
        caller: z
          .string()
          .max(60)
          .optional()
          .describe('A number as people write it, or a beginning: 030231*.'),
        which: z.enum(['live', 'recent']).default('live').describe('recent: also ended ones, newest first'),
        limit: z.coerce.number().int().min(1).max(MOST).default(MOST),
        after: z
          .string()
          .max(64)
          .optional()
          .describe('Of live: goes on behind the item with this id, the last one of the page before.'),
      }),
      answers: {
        200: { description: 'A page; the last one is empty', schema: z.array(callbackSchema) },
        400: { description: 'Only which=live has an after' },
        422: { description: 'The caller is no number' },
      },
      handle: async ({ actor, query }) => {
        if (query.which === 'recent' && query.after !== undefined)
          throw new ApiProblem(400, 'Only which=live has an after');
        if (needsUser(actor.role) && hasLostUser(actor, snapshot()?.users))
          throw new ApiProblem(403, 'The user of this account is not in the configuration any more');
        const caller = numberLookedFor(query.caller, snapshot()?.settings.country);
        return ok((await listCallbacks(desk, actor, { ...query, caller })).map(view));
      },
    }),
    endpoint({
      method: 'post',
      path: '/callbacks/{id}/take',
      access: 'callbacks.write',
      tag,
      summary: 'You call back; one of two gets it',
      params,
      answers,
      handle: async ({ actor, params: { id }, now }) => reply(await takeCallback(desk, actor, id, now)),
    }),
    endpoint({
      method: 'post',
      path: '/callbacks/{id}/give-back',
      access: 'callbacks.write',
      tag,
      summary: 'Open again',
      params,
      answers,
      handle: async ({ actor, params: { id } }) => reply(await giveBackCallback(desk, actor, id)),
    }),
    endpoint({
      method: 'post',
      path: '/callbacks/{id}/done',
      access: 'callbacks.write',
      tag,
      summary: 'Somebody has called back',
      params,
      answers,
      body: z.strictObject({ note: z.string().max(500).optional() }),
      handle: async ({ actor, params: { id }, body, now }) =>
        reply(await finishCallback(desk, actor, id, { note: body.note, now })),
    }),
    endpoint({
      method: 'post',
      path: '/callbacks/{id}/reopen',
      access: 'callbacks.write',
      tag,
      summary: 'Open again, whoever or whatever has ended it',
      params,
      answers,
      handle: async ({ actor, params: { id } }) => reply(await reopenCallback(desk, actor, id)),
    }),
    endpoint({
      method: 'post',
      path: '/callbacks/{id}/assign',
      access: 'callbacks.write',
      tag,
      summary: 'Somebody of the group calls back',
      params,
      answers: { ...answers, 422: { description: 'This is no user of its group' } },
      body: z.strictObject({ user: z.string().max(64).describe('The id of the user.') }),
      handle: async ({ actor, params: { id }, body, now }) =>
        reply(await assignCallback(desk, actor, id, { userId: body.user, now })),
    }),
    endpoint({
      method: 'put',
      path: '/callbacks/{id}/note',
      access: 'callbacks.write',
      tag,
      summary: 'Adds a note, which is then the newest',
      params,
      answers,
      body: z.strictObject({ note: z.string().max(500) }),
      handle: async ({ actor, params: { id }, body, now }) =>
        reply(await noteCallback(desk, actor, id, { text: body.note, now })),
    }),
  ];
}
