/** Sessions of the pages over the REST interface: where an account is signed in, and ending that. */
import * as z from 'zod';
import {
  endOpenSession,
  endOtherSessions,
  openSessions,
  type OpenSession,
  type SessionDesk,
} from '../http/open-sessions.js';
import type { SiteParts } from '../http/parts.js';
import { endpoint, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const sessionSchema = z
  .object({
    id: z.string(),
    begunAt: z.iso.datetime(),
    seenAt: z.iso.datetime().describe('The last request.'),
    address: z.string().nullable().describe('From where the sign-in came.'),
    userAgent: z.string().nullable().describe('What the browser called itself.'),
    current: z.boolean().describe('The session of this request.'),
  })
  .meta({ id: 'Session' });

const endedSchema = z
  .object({ ended: z.int().describe('How many there were.') })
  .meta({ id: 'EndedSessions' });

function view({ id, begunAt, seenAt, address, agent, isCurrent }: OpenSession) {
  return { id, begunAt, seenAt, address: address ?? null, userAgent: agent ?? null, current: isCurrent };
}

export function sessionEndpoints({ store, audit, now }: SiteParts): readonly Endpoint[] {
  const tag = 'My account';
  const desk: SessionDesk = { sessions: store.sessions, audit, now: () => now().toJSDate() };
  return [
    endpoint({
      method: 'get',
      path: '/sessions',
      access: 'credentials.write',
      tag,
      summary: 'Where the own account is signed in',
      answers: { 200: { description: 'The last used one first', schema: z.array(sessionSchema) } },
      handle: async ({ actor, request }) => ok((await openSessions(desk, actor.name, request)).map(view)),
    }),
    endpoint({
      method: 'delete',
      path: '/sessions',
      access: 'credentials.write',
      tag,
      summary: 'Ends all sessions of the own account but that of this request',
      answers: { 200: { description: 'They have ended', schema: endedSchema } },
      handle: async ({ actor, request }) =>
        ok({ ended: await endOtherSessions(desk, actor.name, actor.name, request) }),
    }),
    endpoint({
      method: 'delete',
      path: '/sessions/{id}',
      access: 'credentials.write',
      tag,
      summary: 'Ends a session of the own account',
      params: z.strictObject({ id: z.string().min(1).max(60) }),
      answers: { 204: { description: 'It has ended' }, 404: { description: 'There is none' } },
      handle: async ({ actor, params }) => {
        if (!(await endOpenSession(desk, actor.name, params.id)))
          throw new ApiProblem(404, 'There is no such session');
        return NO_CONTENT;
      },
    }),
    endpoint({
      method: 'delete',
      path: '/accounts/{name}/sessions',
      access: 'accounts.write',
      tag: 'Accounts',
      summary: 'Ends all sessions of an account, but not that of this request',
      params: z.strictObject({ name: z.string().min(1).max(60) }),
      answers: {
        200: { description: 'They have ended', schema: endedSchema },
        404: { description: 'There is no such account' },
      },
      handle: async ({ actor, params: { name }, request }) => {
        if ((await store.accounts.get(name)) === undefined)
          throw new ApiProblem(404, 'There is no such account');
        return ok({ ended: await endOtherSessions(desk, actor.name, name, request) });
      },
    }),
  ];
}
