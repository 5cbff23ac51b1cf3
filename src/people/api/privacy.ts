/** What is kept about a number over the REST interface: handed out, and forgotten. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { exportNumber, forgetNumber, type NoPerson } from '../operations/privacy.js';
import { endpoint, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const number = z.string().min(1).max(60).describe('As people write it, with area code or country code.');
const counts = z.record(z.string(), z.int()).describe('How much, by place.');

/** In the body, because addresses are kept in logs. */
export function privacyEndpoints({ privacy: desk }: SiteParts): readonly Endpoint[] {
  const tag = 'Privacy';
  return [
    endpoint({
      method: 'post',
      path: '/privacy/export',
      access: 'privacy.write',
      tag,
      summary: 'Everything that is kept about a number',
      body: z.strictObject({ number }),
      answers: {
        200: { description: 'With an explanation of each part', schema: z.record(z.string(), z.unknown()) },
      },
      handle: async ({ body, actor, now }) => {
        const result = await exportNumber(desk, actor.name, body.number, { now: now.toJSDate(), lang: 'en' });
        if (result.kind !== 'exported') throw refused(result.kind);
        return ok(result.document);
      },
    }),
    endpoint({
      method: 'post',
      path: '/privacy/forget',
      access: 'privacy.write',
      tag,
      summary: 'Removes a number from everything that is kept; calls stay without it',
      body: z.strictObject({ number }),
      answers: {
        200: {
          description: 'Done; repeat it while `later` has something',
          schema: z.object({
            counts,
            later: counts,
            left: z.array(z.string()).describe('Files that still hold the number.'),
          }),
        },
        409: { description: 'The configuration names the number; nothing was changed' },
      },
      handle: async ({ body, actor }) => {
        const result = await forgetNumber(desk, actor.name, body.number, true);
        if (result.kind === 'forgotten') return ok(result.forgotten);
        if (result.kind === 'configured' || result.kind === 'found')
          throw new ApiProblem(409, `The configuration names it: ${result.search.configured.join(', ')}`);
        throw refused(result.kind);
      },
    }),
  ];
}

const WHY: Readonly<Record<NoPerson, string>> = {
  withheld: 'nothing is kept about a withheld number',
  own: 'is an extension or a group of the house',
  noNumber: 'is no whole number of somebody outside; write it with its area code, or with + and country code',
};

function refused(kind: NoPerson): ApiProblem {
  return new ApiProblem(422, undefined, { faults: [{ path: 'body.number', message: WHY[kind] }] });
}
