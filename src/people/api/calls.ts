/** Calls over the REST interface. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { keyText, OUTCOMES, readCallFilter, readKey, type TypedFilter } from '../operations/call-filter.js';
import { PROGRAM_WORDS, writeCallsCsv } from '../operations/call-export.js';
import type { CallRecord } from '../../base/model/call-record.js';
import { programCsv } from '../../afterwards/reports/csv-form.js';
import { pausedParts, recordedPeople, recordingOf } from '../../afterwards/recordings/of-call.js';
import type { CallFilter } from '../../base/store/call-search.js';
import { typedFilter } from './call-views.js';
import { newestNotes, noteCall, notesOfCall } from '../operations/call-notes.js';
import type { CallbackNote } from '../../base/model/callback-item.js';
import { endpoint, HANDLED, ok, type ApiRequest, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const moment = z.iso.datetime();
const stage = z.int().nullable().describe('1-3, or null at a destination.');

const legSchema = z.object({
  group: z.string(),
  stage,
  who: z.string(),
  kind: z.enum(['desk', 'mobile', 'external']),
  to: z.string().describe('Extension or E.164 number.'),
  startedAt: moment.describe('When its step began.'),
  rings: z
    .object({ fromSec: z.int(), untilSec: z.int() })
    .optional()
    .describe('Seconds after startedAt in which it was to ring; missing: those of its stage.'),
  rangAt: moment.nullable(),
  endedAt: moment.nullable(),
  outcome: z.string(),
  cause: z.string().nullable().describe("FreeSWITCH's hangup cause."),
  sipStatus: z.int().nullable(),
});

const callSchema = z
  .object({
    id: z.string(),
    group: z.object({ number: z.string(), name: z.string().nullable() }),
    caller: z.object({
      withheld: z.boolean().describe('Then there is no number and no name.'),
      number: z.string().nullable(),
      e164: z.string().nullable(),
      name: z.string().nullable(),
    }),
    startedAt: moment,
    endedAt: moment.nullable(),
    answeredAt: moment.nullable(),
    answeredBy: z
      .object({ who: z.string(), kind: z.string(), to: z.string(), group: z.string(), stage })
      .nullable(),
    waitingSec: z.int().nullable(),
    talkingSec: z.int().nullable(),
    outcome: z.enum(OUTCOMES),
    missed: z.object({ group: z.string(), text: z.string() }).nullable(),
    hangupCause: z.string().nullable(),
    recorded: z.boolean(),
    note: z.string().nullable().describe('The newest of the notes on the call.'),
  })
  .meta({ id: 'Call' });

const noteSchema = z.object({ at: moment, who: z.string(), note: z.string() });

const wholeSchema = callSchema
  .extend({
    steps: z
      .array(z.object({ at: moment, group: z.string(), text: z.string() }))
      .describe('Decisions, in order.'),
    recordedWith: z.array(z.string()).describe('Who is heard in the recording, beside the caller.'),
    recordingPauses: z
      .array(z.object({ fromSec: z.int(), toSec: z.int().nullable(), who: z.string() }))
      .describe('Silent parts of the recording, in seconds from its begin; toSec null: to the end.'),
    notes: z.array(noteSchema).describe('On the call, oldest first; an empty one takes back the one before.'),
    legs: z.array(legSchema).describe('Phones, those that did not ring too.'),
  })
  .meta({ id: 'CallWithSteps' });

function view(record: CallRecord, note: string | undefined) {
  const { _id, group, caller, startedAt, endedAt, answeredAt, answeredBy, outcome, missed } = record;
  return {
    id: _id,
    group,
    caller,
    startedAt,
    endedAt,
    answeredAt,
    outcome,
    answeredBy: answeredBy && {
      who: answeredBy.who,
      kind: answeredBy.kind,
      to: answeredBy.to,
      group: answeredBy.group,
      stage: answeredBy.stage,
    },
    waitingSec: record.waitingSec,
    talkingSec: record.talkingSec,
    hangupCause: record.hangupCause,
    missed: missed && { group: missed.group, text: missed.text },
    recorded: recordingOf(record) !== null,
    note: note ?? null,
  };
}

const newestOf = (notes: readonly CallbackNote[]): string | undefined => {
  const newest = notes.at(-1)?.note ?? '';
  return newest === '' ? undefined : newest;
};

/** Leaves out the internal ids of FreeSWITCH and the configuration. */
function legView(leg: CallRecord['legs'][number]) {
  const { group, stage: of, who, kind, to, startedAt, rings, rangAt, endedAt } = leg;
  const { outcome, cause, sipStatus } = leg;
  return {
    group,
    stage: of,
    who,
    kind,
    to,
    startedAt,
    ...(rings !== undefined && { rings: { fromSec: rings.fromSec, untilSec: rings.untilSec } }),
    rangAt,
    endedAt,
    outcome,
    cause,
    sipStatus,
  };
}

const MOST = 500;

export function callEndpoints({ store, snapshot, audit }: SiteParts): readonly Endpoint[] {
  const tag = 'Calls';
  const read = (
    query: TypedFilter,
    { scope, now, actor }: Pick<ApiRequest<unknown, unknown, unknown>, 'scope' | 'now' | 'actor'>,
  ): CallFilter => {
    const { filter, faults } = readCallFilter(query, { scope, snapshot: snapshot(), now, actor });
    if (faults.length === 0) return filter;
    throw new ApiProblem(422, undefined, {
      faults: faults.map((name) => ({ path: `query.${name}`, message: 'cannot be searched for' })),
    });
  };
  return [
    endpoint({
      method: 'get',
      path: '/calls',
      access: 'calls.read',
      tag,
      summary: 'Finds calls, newest first',
      description:
        'Filters that no index knows (outcome, missed, member, recorded, anonymous, a beginning of a number) look at the last 92 days when `from` is missing.',
      query: z.strictObject({
        ...typedFilter,
        after: z.string().max(120).optional().describe('`next` of the page before.'),
        limit: z.coerce.number().int().min(1).max(MOST).default(50),
      }),
      answers: {
        200: {
          description: 'One page',
          schema: z.object({
            calls: z.array(callSchema),
            next: z.string().nullable().describe('For `after`.'),
          }),
        },
      },
      handle: async ({ query, scope, now, actor }) => {
        const { after, limit, ...rest } = query;
        const key = after === undefined ? undefined : readKey(after);
        if (after !== undefined && key === undefined) {
          throw new ApiProblem(422, undefined, {
            faults: [{ path: 'query.after', message: 'is no place in the list' }],
          });
        }
        const { calls, more } = await store.callSearch.older(read(rest, { scope, now, actor }), key, limit);
        const last = calls.at(-1);
        const next = more && last !== undefined ? keyText({ startedAt: last.startedAt, id: last._id }) : null;
        const notes = await newestNotes(store.callNotes, calls);
        return ok({ calls: calls.map((call) => view(call, notes.get(call._id))), next });
      },
    }),
    endpoint({
      method: 'get',
      path: '/calls.csv',
      access: 'calls.read',
      tag,
      summary: 'All calls that are found, as CSV',
      query: z.strictObject(typedFilter),
      answers: { 200: { description: 'A stream', contentType: 'text/csv' } },
      handle: async ({ query, scope, now, actor, response }) => {
        const filter = read(query, { scope, now, actor });
        response.type('text/csv; charset=utf-8');
        const timezone = snapshot()?.settings.timezone ?? 'utc';
        const form = programCsv(timezone);
        await writeCallsCsv({ search: store.callSearch, notes: store.callNotes }, filter, response, {
          form,
          words: PROGRAM_WORDS,
        });
        return HANDLED;
      },
    }),
    endpoint({
      method: 'get',
      path: '/calls/{id}',
      access: 'calls.read',
      tag,
      summary: 'One call with everything that it met',
      params: z.strictObject({ id: z.string().min(1).max(80) }),
      answers: {
        200: { description: 'The call', schema: wholeSchema },
        404: { description: 'There is none' },
      },
      handle: async ({ params, scope }) => {
        const record = await store.calls.seen(params.id, scope);
        if (record === undefined) throw new ApiProblem(404, 'There is no such call');
        const legs = record.legs.map(legView);
        const notes = await notesOfCall(store.callNotes, record._id);
        return ok({
          ...view(record, newestOf(notes)),
          notes: notes.map(({ at, who, note }) => ({ at, who, note })),
          steps: record.steps.map(({ at, group, text }) => ({ at, group, text })),
          recordedWith: recordingOf(record) === null ? [] : [...recordedPeople(record)],
          recordingPauses: [...pausedParts(record)],
          legs,
        });
      },
    }),
    endpoint({
      method: 'put',
      path: '/calls/{id}/note',
      access: 'callbacks.write',
      tag,
      summary: 'Adds a note, which is then the newest; also needs calls.read',
      params: z.strictObject({ id: z.string().min(1).max(80) }),
      body: z.strictObject({ note: z.string().max(500) }),
      answers: {
        200: { description: 'All notes on the call', schema: z.object({ notes: z.array(noteSchema) }) },
        404: { description: 'There is no such call' },
      },
      handle: async ({ params, body, actor, now }) => {
        const desk = { calls: store.calls, notes: store.callNotes, snapshot, audit };
        const notes = await noteCall(desk, actor, params.id, { text: body.note, now });
        if (notes === undefined) throw new ApiProblem(404, 'There is no such call');
        return ok({ notes: notes.map(({ at, who, note }) => ({ at, who, note })) });
      },
    }),
  ];
}
