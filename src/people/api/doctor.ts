/** The doctor over the REST interface: the last result, and a new one. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { checkAll } from '../operations/check-all.js';
import { findingWords } from '../pages/status/doctor-view.js';
import { LANGUAGES, type Language } from '../../base/model/language.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';

const query = z.strictObject({
  language: z.enum(LANGUAGES).default('en').describe('Of the words.'),
});

const checkedSchema = z
  .object({
    at: z.iso.datetime().nullable().describe('When; null: not since this instance was started.'),
    findings: z
      .array(
        z.object({
          state: z.enum(['ok', 'warning', 'fault', 'skipped']),
          check: z.string(),
          found: z.string().describe('What was found, for programs.'),
          freeswitch: z.string().nullable(),
          what: z.string(),
          why: z.string(),
          remedy: z.string().describe('Empty where nothing is to be done.'),
        }),
      )
      .describe('In the order in which they matter.'),
  })
  .meta({ id: 'Checked' });

const tag = 'Status';

export function doctorEndpoints({ doctor, audit }: SiteParts): readonly Endpoint[] {
  const answer = (lang: Language) => {
    const { at, findings } = doctor.last();
    const views = findings.map((finding) => {
      const { state, check, what, freeswitch, why, remedy } = findingWords(finding, lang);
      return { state, check, found: finding.said, freeswitch, what, why, remedy };
    });
    return ok({ at: at?.toISOString() ?? null, findings: views });
  };
  return [
    endpoint({
      method: 'get',
      path: '/status/check',
      access: 'status.read',
      tag,
      summary: 'What was found when everything was checked last, by this instance',
      query,
      answers: { 200: { description: 'The last result', schema: checkedSchema } },
      handle: ({ query: { language } }) => Promise.resolve(answer(language)),
    }),
    endpoint({
      method: 'post',
      path: '/status/check',
      access: 'status.check',
      tag,
      summary: 'Checks everything that a call needs; takes some seconds',
      description:
        'Each FreeSWITCH is asked for much, so not everybody who may see the status may start it. No phone rings, no mail is sent. Who asks while it is checked waits for the same result.',
      query,
      answers: { 200: { description: 'What was found', schema: checkedSchema } },
      handle: async ({ actor, query: { language } }) => {
        await checkAll({ doctor, audit }, actor.name);
        return answer(language);
      },
    }),
  ];
}
