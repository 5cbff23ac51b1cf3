/** Who is away from which group over the REST interface: read, set and ended by an administrator. */
import * as z from 'zod';
import { inSlices } from '../../base/in-slices.js';
import { awayFrom, usersOf } from '../../calls/routing/away.js';
import { nobodyLeft } from '../../calls/routing/nobody-left.js';
import { callersGoText } from '../../calls/words/words.js';
import type { SiteParts } from '../http/parts.js';
import type { Scope } from '../../base/model/scope.js';
import { awayOfUser, awaySteps } from '../operations/away.js';
import { groupIn, userIn } from '../operations/seen.js';
import { zoneOf } from '../../calls/routing/user-zone.js';
import {
  awayBody,
  awayDoneSchema,
  awayOfUserSchema,
  awayReply,
  awaySchema,
  awayView,
  knownSnapshot,
  ofUserView,
  untilOf,
} from './away-shapes.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const id = z.string().min(1).max(200);

const memberSchema = z.object({
  user: z.string(),
  name: z.string(),
  away: awaySchema.nullable().describe('null: in.'),
});

const TAG = 'Away';
const DONE = {
  200: { description: 'As it is now', schema: awayDoneSchema },
  403: { description: 'Another account must do it: for all groups, who is in charge of some may not' },
  404: { description: 'There is no such user or group, or the user is no member of it' },
};

export function awayEndpoints(parts: SiteParts): readonly Endpoint[] {
  return [...readEndpoints(parts), ...orderEndpoints(parts)];
}

function readEndpoints({ snapshot }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/away',
      access: 'away.read',
      tag: TAG,
      summary: 'Everybody who is away from a group or from all',
      answers: { 200: { description: 'In the order of the users', schema: z.array(awayOfUserSchema) } },
      handle: async ({ scope, now }) =>
        ok((await inSlices(awaySteps(knownSnapshot(snapshot), now, scope))).map(ofUserView)),
    }),
    endpoint({
      method: 'get',
      path: '/users/{id}/away',
      access: 'away.read',
      tag: TAG,
      summary: 'From which of the groups the user is away',
      params: z.strictObject({ id }),
      answers: {
        200: { description: 'Now', schema: awayOfUserSchema },
        404: { description: 'There is no such user' },
      },
      handle: ({ params, scope, now }) => {
        const found = awayOfUser(knownSnapshot(snapshot), params.id, now, scope);
        if (found === undefined) throw new ApiProblem(404, 'There is no such user');
        return Promise.resolve(ok(ofUserView(found)));
      },
    }),
    endpoint({
      method: 'get',
      path: '/groups/{number}/away',
      access: 'away.read',
      tag: TAG,
      summary: 'Who of the group is in, and who is away',
      params: z.strictObject({ number: id }),
      answers: {
        200: {
          description: 'Now, in the order of the stages',
          schema: z
            .object({
              number: z.string(),
              name: z.string(),
              nobodyLeft: z.string().nullable(),
              members: z.array(memberSchema),
            })
            .meta({ id: 'AwayOfGroup' }),
        },
        404: { description: 'There is no such group' },
      },
      handle: ({ params, scope, now }) => {
        const known = knownSnapshot(snapshot);
        const group = groupIn(scope, known, params.number);
        if (group === undefined) throw new ApiProblem(404, 'There is no such group');
        const to = nobodyLeft(group, known, now);
        const members = usersOf(group, known).map((user) => ({
          user: user.id,
          name: user.name,
          away: awayView(awayFrom(known, user.id, group.number, now)),
        }));
        const { number, name } = group;
        return Promise.resolve(ok({ number, name, nobodyLeft: to ? callersGoText(to) : null, members }));
      },
    }),
  ];
}

function orderEndpoints({ store, snapshot, refresh, audit }: SiteParts): readonly Endpoint[] {
  const desk = { awayStates: store.awayStates, snapshot, refresh, audit };
  const zoneOfUser = (userId: string, scope: Scope): string => {
    const known = knownSnapshot(snapshot);
    const user = userIn(scope, known, userId);
    if (user === undefined) throw new ApiProblem(404, 'There is no such user');
    return zoneOf(user, known);
  };
  const one = z.strictObject({ id });
  const both = z.strictObject({ id, group: id });
  return [
    endpoint({
      method: 'put',
      path: '/users/{id}/away',
      access: 'away.write',
      tag: TAG,
      summary: 'Sends the user away from all groups',
      params: one,
      body: awayBody,
      answers: DONE,
      handle: ({ params, body, actor, scope, now }) => {
        const { until, note } = untilOf(body, { now, zone: zoneOfUser(params.id, scope) });
        const order = { userId: params.id, group: undefined, to: { kind: 'away', until } } as const;
        return awayReply(desk, order, { who: actor.name, scope, now, note });
      },
    }),
    endpoint({
      method: 'put',
      path: '/users/{id}/away/{group}',
      access: 'away.write',
      tag: TAG,
      summary: 'Sends the user away from one group',
      params: both,
      body: awayBody,
      answers: DONE,
      handle: ({ params, body, actor, scope, now }) => {
        const { until, note } = untilOf(body, { now, zone: zoneOfUser(params.id, scope) });
        const order = { userId: params.id, group: params.group, to: { kind: 'away', until } } as const;
        return awayReply(desk, order, { who: actor.name, scope, now, note });
      },
    }),
    endpoint({
      method: 'delete',
      path: '/users/{id}/away',
      access: 'away.write',
      tag: TAG,
      summary: 'Brings the user back to all groups',
      params: one,
      answers: DONE,
      handle: ({ params, actor, scope, now }) => {
        const order = { userId: params.id, group: undefined, to: { kind: 'back' } } as const;
        return awayReply(desk, order, { who: actor.name, scope, now });
      },
    }),
    endpoint({
      method: 'delete',
      path: '/users/{id}/away/{group}',
      access: 'away.write',
      tag: TAG,
      summary: 'Brings the user back to one group, even while away from all others',
      params: both,
      answers: DONE,
      handle: ({ params, actor, scope, now }) => {
        const order = { userId: params.id, group: params.group, to: { kind: 'back' } } as const;
        return awayReply(desk, order, { who: actor.name, scope, now });
      },
    }),
  ];
}
