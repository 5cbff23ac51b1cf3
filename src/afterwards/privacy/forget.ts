/** Finds all that is kept about one number, and removes it. Sums stay: calls are kept without the number. */
import path from 'node:path';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { CallRecord } from '../../base/model/call-record.js';
import { shownName, type ContactContent } from '../../base/model/contact.js';
import type { Store } from '../../base/store/connection.js';
import {
  changeFields,
  cleanFile,
  documentsLike,
  readAgain,
  removeDocument,
  type AnyDocument,
} from '../../base/store/every-document.js';
import { fieldChanges } from '../../base/store/field-changes.js';
import { removeRecording } from '../recordings/files.js';
import { erasureOf, isHeard, type Person } from './erase.js';
import { eraseInJournal, filesWith, removeFile, type Folders, type FoundFile } from './files.js';
import { occursIn, type Notations } from './notations.js';
import { placesIn } from './person.js';

/**
 * The journal holds calls until the database has them, and some of their lines a little longer. `renewed`: this process
 * has it. `rewritten`: no process has it. `left`: another process has it, and begins a new one every few minutes.
 */
export type Journals =
  { readonly kind: 'renewed'; readonly renew: () => Promise<void> } | { readonly kind: 'rewritten' | 'left' };

export interface PrivacyUse {
  readonly store: Pick<
    Store,
    'connection' | 'calls' | 'configurations' | 'awayStates' | 'contacts' | 'longWork'
  >;
  readonly folders: Folders;
  /** Undefined: this machine has no recordings. */
  readonly recordingsFolder: string | undefined;
  readonly journals: Journals;
}

/** How much was found or removed, by place: a collection's name, or a kind of file. */
export type Counts = Readonly<Record<string, number>>;

export interface Search {
  readonly person: Person;
  readonly counts: Counts;
  /** The current configuration names the number here; an administrator has to take it out. */
  readonly configured: readonly string[];
}

export interface Forgotten {
  readonly counts: Counts;
  /** Calls that go on, and what another process is about to write: to be forgotten by calling this again. */
  readonly later: Counts;
  /** Files that hold the number after all this. */
  readonly left: readonly string[];
}

class Tally {
  readonly #counts = new Map<string, number>();

  add(place: string): void {
    this.#counts.set(place, (this.#counts.get(place) ?? 0) + 1);
  }

  result(): Counts {
    return Object.fromEntries(this.#counts);
  }
}

/** Looks everywhere and changes nothing. */
export async function searchPerson(use: PrivacyUse, notations: Notations): Promise<Search> {
  const tally = new Tally();
  const names = new Set<string>();
  for await (const document of documentsWith(use, notations)) {
    tally.add(document.collection);
    for (const name of namesIn(document, notations)) names.add(name);
    if (hasRecording(document, { notations, names: [] })) tally.add('recordings');
  }
  for (const { kind } of await filesWith(withoutDatabase(use.folders), notations)) tally.add(kind);
  const latest = await use.store.configurations.latest();
  return {
    person: { notations, names: [...names].filter((name) => name.length >= SHORTEST_NAME) },
    counts: tally.result(),
    configured: placesIn(latest?.content, notations),
  };
}

/** Shorter ones are part of other words. */
const SHORTEST_NAME = 4;

export const documentsWith = ({ store }: PrivacyUse, notations: Notations): AsyncGenerator<AnyDocument> =>
  documentsLike(store.connection, (text) => occursIn(text, notations));

/** The name that a call, a call-back entry or the address book shows beside the number. */
function namesIn({ collection, content }: AnyDocument, notations: Notations): readonly string[] {
  if (collection === 'contacts') return namesOfContact(content as unknown as ContactContent, notations);
  const { caller, number, name } = content as {
    caller?: CallRecord['caller'];
    number?: unknown;
    name?: unknown;
  };
  const shown = collection === 'calls' ? caller : collection === 'callbacks' ? { number, name } : undefined;
  if (typeof shown?.name !== 'string' || typeof shown.number !== 'string') return [];
  return occursIn(shown.number, notations) ? [shown.name] : [];
}

/** A company's name belongs to all who call from there. */
function namesOfContact(contact: ContactContent, notations: Notations): readonly string[] {
  const isOf = contact.name !== '' && contact.numbers.some(({ number }) => occursIn(number, notations));
  return isOf ? [shownName(contact), contact.name] : [];
}

function hasRecording({ collection, content }: AnyDocument, person: Person): boolean {
  if (collection !== 'calls') return false;
  const call = content as unknown as CallRecord;
  return call.recording !== null && call.outcome !== 'open' && isHeard(call, person);
}

/**
 * Removes all of it; repeated, it finds nothing more. Refuses nothing: ask `searchPerson` about `configured` before.
 *
 * @throws RecordingsFolderError when a recording cannot be deleted; its call is then as before.
 */
export async function forgetPerson(use: PrivacyUse, { person }: Search): Promise<Forgotten> {
  const [done, later] = [new Tally(), new Tally()];
  for await (const document of documentsWith(use, person.notations)) {
    if (document.collection === 'configurations') continue;
    await forgetDocument(use, document, person, { done, later });
  }
  if (done.result()['contacts'] !== undefined) await use.store.contacts.touch();
  await forgetRevisions(use, person.notations, done);
  await use.store.longWork(cleanFile);
  for (const found of await filesWith(withoutDatabase(use.folders), person.notations))
    await forgetFile(found, use, person, { done, later });
  if (use.journals.kind === 'renewed') await use.journals.renew();
  return { counts: done.result(), ...(await stillIn(use, person.notations, later)) };
}

/** What the files hold now. The database's holds the calls that go on, too. */
async function stillIn(
  { folders }: PrivacyUse,
  notations: Notations,
  later: Tally,
): Promise<Pick<Forgotten, 'later' | 'left'>> {
  const goesOn = Object.keys(later.result()).length > 0;
  const left: string[] = [];
  for (const { kind, file } of await filesWith(folders, notations)) {
    if (kind === 'waiting' || kind === 'journal') later.add(kind);
    else if (kind !== 'database' || !goesOn) left.push(file);
  }
  return { later: later.result(), left };
}

interface Tallies {
  readonly done: Tally;
  readonly later: Tally;
}

/** Somebody who changes a document again and again is at work on it. */
const MOST_ATTEMPTS = 5;

/** Others may change the document meanwhile: what they write stays, and is looked at as well. */
async function forgetDocument(
  use: PrivacyUse,
  first: AnyDocument,
  person: Person,
  { done, later }: Tallies,
): Promise<void> {
  const { connection } = use.store;
  let document: AnyDocument | undefined = first;
  let isSilent = false;
  for (let attempt = 1; document !== undefined; attempt += 1) {
    const { collection } = document;
    const erasure = erasureOf(collection, document.content, person);
    if (erasure.kind === 'later' || attempt > MOST_ATTEMPTS) {
      later.add(collection);
      return;
    }
    if (erasure.kind === 'remove') {
      await removeDocument(connection, document);
      done.add(collection);
      return;
    }
    if (!isSilent && hasRecording(document, person)) {
      isSilent = await silence(use, document);
      if (isSilent) done.add('recordings');
    }
    const fields = isSilent ? { ...erasure.fields, recording: null } : erasure.fields;
    const changes = fieldChanges(document.content, fields);
    if (changes.length === 0) return;
    if (await changeFields(connection, document, changes)) {
      done.add(collection);
      return;
    }
    document = await readAgain(connection, document);
  }
}

/** Whether the call's recording is gone. */
async function silence({ recordingsFolder }: PrivacyUse, { content }: AnyDocument): Promise<boolean> {
  const name = (content as unknown as CallRecord).recording ?? '';
  return recordingsFolder !== undefined && (await removeRecording(recordingsFolder, name));
}

/** Older revisions are not changed but deleted, up to the newest that has the number, as when their number is over. */
async function forgetRevisions({ store }: PrivacyUse, notations: Notations, done: Tally): Promise<void> {
  for (const { revision } of await store.configurations.list()) {
    const found = await store.configurations.get(revision);
    if (placesIn(found?.content, notations).length === 0) continue;
    const gone = await store.configurations.forgetUpTo(revision);
    for (let count = 0; count < gone; count += 1) done.add('configurations');
    return;
  }
}

async function forgetFile(
  { kind, file }: FoundFile,
  { journals }: PrivacyUse,
  person: Person,
  { done }: Tallies,
): Promise<void> {
  const isCopy = path.basename(path.dirname(file)) === 'unreadable';
  switch (kind) {
    case 'outbox':
    case 'aside':
      await removeFile(file);
      done.add(kind);
      return;
    case 'journal':
      if (journals.kind !== 'rewritten' && !isCopy) return;
      await eraseInJournal(file, person);
      done.add(kind);
      return;
    case 'waiting':
    case 'database':
    case 'other':
      return;
  }
}

/** The database's own file is looked at in the end only: documents tell what is in it. */
function withoutDatabase(folders: Folders): Folders {
  return { ...folders, isWithoutDatabase: true };
}

/** What the audit log says: how much, and the last two digits, by which whoever knows the number recognises the entry. */
export async function noteForgotten(
  audit: AuditLog,
  who: string,
  event: 'personForgotten' | 'personExported',
  { digits }: Notations,
  counts: Counts,
): Promise<void> {
  const amounts = Object.entries(counts).map(([place, count]) => [place, String(count)] as const);
  await audit.note(who, event, { ending: digits.slice(-2), ...Object.fromEntries(amounts) });
}
