/** What-if questions over the REST interface. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import type { GreetStep, InboundCall, Step } from '../../base/model/call.js';
import { isToBeRecorded } from '../../calls/routing/greeting.js';
import { callOf, momentOfForm, switchesAsked, whatIf } from '../operations/what-if.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';
import { switchReadingOf, switchReadingShape } from './switch-reading.js';
import { ApiProblem } from './problem.js';

const stepSchema = z
  .object({
    kind: z.enum(['ring', 'greet', 'voicemail', 'announce', 'release']),
    why: z.array(z.object({ group: z.string(), text: z.string() })),
    ringSec: z.int().optional(),
    rings: z
      .array(
        z.object({
          who: z.string(),
          to: z.string(),
          fromSec: z
            .int()
            .describe('Seconds after the begin of the step; a mobile waits for its desk phone.'),
          untilSec: z.int(),
        }),
      )
      .optional(),
    skipped: z.array(z.object({ who: z.string(), what: z.string(), reason: z.string() })).optional(),
    recorded: z.boolean().optional().describe('Whether a talk with those who ring is recorded.'),
    to: z.string().optional().describe('Voicemail box, sound files, or hangup cause.'),
  })
  .meta({ id: 'Step' });

const switchSchema = z
  .object({ id: z.string(), name: z.string(), ...switchReadingShape })
  .meta({ id: 'SwitchThen' });

function filesOf({ greeting, noticeFile }: GreetStep): readonly string[] {
  return [greeting?.file, noticeFile].filter((file) => file !== undefined);
}

function view(step: Step, call: Pick<InboundCall, 'fromOutside'>) {
  const why = step.why.map(({ group, text }) => ({ group, text }));
  switch (step.kind) {
    case 'ring':
      return {
        kind: step.kind,
        why,
        ringSec: step.ringSec,
        rings: step.targets.map((one) => ({
          who: one.who,
          to: one.kind === 'extension' ? one.extension : one.e164,
          fromSec: (one.rings?.fromSec ?? 0) + (one.kind === 'external' ? one.delaySec : 0),
          untilSec: one.rings?.untilSec ?? step.ringSec,
        })),
        skipped: step.skipped.map(({ who, what, reason }) => ({ who, what, reason })),
        recorded: isToBeRecorded(step.group, call),
      };
    case 'greet':
      return { kind: step.kind, why, to: filesOf(step).join(', ') };
    case 'voicemail':
      return { kind: step.kind, why, to: step.box };
    case 'announce':
      return { kind: step.kind, why, to: step.file };
    case 'release':
      return { kind: step.kind, why, to: step.cause };
  }
}

export function whatIfEndpoints({ snapshot }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/what-would-happen',
      access: 'config.read',
      tag: 'Groups',
      summary: 'The decision for a call that nobody places, for one moment and over a week',
      query: z.strictObject({
        group: z.string().min(1).max(64),
        caller: z.string().max(60).default('').describe('A number, an extension, or anonymous.'),
        date: z.string().max(20).default('').describe('2026-12-24; empty: today.'),
        time: z.string().max(20).default('').describe('08:00, on the wall clock of the group.'),
      }),
      answers: {
        200: {
          description: 'The steps of a call that nobody answers',
          schema: z.object({
            steps: z.array(stepSchema),
            switches: z.array(switchSchema),
            week: z.array(z.object({ from: z.string(), to: z.string(), steps: z.array(stepSchema) })),
          }),
        },
      },
      handle: async ({ query, now }) => {
        const known = snapshot();
        if (known === undefined) throw new ApiProblem(503, 'There is no configuration');
        const zone = known.groups.get(query.group)?.timezone ?? known.settings.timezone;
        const moment = momentOfForm(query.date, query.time, now, zone);
        const call = callOf(query, known);
        if (moment === undefined || call === undefined) {
          const fault =
            moment === undefined
              ? { path: 'query.date', message: 'is no day and time of last year, this year or next year' }
              : { path: 'query.caller', message: 'is no number, no extension and not anonymous' };
          throw new ApiProblem(422, undefined, { faults: [fault] });
        }
        const { steps, week } = await whatIf(call, moment, known);
        return ok({
          steps: steps.map((step) => view(step, call)),
          switches: switchesAsked(known, query.group, steps).map((one) => ({
            id: one.id,
            name: one.name,
            ...switchReadingOf(one, moment, known.settings.timezone),
          })),
          week: week.map(({ from, to, steps: of }) => ({
            from: from.toISO(),
            to: to.toISO(),
            steps: of.map((step) => view(step, call)),
          })),
        });
      },
    }),
  ];
}
