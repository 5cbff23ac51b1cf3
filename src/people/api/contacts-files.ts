/** The address book as files over the REST interface: import and export. */
import * as z from 'zod';
import { inSlices } from '../../base/in-slices.js';
import { NUMBER_KINDS } from '../../base/model/contact.js';
import { programCsv } from '../../afterwards/reports/csv-form.js';
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
import { contactHouse } from '../operations/contacts.js';
import { whyText } from '../pages/contacts/view.js';
import { unreadableText } from '../pages/user-import/row-words.js';
import { endpoint, HANDLED, ok, type Endpoint } from './endpoint.js';
import { ApiProblem } from './problem.js';

const TAG = 'Address book';

export function contactFileEndpoints(parts: SiteParts): readonly Endpoint[] {
  return [importEndpoint(parts), exportEndpoint(parts)];
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
    answers: { 200: { description: 'The file', contentType: ['text/vcard', 'text/csv'] } },
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
