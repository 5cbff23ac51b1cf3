/** `rufgruppe contacts …`: the address book on the command line. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DateTime } from 'luxon';
import { keepBook } from '../src/base/contacts/keep-book.js';
import { inSlices } from '../src/base/in-slices.js';
import { NUMBER_KINDS, shownName, writtenNumber, type Contact } from '../src/base/model/contact.js';
import { printable } from '../src/base/printable.js';
import type { Store } from '../src/base/store/connection.js';
import { spreadsheetCsv } from '../src/afterwards/reports/csv-form.js';
import { contactBody } from '../src/people/api/contacts.js';
import { MOST_CONTACT_BYTES } from '../src/people/imports/contacts/contact-row.js';
import { readContacts } from '../src/people/imports/contacts/read-contacts.js';
import { UnreadableSource, type SourceFile } from '../src/people/imports/source.js';
import { CONTACT_FORMATS, contactFileSteps } from '../src/people/operations/contact-export.js';
import {
  importContacts,
  planContacts,
  plannedName,
  type ContactPlan,
  type ContactState,
} from '../src/people/operations/contact-import.js';
import {
  addContact,
  contactDesk,
  contactHouse,
  removeContact,
  type ContactDesk,
} from '../src/people/operations/contacts.js';
import { faultText, sumsText, whyText } from '../src/people/pages/contacts/view.js';
import { unreadableText } from '../src/people/pages/user-import/row-words.js';
import { contactTexts } from '../src/people/words/words.js';
import { isMeant } from './ask.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, UsageError } from './command-error.js';
import { machineLanguage } from './machine-times.js';
import { newestSnapshot } from './newest-snapshot.js';
import { plainReason } from './plain-reason.js';
import { printJson, type Json } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('contacts');

export interface AddValues extends Json {
  readonly name?: string;
  readonly company?: string;
  readonly note?: string;
  readonly kind?: string;
}

export interface ImportValues extends Json {
  readonly otherNames?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

export interface ExportValues {
  readonly format?: string;
}

/** Running services learn of a change within two seconds. */
function withDesk(task: (desk: ContactDesk) => Promise<void>): Promise<void> {
  return withStore(async (store) => {
    const desk = await deskOn(store);
    try {
      await desk.kept.refresh();
      await task(desk);
    } finally {
      await desk.kept.stop();
    }
  });
}

async function deskOn(store: Store): Promise<ContactDesk> {
  const snapshot = await newestSnapshot(store, DateTime.utc());
  const log = { info: () => undefined, warn: (_facts: object, message: string) => console.error(message) };
  const kept = keepBook({ store: store.contacts, log });
  return contactDesk({
    store: store.contacts,
    kept,
    audit: commandLineAudit(store),
    snapshot: () => snapshot,
  });
}

/** All of them, or those in which the text occurs. */
export async function list(text: string | undefined, { json }: Json): Promise<void> {
  await withDesk(async (desk) => {
    const { contacts } = await desk.find({ text: text ?? '', from: 0, most: Infinity });
    if (json === true) printJson(contacts.map(contactBody));
    else if (contacts.length === 0) console.log(contactTexts[machineLanguage()].empty);
    else for (const contact of contacts) console.log(printable(lineOf(contact)));
  });
}

function lineOf(contact: Contact): string {
  const { kinds } = contactTexts[machineLanguage()];
  const numbers = contact.numbers.map((one) => `${kinds[one.kind]} ${writtenNumber(one)}`);
  return `${contact.id}  ${shownName(contact).padEnd(40)}  ${numbers.join(', ')}`;
}

/** Errors: UsageError for a kind that is none, CommandError that says what is wrong. */
export async function add(number: string, values: AddValues): Promise<void> {
  const { name = '', company = '', note = '', kind = 'work', json } = values;
  if (!NUMBER_KINDS.some((one) => one === kind))
    throw new UsageError(say('badKind', { kind, kinds: NUMBER_KINDS.join(', ') }));
  await withDesk(async (desk) => {
    const typed = { name, company, note, numbers: [{ kind, number }] };
    const result = await addContact(desk, typed, { who: thisUser(), at: new Date() });
    if (result.kind === 'faulty')
      throw new CommandError(result.faults.map((fault) => faultText(fault, machineLanguage())).join('\n'));
    if (result.kind !== 'saved') throw new CommandError(say('full'));
    if (json === true) printJson(contactBody(result.contact));
    else console.log(printable(say('added', { name: shownName(result.contact) })));
  });
}

/** Errors: CommandError when there is none. */
export async function remove(id: string): Promise<void> {
  await withDesk(async (desk) => {
    const gone = await removeContact(desk, id, thisUser());
    if (gone === undefined) throw new CommandError(say('none', { id }));
    console.log(printable(say('removed', { name: shownName(gone) })));
  });
}

/** Rows that are listed one by one; the rest is counted. */
const SHOWN = 200;

/** Shows what would change, asks, and saves. Errors: UsageError, CommandError when it cannot be read or the answer is no. */
export async function importFile(file: string, values: ImportValues): Promise<void> {
  const rows = await readable(await sourceOf(file));
  await withDesk(async (desk) => {
    const plan = await planContacts(desk, contactHouse(desk.snapshot()), rows);
    const states: readonly ContactState[] =
      values.otherNames === true ? ['new', 'more', 'otherName'] : ['new', 'more'];
    const count = states.reduce((sum, state) => sum + plan.counts[state], 0);
    if (values.json === true) printJson({ counts: plan.counts, rows: listed(plan) });
    else tell(plan, file);
    if (count === 0 || values.dryRun === true) {
      if (values.json !== true) console.log(say(count === 0 ? 'nothing' : 'dryRun'));
      return;
    }
    if (values.yes !== true) await confirm(count);
    const by = { who: thisUser(), at: new Date(), from: path.basename(file) };
    const { added, changed } = await importContacts(desk, plan, new Set(states), by);
    console.error(say('imported', { added, changed }));
  });
}

function listed({ rows }: ContactPlan) {
  return rows
    .filter(({ state }) => state !== 'same')
    .map((one) => ({
      line: one.row.line,
      name: plannedName(one),
      state: one.state,
      why: whyText(one, 'en'),
    }));
}

function tell(plan: ContactPlan, file: string): void {
  const lang = machineLanguage();
  const told = plan.rows.filter(({ state }) => state !== 'same');
  for (const one of told.slice(0, SHOWN)) {
    const state = contactTexts[lang].states[one.state];
    const why = whyText(one, lang);
    console.log(
      printable(
        `${String(one.row.line).padStart(6)}  ${plannedName(one).padEnd(40)}  ${state}${why === '' ? '' : `: ${why}`}`,
      ),
    );
  }
  if (told.length > SHOWN) console.log(say('more', { count: told.length - SHOWN }));
  console.log(printable(say('sum', { file, sums: sumsText(plan, lang) })));
}

async function sourceOf(file: string): Promise<SourceFile> {
  try {
    const { size } = await stat(file);
    const bytes = size > MOST_CONTACT_BYTES ? new Uint8Array(size) : await readFile(file);
    return { name: path.basename(file), bytes };
  } catch (error) {
    throw new CommandError(say('cannotRead', { file, reason: plainReason(error as Error) }), {
      cause: error,
    });
  }
}

async function readable(file: SourceFile) {
  try {
    return await readContacts(file);
  } catch (error) {
    if (error instanceof UnreadableSource) throw new CommandError(unreadableText(error, machineLanguage()));
    throw error;
  }
}

async function confirm(count: number): Promise<void> {
  if (!process.stdin.isTTY) throw new UsageError(say('needsYes'));
  if (!(await isMeant(say('ask', { count })))) throw new CommandError(say('notSaved'));
}

/** A new file, which only its owner may read. Errors: UsageError for a format that is none; CommandError. */
export async function exportFile(file: string, { format: given }: ExportValues): Promise<void> {
  const wanted = given ?? (file.endsWith('.csv') ? 'csv' : 'vcard4');
  const format = CONTACT_FORMATS.find((one) => one === wanted);
  if (format === undefined)
    throw new UsageError(say('badFormat', { format: wanted, formats: CONTACT_FORMATS.join(', ') }));
  await withDesk(async (desk) => {
    const book = desk.kept.book();
    const lang = machineLanguage();
    const { kinds, name, company, note } = contactTexts[lang];
    const form = spreadsheetCsv(lang, desk.snapshot()?.settings.timezone ?? 'utc');
    const words = { titles: { ...kinds, name, company, note } };
    const text = await inSlices(contactFileSteps(book.all(), format, { form, words }));
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      throw new CommandError(say('cannotWrite', { file, reason: plainReason(error as Error) }), {
        cause: error,
      });
    }
    await desk.audit.note(thisUser(), 'contactsExported', { contacts: String(book.size), kind: format });
    console.log(say('exported', { count: book.size, file }));
  });
}
