/** The own state over the REST interface: from which of the own groups one is away, and who else is. */
import type { DateTime } from 'luxon';
import * as z from 'zod';
import type { Snapshot } from '../../base/model/snapshot.js';
import { awayFrom, usersOf } from '../../calls/routing/away.js';
import type { SiteParts } from '../http/parts.js';
import { awayOfUser, type AwayOfUser, type AwayOrder } from '../operations/away.js';
import { zoneOf } from '../../calls/routing/user-zone.js';
import {
  awayBody,
  awayDoneSchema,
  awayOfUserSchema,
  awayReply,
  knownSnapshot,
  ofUserView,
  untilOf,
} from './away-shapes.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const NOBODY = 'This account belongs to no user of the configuration';

const othersSchema = z.object({
  number: z.string(),
  others: z.array(
    z.object({
      name: z.string(),
      isAway: z.boolean(),
      until: z.iso.datetime().nullable().describe('null: in, or away until coming back.'),
    }),
  ),
});

const ownSchema = awayOfUserSchema
  .extend({ colleagues: z.array(othersSchema).describe('The other users of each of the own groups.') })
  .meta({ id: 'OwnAway' });

const TAG = 'My account';
const DONE = {
  200: { description: 'As it is now', schema: awayDoneSchema },
  404: { description: 'The account belongs to no user, or the user is no member of this group' },
};

export function ownAwayEndpoints({ store, snapshot, refresh, audit }: SiteParts): readonly Endpoint[] {
  const desk = { awayStates: store.awayStates, snapshot, refresh, audit };
  const access = 'own.write';
  const own = (userId: string | undefined, now: DateTime): AwayOfUser => {
    const found = userId === undefined ? undefined : awayOfUser(knownSnapshot(snapshot), userId, now, 'all');
    if (found === undefined) throw new ApiProblem(404, NOBODY);
    return found;
  };
  const order = (userId: string | undefined, group: string | undefined, to: AwayOrder['to']): AwayOrder => {
    if (userId === undefined) throw new ApiProblem(404, NOBODY);
    return { userId, group, to };
  };
  const until = (body: z.infer<typeof awayBody>, userId: string | undefined, now: DateTime) =>
    untilOf(body, { now, zone: zoneOf(own(userId, now).user, knownSnapshot(snapshot)) });
  const params = z.strictObject({ group: z.string().min(1).max(200) });
  return [
    endpoint({
      method: 'get',
      path: '/own/away',
      access,
      tag: TAG,
      summary: 'From which of the own groups one is away, and who else is',
      answers: {
        200: { description: 'Now', schema: ownSchema },
        404: { description: 'The account belongs to no user' },
      },
      handle: ({ actor, now }) => {
        const found = own(actor.userId, now);
        const colleagues = colleaguesOf(found, knownSnapshot(snapshot), now);
        return Promise.resolve(ok({ ...ofUserView(found), colleagues }));
      },
    }),
    endpoint({
      method: 'put',
      path: '/own/away',
      access,
      tag: TAG,
      summary: 'Be away from all groups',
      body: awayBody,
      answers: DONE,
      handle: ({ actor, body, now }) => {
        const { note, until: at } = until(body, actor.userId, now);
        const wanted = order(actor.userId, undefined, { kind: 'away', until: at });
        return awayReply(desk, wanted, { who: actor.name, scope: 'all', now, note });
      },
    }),
    endpoint({
      method: 'put',
      path: '/own/away/{group}',
      access,
      tag: TAG,
      summary: 'Be away from one group',
      params,
      body: awayBody,
      answers: DONE,
      handle: ({ actor, params: { group }, body, now }) => {
        const { note, until: at } = until(body, actor.userId, now);
        const wanted = order(actor.userId, group, { kind: 'away', until: at });
        return awayReply(desk, wanted, { who: actor.name, scope: 'all', now, note });
      },
    }),
    endpoint({
      method: 'delete',
      path: '/own/away',
      access,
      tag: TAG,
      summary: 'Be back in all groups',
      answers: DONE,
      handle: ({ actor, now }) =>
        awayReply(desk, order(actor.userId, undefined, { kind: 'back' }), {
          who: actor.name,
          scope: 'all',
          now,
        }),
    }),
    endpoint({
      method: 'delete',
      path: '/own/away/{group}',
      access,
      tag: TAG,
      summary: 'Be back in one group, even while away from all others',
      params,
      answers: DONE,
      handle: ({ actor, params: { group }, now }) =>
        awayReply(desk, order(actor.userId, group, { kind: 'back' }), { who: actor.name, scope: 'all', now }),
    }),
  ];
}

/** Names only: neither who sent them away nor since when. */
function colleaguesOf({ user, groups }: AwayOfUser, snapshot: Snapshot, now: DateTime) {
  return groups.map(({ number }) => {
    const group = snapshot.groups.get(number);
    const others = group === undefined ? [] : usersOf(group, snapshot).filter(({ id }) => id !== user.id);
    return {
      number,
      others: others.map(({ id, name }) => {
        const away = awayFrom(snapshot, id, number, now);
        return { name, isAway: away !== undefined, until: away?.until?.toJSDate() ?? null };
      }),
    };
  });
}
