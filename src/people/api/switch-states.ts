/** Whether switches are on, and turning them, through the interface. */
import type { DateTime } from 'luxon';
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { notationsText } from '../operations/moment-texts.js';
import { END_CHOICES, endOf, neverChangesText } from '../operations/switch-end.js';
import { actOnSwitch } from '../operations/switches.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';
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
  const view = async (wanted: string, now: DateTime) => {
    const known = snapshot()?.switches.get(wanted);
    if (known === undefined) throw new ApiProblem(404, 'There is no such switch');
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
  return [
    endpoint({
      method: 'get',
      path: '/switches/{id}/state',
      access: 'config.read',
      tag: 'Switches',
      summary: 'Whether it is on, and why',
      params: id,
      answers: {
        200: { description: 'Now', schema: switchStateSchema },
        404: { description: 'There is none' },
      },
      handle: async ({ params, now }) => ok(await view(params.id, now)),
    }),
    endpoint({
      method: 'post',
      path: '/switches/{id}/state',
      access: 'switches.write',
      tag: 'Switches',
      summary: 'Turns it, overrides it until a time, or ends that',
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
      },
      handle: async ({ params, body, actor, now }) => {
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
        const by = { who: actor.name, at: now.toJSDate() };
        const result = await actOnSwitch(desk, params.id, action, by);
        if (result.kind === 'unknown') throw new ApiProblem(404, 'There is no such switch');
        return ok({
          ...(await view(params.id, now)),
          note: result.neverChanges ? neverChangesText('en') : (note ?? null),
        });
      },
    }),
  ];
}
