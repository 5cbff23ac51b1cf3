/** Reading and turning switches over the REST interface. */
import type { DateTime } from 'luxon';
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { notationsText } from '../operations/moment-texts.js';
import { END_CHOICES, endOf, neverChangesText } from '../operations/switch-end.js';
import { seenOf } from '../operations/switch-seen.js';
import { actOnSwitch } from '../operations/switches.js';
import { endpoint, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';
import { switchReadingOf, switchReadingShape } from './switch-reading.js';

const moment = z.iso.datetime();
const id = z.strictObject({ id: z.string().min(1).max(200) });

const switchStateSchema = z
  .object({
    id: z.string(),
    ...switchReadingShape,
    override: z.object({ on: z.boolean(), until: moment.nullable() }).nullable(),
    changedBy: z.string().nullable(),
    changedAt: moment.nullable(),
  })
  .meta({ id: 'SwitchState' });

const turnedSchema = switchStateSchema
  .extend({
    note: z
      .string()
      .nullable()
      .describe('What whoever turned it should know: the schedule never changes, or the clock does.'),
  })
  .meta({ id: 'TurnedSwitchState' });

export function switchStateEndpoints({ store, snapshot, refresh, audit }: SiteParts): readonly Endpoint[] {
  const desk = { switchStates: store.switchStates, snapshot, refresh, audit };
  const found = (wanted: string) => {
    const known = snapshot()?.switches.get(wanted);
    if (known === undefined) throw new ApiProblem(404, 'There is no such switch');
    return known;
  };
  const view = async (wanted: string, now: DateTime) => {
    const known = found(wanted);
    const state = (await store.switchStates.all()).find((one) => one.id === wanted);
    const { override } = known;
    return {
      id: wanted,
      ...switchReadingOf(known, now, snapshot()?.settings.timezone ?? 'utc'),
      changedBy: state?.changedBy ?? null,
      changedAt: state?.changedAt ?? null,
      override:
        override === undefined ? null : { on: override.on, until: override.until?.toJSDate() ?? null },
    };
  };
  const answered = (body: object, wanted: string, now: DateTime) => ({
    status: 200,
    body,
    headers: { ETag: `"${seenOf(found(wanted), now)}"` },
  });
  return [
    endpoint({
      method: 'get',
      path: '/switches/{id}/state',
      access: 'switches.read',
      tag: 'Switches',
      summary: 'Whether it is on, and why',
      params: id,
      answers: {
        200: { description: 'Now; the header ETag names this state', schema: switchStateSchema },
        404: { description: 'There is none' },
      },
      handle: async ({ params, now }) => answered(await view(params.id, now), params.id, now),
    }),
    endpoint({
      method: 'post',
      path: '/switches/{id}/state',
      access: 'switches.write',
      tag: 'Switches',
      summary: 'Turns it, overrides it until a time, or ends that',
      description:
        'With If-Match only when it still is as it was read: a schedule that has changed meanwhile, or somebody else, would give `end` another meaning.',
      params: id,
      body: z.strictObject({
        end: z
          .enum(END_CHOICES)
          .optional()
          .describe(
            'How long; default schedule: until its schedule next changes. For one turned by hand: until changed.',
          ),
        do: z.enum(['on', 'off', 'clear', 'reset']).describe('clear ends an override; reset: as configured.'),
        until: z
          .string()
          .max(80)
          .optional()
          .describe(
            `A time to come: with a zone, or on the wall clock of the settings, such as ${notationsText('en')}. Of an hour that the clock change repeats it is the first, unless a zone says otherwise.`,
          ),
      }),
      answers: {
        200: { description: 'The state now', schema: turnedSchema },
        404: { description: 'There is none' },
        412: { description: 'If-Match names a state that is past; the answer has the newest in `current`' },
      },
      handle: async ({ params, body, actor, now, ifMatch }) => {
        const zone = snapshot()?.settings.timezone ?? 'utc';
        const given = { chosen: body.end ?? '', typed: body.until ?? '' };
        const reading = endOf(given, { now, zone, lang: 'en' });
        if (reading.kind === 'refused') {
          throw new ApiProblem(422, undefined, {
            faults: [{ path: 'body.until', message: reading.message }],
          });
        }
        const { end, note } = reading;
        const action =
          body.do === 'on' || body.do === 'off'
            ? ({ kind: 'turn', on: body.do === 'on', end } as const)
            : ({ kind: body.do } as const);
        const by = { who: actor.name, at: now.toJSDate(), seen: ifMatch === '*' ? undefined : ifMatch };
        const result = await actOnSwitch(desk, params.id, action, by);
        if (result.kind === 'unknown') throw new ApiProblem(404, 'There is no such switch');
        const current = await view(params.id, now);
        if (result.kind === 'overtaken') {
          throw new ApiProblem(412, 'It has changed meanwhile; nothing was done', { more: { current } });
        }
        const told = result.neverChanges ? neverChangesText('en') : (note ?? null);
        return answered({ ...current, note: told }, params.id, now);
      },
    }),
  ];
}
