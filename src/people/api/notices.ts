/** Problems that administrators are told of, over the REST interface. */
import * as z from 'zod';
import { problemText } from '../../afterwards/problems/notice-text.js';
import { LANGUAGES } from '../../base/model/language.js';
import { PROBLEM_KINDS } from '../../base/model/problem.js';
import type { SiteParts } from '../http/parts.js';
import { tryNotices } from '../operations/notices.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';

const problemSchema = z
  .object({
    problem: z.enum(PROBLEM_KINDS),
    about: z.string().describe('Which FreeSWITCH, folder or file; empty where there is only one.'),
    values: z
      .record(z.string(), z.unknown())
      .describe('What was counted or measured last; differs by problem.'),
    since: z.iso.datetime(),
    text: z.string(),
  })
  .meta({ id: 'ServiceProblem' });

const triedSchema = z
  .object({
    to: z.string().describe('A mail address, or webhook.'),
    trouble: z.string().nullable().describe('Null: it was taken.'),
  })
  .meta({ id: 'TriedWay' });

export function noticeEndpoints({ notices, audit, snapshot }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/problems',
      access: 'status.read',
      tag: 'Status',
      summary: 'What does not work now',
      description:
        'Problems that administrators were told of, of all instances on this database; see docs/watching.md.',
      query: z.strictObject({ lang: z.enum(LANGUAGES).default('en').describe('Of the text.') }),
      answers: { 200: { description: 'The oldest first', schema: z.array(problemSchema) } },
      handle: ({ query: { lang } }) => {
        const timezone = snapshot()?.settings.timezone ?? 'utc';
        const all = notices.problems().map(({ sighting, firstSeenAt }) => {
          const { kind: problem, about, ...values } = sighting;
          return { problem, about, values, since: firstSeenAt, text: problemText(sighting, lang, timezone) };
        });
        return Promise.resolve(ok(all));
      },
    }),
    endpoint({
      method: 'post',
      path: '/notices/test',
      access: 'mails.write',
      tag: 'Status',
      summary: 'Sends a test to everybody who is told of problems',
      answers: {
        200: { description: 'What became of each; empty: nobody is told', schema: z.array(triedSchema) },
      },
      handle: async ({ actor }) => {
        const tried = await tryNotices(notices, audit, actor.name);
        return ok(
          tried.map(({ to, trouble = null }) => ({
            to: to.kind === 'mail' ? to.address : 'webhook',
            trouble,
          })),
        );
      },
    }),
  ];
}
