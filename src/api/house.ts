/** The live view, switches' states, mails, audit log and status through the interface. */
import * as z from 'zod';
import { AUDIT_EVENTS } from '../access/audit.js';
import { LiveStreams } from '../admin/now/stream.js';
import type { SiteParts } from '../admin/parts.js';
import { actOnSwitch, momentOf } from '../operations/switches.js';
import { switchIsOn } from '../routing/switch-state.js';
import { endpoint, HANDLED, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const moment = z.iso.datetime();
const id = z.strictObject({ id: z.string().min(1).max(200) });

const liveSchema = z
  .object({
    calls: z.array(
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
        phones: z.array(z.object({ who: z.string(), kind: z.string(), to: z.string(), state: z.string() })),
      }),
    ),
    nodes: z.array(z.object({ name: z.string(), connected: z.boolean(), reason: z.string().nullable() })),
  })
  .meta({ id: 'Live' });

const switchStateSchema = z
  .object({
    id: z.string(),
    on: z.boolean(),
    why: z.string(),
    override: z.object({ on: z.boolean(), until: moment.nullable() }).nullable(),
    changedBy: z.string().nullable(),
    changedAt: moment.nullable(),
  })
  .meta({ id: 'SwitchState' });

const mailSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    group: z.string(),
    subject: z.string(),
    state: z.string(),
    attempts: z.int(),
    createdAt: moment,
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Mail' });

const wholeMailSchema = mailSchema
  .extend({
    text: z.string(),
    html: z.string(),
    recipients: z.array(z.object({ address: z.string(), state: z.string(), words: z.string().nullable() })),
  })
  .meta({ id: 'MailWithText' });

const auditSchema = z
  .object({
    id: z.string(),
    at: moment,
    who: z.string(),
    event: z.enum(AUDIT_EVENTS),
    facts: z.record(z.string(), z.string()),
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: 'AuditEntry' });

export function houseEndpoints(parts: SiteParts): readonly Endpoint[] {
  return [
    ...liveEndpoints(parts),
    ...switchEndpoints(parts),
    ...mailEndpoints(parts),
    ...statusEndpoints(parts),
  ];
}

function liveEndpoints({ board, freeswitches, access }: SiteParts): readonly Endpoint[] {
  const streams = new LiveStreams(board);
  const view = () => ({
    calls: board.calls().map((call) => ({
      ...{ id: call.id, caller: call.caller, group: call.group, atGroup: call.atGroup, stage: call.stage },
      ...{ since: call.since, stageEnds: call.stageEnds ?? null, talkingSince: call.talkingSince ?? null },
      phones: call.phones.map(({ who, kind, to, state }) => ({ who, kind, to, state })),
    })),
    nodes: freeswitches().map(({ name, connected, reason = null }) => ({ name, connected, reason })),
  });
  return [
    endpoint({
      ...{ method: 'get', path: '/live', access: 'live.read', tag: 'Live', summary: 'Calls as they ring' },
      answers: { 200: { description: 'Now', schema: liveSchema } },
      handle: () => Promise.resolve(ok(view())),
    }),
    endpoint({
      ...{ method: 'get', path: '/live/events', access: 'live.read', tag: 'Live' },
      summary: 'The same as server-sent events named live, at each change',
      answers: { 200: { description: 'A stream', contentType: 'text/event-stream' } },
      handle: ({ request, response, actor }) => {
        const token = request.get('authorization')?.split(' ')[1];
        streams.serve(request, response, {
          ...{ event: 'live', text: () => JSON.stringify(view()) },
          allowed: async () =>
            token === undefined
              ? (await access.ofSession(actor.name, new Date(request.session.begunAt ?? 0))) !== undefined
              : (await access.ofToken(token))?.permissions.has('live.read') === true,
        });
        return Promise.resolve(HANDLED);
      },
    }),
  ];
}

function switchEndpoints({ store, snapshot, refresh, audit }: SiteParts): readonly Endpoint[] {
  const desk = { switchStates: store.switchStates, snapshot, refresh, audit };
  const view = async (wanted: string, now: Parameters<typeof switchIsOn>[1]) => {
    const known = snapshot()?.switches.get(wanted);
    if (known === undefined) throw new ApiProblem(404, 'There is no such switch');
    const state = (await store.switchStates.all()).find((one) => one.id === wanted);
    const { on, why } = switchIsOn(known, now);
    const { override } = known;
    return {
      ...{ id: wanted, on, why, changedBy: state?.changedBy ?? null, changedAt: state?.changedAt ?? null },
      override:
        override === undefined ? null : { on: override.on, until: override.until?.toJSDate() ?? null },
    };
  };
  return [
    endpoint({
      ...{ method: 'get', path: '/switches/{id}/state', access: 'config.read', tag: 'Switches' },
      ...{ summary: 'Whether it is on, and why', params: id },
      answers: {
        200: { description: 'Now', schema: switchStateSchema },
        404: { description: 'There is none' },
      },
      handle: async ({ params, now }) => ok(await view(params.id, now)),
    }),
    endpoint({
      ...{ method: 'post', path: '/switches/{id}/state', access: 'switches.write', tag: 'Switches' },
      ...{ summary: 'Turns it, overrides it until a time, or ends that', params: id },
      body: z.strictObject({
        do: z.enum(['on', 'off', 'clear', 'reset']).describe('clear ends an override; reset: as configured.'),
        until: z.string().max(40).optional().describe('With a zone, or on the wall clock of the settings.'),
      }),
      answers: {
        200: { description: 'The state now', schema: switchStateSchema },
        404: { description: 'There is none' },
      },
      handle: async ({ params, body, actor, now }) => {
        const zone = snapshot()?.settings.timezone ?? 'utc';
        const until = body.until === undefined ? undefined : momentOf(body.until, now, zone);
        if (body.until !== undefined && until === undefined) {
          throw new ApiProblem(422, undefined, {
            faults: [{ path: 'body.until', message: 'is no time in the future' }],
          });
        }
        const action =
          body.do === 'on' || body.do === 'off'
            ? ({ kind: 'turn', on: body.do === 'on', until: until?.toJSDate() } as const)
            : ({ kind: body.do } as const);
        const done = await actOnSwitch(desk, params.id, action, { who: actor.name, at: now.toJSDate() });
        if (!done) throw new ApiProblem(404, 'There is no such switch');
        return ok(await view(params.id, now));
      },
    }),
  ];
}

function mailEndpoints({ store, audit }: SiteParts): readonly Endpoint[] {
  const tag = 'Mails';
  return [
    endpoint({
      ...{ method: 'get', path: '/mails', access: 'mails.read', tag, summary: 'The newest mails' },
      query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
      answers: { 200: { description: 'Newest first', schema: z.array(mailSchema) } },
      handle: async ({ query }) => {
        const mails = await store.mails.list(query.limit);
        return ok(
          mails.map(({ id: of, kind, group, subject, state, attempts, createdAt, lastError }) => ({
            ...{ id: of, kind, group, subject, state, attempts, createdAt, lastError: lastError ?? null },
          })),
        );
      },
    }),
    endpoint({
      ...{ method: 'get', path: '/mails/{id}', access: 'mails.read', tag, summary: 'One mail with its text' },
      params: id,
      answers: {
        200: { description: 'The mail', schema: wholeMailSchema },
        404: { description: 'There is none' },
      },
      handle: async ({ params }) => {
        const mail = await store.mails.get(params.id);
        if (mail === undefined) throw new ApiProblem(404, 'There is no such mail');
        const { kind, group, subject, state, attempts, createdAt, text, html, recipients } = mail;
        return ok({
          ...{ id: mail.id, kind, group, subject, state, attempts, createdAt, text, html },
          lastError: mail.lastError ?? null,
          recipients: recipients.map((one) => ({
            address: one.address,
            state: one.state,
            words: one.words ?? null,
          })),
        });
      },
    }),
    endpoint({
      ...{
        method: 'post',
        path: '/mails/{id}/retry',
        access: 'mails.write',
        tag,
        summary: 'Sends a failed mail again',
      },
      params: id,
      answers: { 204: { description: 'It is sent soon' }, 404: { description: 'There is none that failed' } },
      handle: async ({ params, actor, now }) => {
        if (!(await store.mails.retry(params.id, now.toJSDate())))
          throw new ApiProblem(404, 'There is none that failed');
        await audit.note(actor.name, 'mailRetried', { subject: params.id });
        return { status: 204 };
      },
    }),
  ];
}

function statusEndpoints({ store, facts, jobs, freeswitches, snapshot }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      ...{
        method: 'get',
        path: '/audit',
        access: 'audit.read',
        tag: 'Audit',
        summary: 'Who changed what, newest first',
      },
      query: z.strictObject({
        who: z.string().max(60).optional(),
        event: z.enum(AUDIT_EVENTS).optional(),
        before: z.string().max(24).optional().describe('Id of the last entry of the page before.'),
        limit: z.coerce.number().int().min(1).max(500).default(50),
      }),
      answers: { 200: { description: 'One page', schema: z.array(auditSchema) } },
      handle: async ({ query: { before, ...query } }) => {
        const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
        const entries = await store.audit.list({ ...query, olderThan: before });
        return ok(
          entries.map((entry) => ({ ...entry, before: parsed(entry.before), after: parsed(entry.after) })),
        );
      },
    }),
    endpoint({
      ...{
        method: 'get',
        path: '/status',
        access: 'status.read',
        tag: 'Status',
        summary: 'The state of this instance',
      },
      answers: {
        200: {
          description: 'Now',
          schema: z.object({
            version: z.string(),
            startedAt: moment,
            database: z.string(),
            revision: z.int().nullable(),
            recordsWaiting: z.int(),
            freeswitch: z.array(z.object({ name: z.string(), connected: z.boolean() })),
            jobs: z.array(
              z.object({ name: z.string(), lastRunAt: moment.nullable(), lastError: z.string().nullable() }),
            ),
          }),
        },
      },
      handle: () => {
        const { version, startedAt, database, recordsWaiting } = facts();
        return Promise.resolve(
          ok({
            ...{ version, startedAt: startedAt.toJSDate(), database, recordsWaiting },
            revision: snapshot()?.revision ?? null,
            freeswitch: freeswitches().map(({ name, connected }) => ({ name, connected })),
            jobs: jobs().map(({ name, lastRunAt = null, lastError = null }) => ({
              name,
              lastRunAt,
              lastError,
            })),
          }),
        );
      },
    }),
  ];
}
