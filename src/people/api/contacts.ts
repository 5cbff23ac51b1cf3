/** The address book over the REST interface. The same as the pages do. */
import * as z from 'zod';
import { NUMBER_KINDS, writtenNumber, type Contact } from '../../base/model/contact.js';
import { seesMasked } from '../access/permissions.js';
import type { SiteParts } from '../http/parts.js';
import { addContact, changeContact, removeContact, type ContactSaved } from '../operations/contacts.js';
import { faultText } from '../pages/contacts/view.js';
import { contactFileEndpoints } from './contacts-files.js';
import { endpoint, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const typed = z.strictObject({
  name: z.string().max(4000).default(''),
  company: z.string().max(4000).default(''),
  note: z.string().max(8000).default(''),
  numbers: z
    .array(
      z.strictObject({
        kind: z.enum(NUMBER_KINDS).default('other'),
        number: z.string().max(80).describe('As people write it; with * behind it for all its extensions.'),
      }),
    )
    .max(50),
});

const contactSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    company: z.string(),
    note: z.string(),
    numbers: z.array(
      z.object({
        kind: z.enum(NUMBER_KINDS),
        number: z.string().describe('E.164; `+49301234*`: with all extensions.'),
      }),
    ),
    changedAt: z.string().describe('Sent back as If-Match, it keeps two people from undoing each other.'),
    changedBy: z.string(),
  })
  .meta({ id: 'Contact', description: 'A name for numbers.' });

const params = z.strictObject({ id: z.string().min(1).max(64) });
const TAG = 'Address book';
const GONE = { description: 'There is none' };

export function contactEndpoints(parts: SiteParts): readonly Endpoint[] {
  return [...readingEndpoints(parts), ...writingEndpoints(parts), ...contactFileEndpoints(parts)];
}

function readingEndpoints({ contacts: desk }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/contacts',
      access: 'contacts.read',
      tag: TAG,
      summary: 'Contacts in the order of names, or those that are looked for',
      query: z.strictObject({
        q: z.string().max(100).default('').describe('Parts of name, company, note, or of a number.'),
        from: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      answers: {
        200: {
          description: 'Some of them',
          schema: z.object({ contacts: z.array(contactSchema), count: z.int() }),
        },
      },
      handle: async ({ query: { q, from, limit }, actor }) => {
        const found = await desk.find({ text: q, from, most: limit, byNumber: !seesMasked(actor) });
        return ok({ contacts: found.contacts.map(contactBody), count: found.count });
      },
    }),
    endpoint({
      method: 'get',
      path: '/contacts/{id}',
      access: 'contacts.read',
      tag: TAG,
      summary: 'One contact',
      params,
      answers: { 200: { description: 'It', schema: contactSchema }, 404: GONE },
      handle: async ({ params: { id } }) => {
        const contact = await desk.store.get(id);
        if (contact === undefined) throw new ApiProblem(404);
        return ok(contactBody(contact));
      },
    }),
  ];
}

function writingEndpoints({ contacts: desk }: SiteParts): readonly Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/contacts',
      access: 'contacts.write',
      tag: TAG,
      summary: 'Adds a contact',
      body: typed,
      answers: { 201: { description: 'It is there', schema: contactSchema } },
      handle: async ({ body, actor, now }) => {
        const by = { who: actor.name, at: now.toJSDate() };
        return { status: 201, body: contactBody(saved(await addContact(desk, body, by))) };
      },
    }),
    endpoint({
      method: 'put',
      path: '/contacts/{id}',
      access: 'contacts.write',
      tag: TAG,
      summary: 'Changes a contact',
      description: 'If-Match: `changedAt` of the contact as it was read; without it the newest is changed.',
      params,
      body: typed,
      answers: {
        200: { description: 'It is changed', schema: contactSchema },
        404: GONE,
        412: { description: 'Somebody else has changed it' },
      },
      handle: async ({ params: { id }, body, actor, now, ifMatch }) => {
        const seen = ifMatch ?? (await desk.store.get(id))?.changedAt.toISOString() ?? '';
        const by = { who: actor.name, at: now.toJSDate() };
        return ok(contactBody(saved(await changeContact(desk, { id, seenAt: new Date(seen) }, body, by))));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/contacts/{id}',
      access: 'contacts.write',
      tag: TAG,
      summary: 'Deletes a contact',
      params,
      answers: { 204: { description: 'It is gone' }, 404: GONE },
      handle: async ({ params: { id }, actor }) => {
        if ((await removeContact(desk, id, actor.name)) === undefined) throw new ApiProblem(404);
        return NO_CONTENT;
      },
    }),
  ];
}

/** Errors: ApiProblem. */
function saved(result: ContactSaved): Contact {
  switch (result.kind) {
    case 'saved':
      return result.contact;
    case 'faulty':
      throw new ApiProblem(422, undefined, {
        faults: result.faults.map((fault) => ({
          path: 'number' in fault || fault.kind === 'noNumber' ? 'body.numbers' : 'body',
          message: faultText(fault, 'en'),
        })),
      });
    case 'full':
      throw new ApiProblem(409, `At most ${result.most} contacts`);
    case 'changed':
      if (result.now === undefined) throw new ApiProblem(404);
      throw new ApiProblem(412, undefined, { more: { current: contactBody(result.now) } });
  }
}

export function contactBody({ id, name, company, note, numbers, changedAt, changedBy }: Contact) {
  return {
    id,
    name,
    company,
    note,
    numbers: numbers.map((one) => ({ kind: one.kind, number: writtenNumber(one) })),
    changedAt: changedAt.toISOString(),
    changedBy,
  };
}
