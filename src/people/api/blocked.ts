/** Blocking a number with one request, as a button beside a call does. Unblocking: the group or the settings themselves. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { blockNumber } from '../operations/block-number.js';
import { replyOf } from './edit-replies.js';
import { endpoint, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

export function blockedEndpoints({ editor }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/blocked-numbers',
      access: 'config.write',
      tag: 'Groups',
      summary: 'Blocks the number of a caller, for one group or for all',
      description:
        'Adds it to `blocked` of the group or of the settings. Emergency numbers and those of the house are refused.',
      body: z.strictObject({
        number: z
          .string()
          .min(1)
          .max(40)
          .describe('As the call shows it, or as people write it; +49900* blocks all that begin so.'),
        group: z.string().max(64).optional().describe("A group's number; without it all groups."),
        reason: z.string().max(150).default('').describe('Shown with each call that is blocked.'),
      }),
      answers: {
        200: { description: 'It is blocked', schema: z.object({ blocked: z.array(z.string()) }) },
        404: { description: 'There is no such group' },
        409: { description: 'It is blocked already' },
      },
      handle: async ({ body: { number, group, reason }, actor, now }) => {
        const order = {
          number,
          group,
          reason,
          who: actor.name,
          origin: 'interface',
          at: now.toJSDate(),
        } as const;
        const result = await blockNumber(editor, order);
        if (result.kind === 'blockedAlready') throw new ApiProblem(409, 'It is blocked already');
        return replyOf(result, false, (content) => ({ blocked: (content as { blocked: string[] }).blocked }));
      },
    }),
  ];
}
