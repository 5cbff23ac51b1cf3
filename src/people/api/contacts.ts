/** The address book over the REST interface. The same as the pages do. */
import * as z from 'zod';
import { inSlices } from '../../base/in-slices.js';
import { NUMBER_KINDS, writtenNumber, type Contact } from '../../base/model/contact.js';
import { programCsv } from '../../afterwards/reports/csv-form.js';
import { seesMasked } from '../access/permissions.js';
import type { SiteParts } from '../http/parts.js';
import { MOST_CONTACT_BYTES } from '../imports/contacts/contact-row.js';
import { readContacts } from '../imports/contacts/read-contacts.js';
import { UnreadableSource } from '../imports/source.js';
import { CONTACT_FORMATS, contactFileSteps, contactFileType } from '../operations/contact-export.js';
import {
  CONTACT_STATES,
  importContacts,
  planContacts,
  plannedName,
  TAKEN_STATES,
} from '../operations/contact-import.js';
import {
  addContact,
  changeContact,
  contactHouse,
  removeContact,
  type ContactSaved,
} from '../operations/contacts.js';
import { faultText, whyText } from '../pages/contacts/view.js';
import { unreadableText } from '../pages/user-import/row-words.js';
import { endpoint, HANDLED, NO_CONTENT, ok, type Endpoint } from './endpoint.js';
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
  return [
    ...readingEndpoints(parts),
    ...writingEndpoints(parts),
    importEndpoint(parts),
    exportEndpoint(parts),
  ];
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

const importedSchema = z.object({
  counts: z.object({
    new: z.int(),
    more: z.int(),
    otherName: z.int(),
    same: z.int(),
    repeated: z.int(),
    noNumber: z.int(),
    unusable: z.int(),
  }),
  rows: z
    .array(z.object({ line: z.int(), name: z.string(), state: z.enum(CONTACT_STATES), why: z.string() }))
    .describe('The first 1000 that are not there already.'),
  done: z
    .object({ added: z.int(), changed: z.int(), left: z.int(), missed: z.int() })
    .nullable()
    .describe('Null: it was only looked at.'),
});

const LISTED = 1000;

function importEndpoint({ contacts: desk }: SiteParts): Endpoint {
  return endpoint({
    method: 'post',
    path: '/contacts/import',
    access: 'contacts.write',
    tag: TAG,
    summary: 'Imports contacts from a file, or shows what would change',
    description:
      'The body is the file: vCard 2.1, 3.0, 4.0, or CSV with headings. The same file again changes nothing.',
    query: z.strictObject({
      file: z.string().max(200).default('contacts').describe('Its name, for messages and the audit log.'),
      take: z
        .string()
        .max(100)
        .default('')
        .describe(
          `What is taken over, with commas: ${TAKEN_STATES.join(', ')}. Empty: nothing, it is only looked at.`,
        ),
    }),
    bytesLimit: MOST_CONTACT_BYTES,
    answers: { 200: { description: 'What would change, or has changed', schema: importedSchema } },
    handle: async ({ query: { file, take }, request, actor, now }) => {
      const wanted = take.split(',').filter((one) => one !== '');
      const unknown = wanted.find((one) => !TAKEN_STATES.some((state) => state === one));
      if (unknown !== undefined)
        throw new ApiProblem(422, undefined, {
          faults: [{ path: 'query.take', message: `must be of ${TAKEN_STATES.join(', ')}` }],
        });
      const body: unknown = request.body;
      const rows = await inWords(
        readContacts({ name: file, bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0) }),
      );
      const plan = await planContacts(desk, contactHouse(desk.snapshot()), rows);
      const chosen = new Set(TAKEN_STATES.filter((state) => wanted.includes(state)));
      const by = { who: actor.name, at: now.toJSDate(), from: file };
      const done = chosen.size === 0 ? null : await importContacts(desk, plan, chosen, by);
      const told = plan.rows.filter(({ state }) => state !== 'same').slice(0, LISTED);
      return ok({
        counts: plan.counts,
        rows: told.map((one) => ({
          line: one.row.line,
          name: plannedName(one),
          state: one.state,
          why: whyText(one, 'en'),
        })),
        done,
      });
    },
  });
}

/** Errors: ApiProblem for a file that cannot be read. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UnreadableSource) throw new ApiProblem(422, unreadableText(error, 'en'));
    throw error;
  }
}

function exportEndpoint({ contacts: desk, snapshot }: SiteParts): Endpoint {
  return endpoint({
    method: 'post',
    path: '/contacts/export',
    access: 'contacts.write',
    tag: TAG,
    summary: 'The whole address book as a file',
    query: z.strictObject({ format: z.enum(CONTACT_FORMATS).default('vcard4') }),
    answers: { 200: { description: 'The file', contentType: 'text/vcard' } },
    handle: async ({ query: { format }, actor, response }) => {
      const book = desk.kept.book();
      const form = programCsv(snapshot()?.settings.timezone ?? 'utc');
      const names = ['name', 'company', 'note', ...NUMBER_KINDS] as const;
      const titles = Object.fromEntries(names.map((name) => [name, name])) as Record<
        (typeof names)[number],
        string
      >;
      const text = await inSlices(contactFileSteps(book.all(), format, { form, words: { titles } }));
      await desk.audit.note(actor.name, 'contactsExported', { contacts: String(book.size), kind: format });
      const { name, type } = contactFileType(format);
      response.attachment(name).type(type).send(text);
      return HANDLED;
    },
  });
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
