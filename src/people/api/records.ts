/** Reports and recordings over the REST interface. */
import path from 'node:path';
import * as z from 'zod';
import type { Scope } from '../../base/model/scope.js';
import type { SiteParts } from '../http/parts.js';
import { groupIn } from '../operations/seen.js';
import { MOST_DAYS } from '../pages/reports/period.js';
import { figuresAnswer, timesSchema } from './figures-answer.js';
import { reportMail, sendReport } from '../operations/reports.js';
import { findRecording, RecordingsFolderError, removeRecording } from '../../afterwards/recordings/files.js';
import { recordingOf } from '../../afterwards/recordings/of-call.js';
import { isIsoDate, shiftDay } from '../../base/model/dates.js';
import { endpoint, HANDLED, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const day = z.string().refine(isIsoDate, { error: 'must be a day such as 2026-11-22' });

const countsSchema = z
  .object({ calls: z.int(), answered: z.int(), missed: z.int(), diverted: z.int(), other: z.int() })
  .meta({ id: 'Counts', description: 'The parts add up to calls.' });

export function recordEndpoints(parts: SiteParts): readonly Endpoint[] {
  return [...reportEndpoints(parts), ...recordingEndpoints(parts)];
}

function reportEndpoints(parts: SiteParts): readonly Endpoint[] {
  const { store, snapshot, audit, missingNeeds, figures } = parts;
  const desk = { store, snapshot, missingNeeds, render: parts.renderMail, pagesUrl: parts.pagesUrl };
  const tag = 'Reports';
  const groupOf = (scope: Scope, number: string) => {
    const group = groupIn(scope, snapshot(), number);
    if (group === undefined) throw new ApiProblem(404, 'There is no such group');
    return group;
  };
  return [
    endpoint({
      method: 'get',
      path: '/reports/{group}',
      access: 'reports.read',
      tag,
      summary: 'Calls over days and hours',
      params: z.strictObject({ group: z.string().max(64) }),
      query: z.strictObject({
        to: day.optional().describe('The last day; default: today.'),
        days: z.coerce.number().int().min(1).max(MOST_DAYS).default(14),
      }),
      answers: {
        200: {
          description: 'Days of the calendar of the group, from its oldest call on',
          schema: z.object({
            days: z.array(z.object({ date: z.string(), counts: countsSchema, ...timesSchema })),
            hours: z.array(countsSchema).describe('By the hour of the wall clock, 0 to 23.'),
            total: countsSchema,
            ...timesSchema,
            stages: z
              .array(z.int())
              .nullable()
              .describe(
                'Answered in stage 1, 2, 3 and at the final destination; null: it would tell who answered.',
              ),
            people: z
              .array(z.object({ who: z.string(), rung: z.int(), answered: z.int(), talkingSec: z.int() }))
              .nullable()
              .describe('Null: the group names no persons.'),
            cutAt: z
              .string()
              .nullable()
              .describe('The last day that is counted, when there are too many calls.'),
          }),
        },
        404: { description: 'There is no such group' },
      },
      handle: async ({ params, query, scope, now }) => {
        const group = groupOf(scope, params.group);
        const to = query.to ?? now.setZone(group.timezone).toISODate() ?? '';
        const range = { from: shiftDay(to, 1 - query.days), to };
        return ok(figuresAnswer(group, await figures.of(scope, group, range, now)));
      },
    }),
    endpoint({
      method: 'get',
      path: '/reports/{group}/{day}',
      access: 'reports.read',
      tag,
      summary: 'The daily mail as it would go out now',
      params: z.strictObject({ group: z.string().max(64), day }),
      answers: {
        200: {
          description: 'Nothing is sent',
          schema: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
        },
        404: { description: 'There is no such group, or it has no report' },
      },
      handle: async ({ params, scope, now }) => {
        const group = groupOf(scope, params.group);
        if (group.report === undefined) throw new ApiProblem(404, 'This group has no daily report');
        const { subject, text, html } = await reportMail(desk, group, params.day, now);
        return ok({ subject, text, html });
      },
    }),
    endpoint({
      method: 'post',
      path: '/reports/{group}/{day}/send',
      access: 'reports.send',
      tag,
      summary: 'Sends the daily report once more',
      params: z.strictObject({ group: z.string().max(64), day }),
      answers: {
        202: { description: 'It is handed in', schema: z.object({ mail: z.string() }) },
        404: { description: 'There is no such group, or it has no report' },
      },
      handle: async ({ params, actor, scope, now }) => {
        const group = groupOf(scope, params.group);
        if (group.report === undefined) throw new ApiProblem(404, 'This group has no daily report');
        const mail = await sendReport({ ...desk, audit }, actor.name, { group, day: params.day }, now);
        return { status: 202, body: { mail: mail.id } };
      },
    }),
  ];
}

function recordingEndpoints({ store, recordingsFolder, audit }: SiteParts): readonly Endpoint[] {
  const tag = 'Recordings';
  const params = z.strictObject({ id: z.string().min(1).max(80).describe('Of the call.') });
  const nameOf = async (id: string, scope: Scope) => {
    const [record, folder] = [await store.calls.seen(id, scope), recordingsFolder()];
    const name = record === undefined ? null : recordingOf(record);
    if (name === null || folder === undefined) throw new ApiProblem(404, 'There is no recording');
    return { name, folder };
  };
  return [
    endpoint({
      method: 'get',
      path: '/recordings/{id}',
      access: 'recordings.read',
      tag,
      summary: 'The sound file',
      description: 'Which calls have one: GET /calls?recorded=true. Pieces are answered (Range).',
      params,
      answers: {
        200: { description: 'The sound', contentType: 'audio/wav' },
        404: { description: 'There is none' },
      },
      handle: async ({ params: { id }, actor, scope, response }) => {
        const { name, folder } = await nameOf(id, scope);
        const found = await findRecording(folder, name);
        if (found === undefined) throw new ApiProblem(404, 'There is no recording');
        await audit.note(actor.name, 'recordingHeard', { subject: `call ${id}` });
        response.set('Content-Type', found.contentType);
        const root = path.dirname(found.path);
        response.sendFile(path.basename(found.path), { root, dotfiles: 'deny', cacheControl: false });
        return HANDLED;
      },
    }),
    endpoint({
      method: 'delete',
      path: '/recordings/{id}',
      access: 'config.write',
      tag,
      summary: 'Deletes the sound file',
      params,
      answers: {
        204: { description: 'It is gone' },
        404: { description: 'There is none' },
        503: { description: 'The folder with the recordings cannot be read, and nothing is deleted' },
      },
      handle: async ({ params: { id }, actor, scope }) => {
        const { name, folder } = await nameOf(id, scope);
        const isRemoved = await removeRecording(folder, name).catch((error: unknown) => {
          throw error instanceof RecordingsFolderError ? new ApiProblem(503, error.message) : error;
        });
        if (!isRemoved) throw new ApiProblem(404, 'There is no recording');
        await store.calls.recordingGone(id);
        await audit.note(actor.name, 'recordingRemoved', { subject: `call ${id}` });
        return NO_CONTENT;
      },
    }),
  ];
}
