/** Saved searches for calls over the REST interface. The same as the page does. */
import * as z from 'zod';
import type { CallView } from '../../base/store/call-views.js';
import type { SiteParts } from '../http/parts.js';
import { PERIOD_NAMES, OUTCOMES } from '../operations/call-filter.js';
import {
  filterOfText,
  removeView,
  renameView,
  saveView,
  viewsOf,
  type CallViewDesk,
  type ViewResult,
} from '../operations/call-views.js';
import { refusal } from '../pages/calls/views.js';
import { endpoint, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

/** What calls are searched by, as the list of calls takes it. */
export const typedFilter = {
  q: z
    .string()
    .max(60)
    .optional()
    .describe(
      'Part of a name or of a number, of a caller or of the user who answered. Found among the callers of the newest 20,000 calls, the address book and the users, and then in all calls.',
    ),
  period: z
    .enum(PERIOD_NAMES)
    .optional()
    .describe('Whole days up to now on the wall clock of the settings; `from` and `to` count instead.'),
  from: z
    .string()
    .max(40)
    .optional()
    .describe('A day or a moment; a day begins on the wall clock of the settings.'),
  to: z.string().max(40).optional().describe('The last day, or the moment before which.'),
  group: z.string().max(64).optional().describe('Dialled, or had the call.'),
  caller: z
    .string()
    .max(60)
    .optional()
    .describe('A number as people write it, anonymous, or a beginning: 030231*.'),
  outcome: z.enum(OUTCOMES).optional(),
  missed: z.enum(['true', 'false']).optional(),
  member: z.string().max(60).optional().describe('Id of a user, or an extension, whose phone was called.'),
  recorded: z.enum(['true', 'false']).optional(),
};

const viewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    forAll: z.boolean().describe('Everybody has it; false: the own account.'),
    filter: z.record(z.string(), z.string()).describe('Parameters for /calls and /calls.csv.'),
    changedAt: z.iso.datetime(),
    changedBy: z.string(),
  })
  .meta({ id: 'CallView', description: 'A name for a filter of calls.' });

const TAG = 'Calls';
const params = z.strictObject({ id: z.string().min(1).max(64) });
const name = z.string().max(400);
const NONE = { description: 'There is none' };
const TAKEN = { description: 'The name is taken, or there are 100' };

export function callViewEndpoints({ store, audit, snapshot }: SiteParts): readonly Endpoint[] {
  const desk: CallViewDesk = { views: store.callViews, audit, snapshot };
  return [
    endpoint({
      method: 'get',
      path: '/call-views',
      access: 'calls.read',
      tag: TAG,
      summary: 'Saved searches of everybody and of the own account',
      answers: {
        200: { description: 'In the order of names', schema: z.object({ views: z.array(viewSchema) }) },
      },
      handle: async ({ actor }) => ok({ views: (await viewsOf(desk, actor)).map(bodyOf) }),
    }),
    endpoint({
      method: 'post',
      path: '/call-views',
      access: 'views.write',
      tag: TAG,
      summary: 'Saves a search under a name; for everybody with config.write',
      body: z.strictObject({ name, filter: z.strictObject(typedFilter), forAll: z.boolean().default(false) }),
      answers: { 201: { description: 'It is there', schema: viewSchema }, 409: TAKEN },
      handle: async ({ body, actor, now }) => ({
        status: 201,
        body: bodyOf(done(await saveView(desk, actor, { ...body, now }))),
      }),
    }),
    endpoint({
      method: 'patch',
      path: '/call-views/{id}',
      access: 'views.write',
      tag: TAG,
      summary: 'Renames a saved search',
      params,
      body: z.strictObject({ name }),
      answers: { 200: { description: 'As it is now', schema: viewSchema }, 404: NONE, 409: TAKEN },
      handle: async ({ params: { id }, body, actor, now }) =>
        ok(bodyOf(done(await renameView(desk, actor, id, { ...body, now })))),
    }),
    endpoint({
      method: 'delete',
      path: '/call-views/{id}',
      access: 'views.write',
      tag: TAG,
      summary: 'Removes a saved search',
      params,
      answers: { 204: { description: 'It is gone' }, 404: NONE },
      handle: async ({ params: { id }, actor }) => {
        done(await removeView(desk, actor, id));
        return NO_CONTENT;
      },
    }),
  ];
}

/** Errors: ApiProblem. */
function done(result: ViewResult): CallView {
  switch (result.kind) {
    case 'done':
      return result.view;
    case 'unknown':
      throw new ApiProblem(404);
    case 'notAllowed':
      throw new ApiProblem(403, refusal(result, 'en'));
    case 'taken':
    case 'full':
      throw new ApiProblem(409, refusal(result, 'en'));
    case 'badName':
    case 'badFilter': {
      const path = result.kind === 'badName' ? 'body.name' : 'body.filter';
      throw new ApiProblem(422, undefined, { faults: [{ path, message: refusal(result, 'en') }] });
    }
  }
}

function bodyOf({ id, name: shown, owner, query, changedAt, changedBy }: CallView) {
  const filter = Object.fromEntries(
    Object.entries(filterOfText(query)).filter(([, value]) => value !== undefined),
  );
  return { id, name: shown, forAll: owner === null, filter, changedAt: changedAt.toISOString(), changedBy };
}
