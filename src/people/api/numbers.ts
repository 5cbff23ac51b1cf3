/** How a typed phone number is understood, over the REST interface. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { shownNumber } from '../../base/configuration/number-shown.js';
import { e164Of, normalise, whyNoNumber } from '../../base/configuration/phone-number.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';

const answer = z
  .object({
    given: z.string(),
    e164: z.string().nullable().describe('With country code, such as +493023125001; null: it is no number.'),
    shown: z.string().nullable().describe('As people of the country write it.'),
    refused: z.string().nullable().describe('Why it is not rung; null: it is.'),
  })
  .meta({ id: 'UnderstoodNumber' });

export function numberEndpoints({ editor }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/numbers',
      access: 'config.read',
      tag: 'Settings',
      summary: 'What is understood of a phone number',
      description: 'Read as the numbers of the configuration are: in its country, with its rules.',
      query: z.strictObject({ given: z.string().min(1).max(60).describe('The number as it was typed.') }),
      answers: { 200: { description: 'What was understood', schema: answer } },
      handle: async ({ query: { given } }) => {
        const { country, externalNumbers } = (await editor.configuration()).configuration.settings;
        const read = normalise(given, country, externalNumbers);
        return ok({
          given,
          e164: e164Of(given, country) ?? null,
          shown: shownNumber(given, country) ?? null,
          refused:
            whyNoNumber(given, country, externalNumbers) ?? (read.kind === 'refused' ? read.reason : null),
        });
      },
    }),
  ];
}
