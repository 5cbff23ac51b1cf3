/** The audit log and the state of this instance over the REST interface. */
import * as z from 'zod';
import { LANGUAGES } from '../../base/model/language.js';
import { AUDIT_EVENTS, SIGN_IN_EVENTS } from '../../base/model/audit-event.js';
import { inSlices } from '../../base/in-slices.js';
import { pageSteps } from '../pages/audit/view.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import type { DatabaseFact, SiteParts } from '../http/parts.js';
import { toldTogether } from '../../base/model/need.js';
import { limitText, missingNeedText } from '../../calls/words/words.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';

const moment = z.iso.datetime();

const auditSchema = z
  .object({
    id: z.string(),
    at: moment,
    who: z.string(),
    event: z.enum(AUDIT_EVENTS),
    facts: z.record(z.string(), z.string()),
    before: z.unknown(),
    after: z.unknown(),
    words: z
      .object({
        who: z.string(),
        event: z.string(),
        subject: z.string(),
        facts: z.array(z.string()),
        differences: z.array(
          z.object({ label: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
        ),
      })
      .describe('The entry as the page says it, in the language that was asked for.'),
  })
  .meta({ id: 'AuditEntry' });

const LIMITS_MET = [
  'callerFloods',
  'withheldFlood',
  'callerRings',
  'withheldRings',
  'groupRings',
  'ringAtOnce',
] as const satisfies readonly LimitIncident['kind'][];

/** @param mayKnow whether the caller's number may be shown */
function limitView(met: LimitIncident, mayKnow: boolean) {
  return {
    kind: met.kind,
    number: mayKnow && 'number' in met ? met.number : null,
    group: 'group' in met ? met.group : null,
    most: met.most,
    count: met.count,
    since: new Date(met.sinceMs),
    last: new Date(met.lastMs),
    text: limitText(met, 'en', (number) => (mayKnow ? number : 'A number')),
  };
}

export function statusEndpoints({
  store,
  facts,
  jobs,
  freeswitches,
  missingNeeds,
  limitsMet,
  snapshot,
  editor,
}: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/audit',
      access: 'audit.read',
      tag: 'Audit',
      summary: 'Who changed what, newest first',
      query: z.strictObject({
        who: z.string().max(60).optional(),
        event: z.enum(AUDIT_EVENTS).optional(),
        signIns: z
          .enum(['shown', 'hidden'])
          .default('shown')
          .describe('hidden: without sign-ins and sign-outs.'),
        lang: z.enum(LANGUAGES).default('en').describe('Of the words.'),
        before: z.string().max(24).optional().describe('Id of the last entry of the page before.'),
        limit: z.coerce.number().int().min(1).max(500).default(50),
      }),
      answers: { 200: { description: 'One page', schema: z.array(auditSchema) } },
      handle: async ({ query: { before, signIns, lang, ...query } }) => {
        const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
        const without = signIns === 'hidden' ? SIGN_IN_EVENTS : [];
        const entries = await store.audit.list({ ...query, without, olderThan: before });
        const newest = await editor.configuration().catch(() => undefined);
        const timezone = snapshot()?.settings.timezone ?? 'utc';
        const reader = { lang, timezone, configuration: newest?.configuration };
        const views = await inSlices(pageSteps(entries, reader));
        return ok(
          entries.map((entry, index) => {
            const { who, event, subject, facts, differences } = views[index] ?? {};
            const words = { who, event, subject, facts, differences };
            return { ...entry, before: parsed(entry.before), after: parsed(entry.after), words };
          }),
        );
      },
    }),
    endpoint({
      method: 'get',
      path: '/status',
      access: 'status.read',
      tag: 'Status',
      summary: 'The state of this instance',
      answers: {
        200: {
          description: 'Now',
          schema: z.object({
            version: z.string(),
            startedAt: moment,
            database: z.string(),
            revision: z.int().nullable(),
            recordsWaiting: z.int(),
            readsCdrs: z.boolean(),
            freeswitch: z.array(z.object({ name: z.string(), connected: z.boolean() })),
            missing: z
              .array(
                z.object({
                  freeswitch: z.string(),
                  kind: z.string(),
                  groups: z.array(z.string()),
                  text: z.string(),
                }),
              )
              .describe('What the configuration names and a connected FreeSWITCH does not have.'),
            limits: z
              .array(
                z.object({
                  kind: z.enum(LIMITS_MET),
                  number: z
                    .string()
                    .nullable()
                    .describe('The caller, when one caller meets it, for who may read calls.'),
                  group: z.string().nullable().describe('The group, when it is met in one.'),
                  most: z.int(),
                  count: z.int().describe('Calls that were refused, or phones that were left out.'),
                  since: moment,
                  last: moment,
                  text: z.string(),
                }),
              )
              .describe('Limits that callers of this instance meet now.'),
            jobs: z.array(
              z.object({ name: z.string(), lastRunAt: moment.nullable(), lastError: z.string().nullable() }),
            ),
          }),
        },
      },
      handle: ({ actor }) => {
        const { version, startedAt, database, recordsWaiting, readsCdrs } = facts();
        return Promise.resolve(
          ok({
            version,
            startedAt: startedAt.toJSDate(),
            recordsWaiting,
            readsCdrs,
            database: databaseText(database),
            revision: snapshot()?.revision ?? null,
            freeswitch: freeswitches().map(({ name, connected }) => ({ name, connected })),
            missing: toldTogether(missingNeeds()).map((all) => ({
              freeswitch: all[0].freeswitch,
              kind: all[0].thing.kind,
              groups: [...new Set(all.flatMap(({ groups }) => groups.map(({ number }) => number)))],
              text: missingNeedText(all, 'en'),
            })),
            limits: limitsMet().map((met) => limitView(met, actor.permissions.has('calls.read'))),
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

function databaseText({ kind, place }: DatabaseFact): string {
  return kind === 'server' ? `MongoDB at ${place}` : `embedded, in ${place}`;
}
