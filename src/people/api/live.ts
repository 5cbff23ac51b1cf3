/** Ringing and connected calls over the REST interface. */
import * as z from 'zod';
import type { Scope } from '../../base/model/scope.js';
import { scopeOf, sharedReach } from '../access/permissions.js';
import { LiveStreams } from '../http/live-stream.js';
import { isStill, mayStill } from '../http/session.js';
import type { SiteParts } from '../http/parts.js';
import { endpoint, HANDLED, ok, type Endpoint } from './endpoint.js';

const moment = z.iso.datetime();

/** Each change is sent to each reader: more calls would cost the calls themselves. */
const MOST_CALLS = 500;

const liveSchema = z
  .object({
    calls: z
      .array(
        z.object({
          id: z.string(),
          caller: z.object({
            withheld: z.boolean(),
            number: z.string().nullable(),
            e164: z.string().nullable(),
            name: z.string().nullable(),
          }),
          group: z.object({ number: z.string(), name: z.string().nullable() }),
          atGroup: z.string(),
          stage: z.int().nullable(),
          since: moment,
          stageEnds: moment.nullable(),
          talkingSince: moment.nullable(),
          phones: z.array(
            z.object({
              who: z.string(),
              kind: z.string(),
              to: z.string(),
              state: z.string(),
              from: z.iso.datetime().optional().describe('When it begins to ring, for the state later.'),
            }),
          ),
        }),
      )
      .max(MOST_CALLS)
      .describe('The oldest first.'),
    more: z.int().describe('How many calls there are besides.'),
    nodes: z.array(z.object({ name: z.string(), connected: z.boolean(), reason: z.string().nullable() })),
  })
  .meta({ id: 'Live' });

export function liveEndpoints(parts: SiteParts): readonly Endpoint[] {
  const { board, freeswitches, access, log } = parts;
  const streams = new LiveStreams(board, log);
  const view = (scope: Scope) => ({
    calls: board.calls(scope, MOST_CALLS).map((call) => ({
      id: call.id,
      caller: call.caller,
      group: call.group,
      atGroup: call.atGroup,
      stage: call.stage,
      since: call.since,
      stageEnds: call.stageEnds ?? null,
      talkingSince: call.talkingSince ?? null,
      phones: call.phones.map(({ who, kind, to, state, from }) => ({
        who,
        kind,
        to,
        state,
        ...(from !== undefined && { from }),
      })),
    })),
    more: Math.max(0, board.count(scope) - MOST_CALLS),
    nodes: freeswitches().map(({ name, connected, reason = null }) => ({ name, connected, reason })),
  });
  return [
    endpoint({
      method: 'get',
      path: '/live',
      access: 'live.read',
      tag: 'Live',
      summary: 'Calls as they ring',
      answers: { 200: { description: 'Now', schema: liveSchema } },
      handle: ({ scope }) => Promise.resolve(ok(view(scope))),
    }),
    endpoint({
      method: 'get',
      path: '/live/events',
      access: 'live.read',
      tag: 'Live',
      summary: 'The same as server-sent events named live, at each change',
      answers: { 200: { description: 'A stream', contentType: 'text/event-stream' } },
      handle: ({ actor, request, response }) => {
        const token = request.get('authorization')?.split(' ')[1];
        const text = () => JSON.stringify(view(scopeOf(actor, parts.snapshot())));
        const name = sharedReach(actor);
        streams.serve(request, response, { name, event: 'live', text }, async () =>
          token === undefined
            ? mayStill('live.read', request, parts)
            : isStill(actor, await access.ofToken(token), 'live.read'),
        );
        return Promise.resolve(HANDLED);
      },
    }),
  ];
}
