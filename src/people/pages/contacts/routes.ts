/** The address book: the list, searched as somebody types, the form of a contact, files out. */
import { inSlices } from '../../../base/in-slices.js';
import { MOST_NUMBERS, shownName } from '../../../base/model/contact.js';
import { timesOf } from '../../../base/model/times.js';
import { spreadsheetCsv } from '../../../afterwards/reports/csv-form.js';
import { seesMasked } from '../../access/permissions.js';
import { CONTACT_FORMATS, contactFileSteps, contactFileType } from '../../operations/contact-export.js';
import {
  addContact,
  changeContact,
  removeContact,
  type ContactDesk,
  type ContactRefusal,
} from '../../operations/contacts.js';
import { contactTexts } from '../../words/words.js';
import { fill } from '../language.js';
import { numberedPage } from '../numbered-pages.js';
import type { Pages, Visit } from '../pages.js';
import { contactImportPages } from './import.js';
import { faultText, formOf, formView, ON_A_PAGE, rowView, type TypedForm } from './view.js';

const BASE = '/contacts';
/** Of the form of a contact that is not saved yet. */
const NEW = '_new';

export interface ContactPageUse {
  readonly desk: ContactDesk;
  readonly timezone: () => string;
}

export function contactPages(pages: Pages, use: ContactPageUse): void {
  const { desk } = use;
  pages.get(BASE, 'contacts.read', async (visit) => {
    visit.show('contacts', contactTexts, { ...(await listView(visit, desk)), scripts: ['find.js'] });
  });
  pages.get(`${BASE}/_found`, 'contacts.read', async (visit) => {
    visit.part('contacts-found', contactTexts, await listView(visit, desk));
  });
  pages.post(`${BASE}/_export`, 'contacts.write', (visit) => download(visit, use));
  // Before the contacts: their ids do not begin with `_`.
  contactImportPages(pages, desk);
  pages.get(`${BASE}/${NEW}`, 'contacts.write', (visit) => {
    const numbers = [{ kind: 'work', number: visit.query('number') ?? '' }] as const;
    showForm(visit, NEW, { ...BLANK, numbers }, {});
  });
  pages.get(`${BASE}/:id`, 'contacts.read', (visit) => open(visit, use));
  pages.post(`${BASE}/:id`, 'contacts.write', (visit) => save(visit, use));
  pages.post(`${BASE}/:id/remove`, 'contacts.write', async (visit) => {
    const gone = await removeContact(desk, visit.param('id'), visit.actor.name);
    const t = contactTexts[visit.lang];
    visit.redirect(BASE, gone === undefined ? t.gone : fill(t.removed, { name: shownName(gone) }));
  });
}

async function listView({ query, lang, actor }: Visit, desk: ContactDesk) {
  const t = contactTexts[lang];
  const wanted = (query('q') ?? '').slice(0, 100);
  const isDuplicates = query('duplicates') !== undefined;
  const asked = Math.max(1, Math.trunc(Number(query('page') ?? '1')) || 1);
  const pathOf = (page: number) =>
    `${BASE}?${new URLSearchParams({ q: wanted, ...(isDuplicates && { duplicates: '1' }), page: String(page) }).toString()}`;
  const { contacts, count } = isDuplicates
    ? await duplicatePage(desk, asked)
    : await desk.find({
        text: wanted,
        from: (asked - 1) * ON_A_PAGE,
        most: ON_A_PAGE,
        byNumber: !seesMasked(actor),
      });
  const { paging } = numberedPage(Array.from({ length: count }), {
    size: ON_A_PAGE,
    asked: String(asked),
    text: t.page,
    path: pathOf,
  });
  return {
    wanted,
    isDuplicates,
    found: t.found(count),
    empty: wanted === '' && !isDuplicates ? t.noneYet : t.empty,
    contacts: contacts.map((one) => rowView(one, lang)),
    paging,
    mayWrite: actor.permissions.has('contacts.write'),
    mayBlock: actor.permissions.has('config.write'),
    formats: CONTACT_FORMATS.map((format) => ({ format, text: t.formats[format] })),
  };
}

async function duplicatePage(desk: ContactDesk, asked: number) {
  const all = await desk.duplicates();
  return { contacts: all.slice((asked - 1) * ON_A_PAGE, asked * ON_A_PAGE), count: all.length };
}

const BLANK: TypedForm = { name: '', company: '', note: '', numbers: [] };

async function open(visit: Visit, { desk, timezone }: ContactPageUse): Promise<void> {
  const { lang } = visit;
  const t = contactTexts[lang];
  const id = visit.param('id');
  const contact = await desk.store.get(id);
  if (contact === undefined) {
    visit.refuse(404, t.gone);
    return;
  }
  const at = timesOf(lang, timezone()).exact(contact.changedAt);
  showForm(visit, id, formOf(contact), {
    seenAt: contact.changedAt.toISOString(),
    changedBy: fill(t.changedBy, { who: contact.changedBy, at }),
  });
}

interface Around {
  readonly seenAt?: string;
  readonly changedBy?: string;
  readonly alerts?: readonly string[];
  readonly status?: number;
}

function showForm(visit: Visit, id: string, form: TypedForm, around: Around): void {
  const { seenAt = '', changedBy = '', alerts = [], status = 200 } = around;
  const path = `${BASE}/${encodeURIComponent(id)}`;
  const mayWrite = visit.actor.permissions.has('contacts.write');
  visit.show(
    'contact',
    contactTexts,
    {
      ...formView(form, visit.lang),
      title: id === NEW ? contactTexts[visit.lang].newContact : form.name || form.company,
      path,
      removePath: id === NEW || !mayWrite ? null : `${path}/remove`,
      seenAt,
      changedBy,
      alerts,
      mayWrite,
    },
    status,
  );
}

/** The lines of the form, `kind1` and `number1` to the last. */
function typedIn({ field }: Visit): TypedForm {
  const lines = Array.from({ length: MOST_NUMBERS }, (_, index) => ({
    kind: field(`kind${index}`),
    number: field(`number${index}`).slice(0, 80),
  }));
  return {
    name: field('name'),
    company: field('company'),
    note: field('note'),
    numbers: lines.filter(({ number }) => number.trim() !== ''),
  };
}

async function save(visit: Visit, use: ContactPageUse): Promise<void> {
  const { desk } = use;
  const id = visit.param('id');
  const typed = typedIn(visit);
  const by = { who: visit.actor.name, at: visit.now.toJSDate() };
  const seenAt = new Date(visit.field('seenAt'));
  const result =
    id === NEW ? await addContact(desk, typed, by) : await changeContact(desk, { id, seenAt }, typed, by);
  if (result.kind === 'saved') {
    visit.redirect(BASE, fill(contactTexts[visit.lang].saved, { name: shownName(result.contact) }));
    return;
  }
  showAgain(visit, id, typed, result);
}

function showAgain(visit: Visit, id: string, typed: TypedForm, refusal: ContactRefusal): void {
  const t = contactTexts[visit.lang];
  const seenAt = visit.field('seenAt').slice(0, 40);
  switch (refusal.kind) {
    case 'faulty': {
      const alerts = refusal.faults.map((fault) => faultText(fault, visit.lang));
      showForm(visit, id, typed, { seenAt, alerts, status: 422 });
      return;
    }
    case 'full':
      showForm(visit, id, typed, { seenAt, alerts: [fill(t.full, { most: refusal.most })], status: 422 });
      return;
    case 'changed':
      if (refusal.now === undefined) visit.refuse(404, t.gone);
      else
        showForm(visit, id, formOf(refusal.now), {
          seenAt: refusal.now.changedAt.toISOString(),
          alerts: [t.changedMeanwhile],
          status: 409,
        });
  }
}

/** A form and no link: what leaves the house is noted, and a link would be followed by browsers that look ahead. */
async function download(visit: Visit, { desk, timezone }: ContactPageUse): Promise<void> {
  const format = CONTACT_FORMATS.find((one) => one === visit.field('format')) ?? 'vcard4';
  const { kinds, name, company, note } = contactTexts[visit.lang];
  const form = spreadsheetCsv(visit.lang, timezone());
  const words = { titles: { ...kinds, name, company, note } };
  const book = desk.kept.book();
  const text = await inSlices(contactFileSteps(book.all(), format, { form, words }));
  await desk.audit.note(visit.actor.name, 'contactsExported', { contacts: String(book.size), kind: format });
  const file = contactFileType(format);
  visit.response.attachment(file.name).type(file.type).send(text);
}
