/** Mails and what became of them, over the REST interface. */
import * as z from 'zod';
import type { SiteParts } from '../http/parts.js';
import { noteMail } from '../operations/mails.js';
import { endpoint, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const moment = z.iso.datetime();
const id = z.strictObject({ id: z.string().min(1).max(200) });

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

export function mailEndpoints({ store, audit }: SiteParts): readonly Endpoint[] {
  const tag = 'Mails';
  return [
    endpoint({
      method: 'get',
      path: '/mails',
      access: 'mails.read',
      tag,
      summary: 'The newest mails',
      query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
      answers: { 200: { description: 'Newest first', schema: z.array(mailSchema) } },
      handle: async ({ query }) => {
        const mails = await store.mails.list(query.limit);
        return ok(
          mails.map(({ id: of, kind, group, subject, state, attempts, createdAt, lastError }) => ({
            id: of,
            kind,
            group,
            subject,
            state,
            attempts,
            createdAt,
            lastError: lastError ?? null,
          })),
        );
      },
    }),
    endpoint({
      method: 'get',
      path: '/mails/{id}',
      access: 'mails.read',
      tag,
      summary: 'One mail with its text',
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
          id: mail.id,
          kind,
          group,
          subject,
          state,
          attempts,
          createdAt,
          text,
          html,
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
      method: 'post',
      path: '/mails/{id}/retry',
      access: 'mails.write',
      tag,
      summary: 'Sends a failed mail again',
      params: id,
      answers: { 204: { description: 'It is sent soon' }, 404: { description: 'There is none that failed' } },
      handle: async ({ params, actor, now }) => {
        if (!(await store.mails.retry(params.id, now.toJSDate())))
          throw new ApiProblem(404, 'There is none that failed');
        await noteMail(audit, actor.name, 'mailRetried', params.id);
        return NO_CONTENT;
      },
    }),
    endpoint({
      method: 'post',
      path: '/mails/{id}/dismiss',
      access: 'mails.write',
      tag,
      summary: 'A failed mail is no failure any more; it stays in the list',
      params: id,
      answers: { 204: { description: 'It is dismissed' }, 404: { description: 'There is none that failed' } },
      handle: async ({ params, actor }) => {
        if (!(await store.mails.dismiss(params.id))) throw new ApiProblem(404, 'There is none that failed');
        await noteMail(audit, actor.name, 'mailDismissed', params.id);
        return NO_CONTENT;
      },
    }),
  ];
}
