/** The address book: finding, adding, changing, deleting. What pages, interface and commands do. */
import { randomUUID } from 'node:crypto';
import type { KeptBook } from '../../base/contacts/keep-book.js';
import {
  readContact,
  type ContactFault,
  type ContactHouse,
  type TypedContact,
} from '../../base/contacts/read-contact.js';
import type { FoundContacts, WantedContacts } from '../../base/contacts/book.js';
import { inSlices } from '../../base/in-slices.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import {
  folded,
  MOST_CONTACTS,
  shownName,
  writtenNumber,
  type Contact,
  type ContactContent,
} from '../../base/model/contact.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { ContactStore } from '../../base/store/contacts.js';

export interface ContactDesk {
  readonly store: ContactStore;
  readonly kept: KeptBook;
  readonly audit: AuditLog;
  readonly snapshot: () => Snapshot | undefined;
  /** In slices. */
  readonly find: (wanted: WantedContacts) => Promise<FoundContacts>;
  /** Contacts that share a number or a name with another one, in the order of names. In slices. */
  readonly duplicates: () => Promise<readonly Contact[]>;
}

export function contactDesk(parts: Omit<ContactDesk, 'find' | 'duplicates'>): ContactDesk {
  const { kept } = parts;
  return {
    ...parts,
    find: (wanted) => inSlices(kept.book().search(wanted)),
    duplicates: () => inSlices(duplicateSteps(kept)),
  };
}

/** Why a contact is not as somebody wanted it; nothing was changed. */
export type ContactRefusal =
  | { readonly kind: 'faulty'; readonly faults: readonly ContactFault[] }
  | { readonly kind: 'full'; readonly most: number }
  /** `now`: as somebody else has changed it; undefined: it is gone. */
  | { readonly kind: 'changed'; readonly now: Contact | undefined };

export type ContactSaved = { readonly kind: 'saved'; readonly contact: Contact } | ContactRefusal;

export interface ContactBy {
  readonly who: string;
  readonly at: Date;
}

/** How numbers are read in this house, and which are its own. */
export function contactHouse(snapshot: Snapshot | undefined): ContactHouse {
  return {
    country: snapshot?.settings.country ?? 'DE',
    isOwn: (number) => snapshot?.extensions.has(number) === true || snapshot?.groups.has(number) === true,
  };
}

function* duplicateSteps(kept: KeptBook): Generator<undefined, readonly Contact[]> {
  const book = kept.book();
  const names = new Map<string, number>();
  for (const contact of book.all()) {
    const name = folded(shownName(contact));
    names.set(name, (names.get(name) ?? 0) + 1);
    yield;
  }
  const found: Contact[] = [];
  for (const contact of book.all()) {
    const isShared = contact.numbers.some(
      ({ number, withExtensions }) => withExtensions !== true && book.withNumber(number).length > 1,
    );
    if (isShared || (names.get(folded(shownName(contact))) ?? 0) > 1) found.push(contact);
    yield;
  }
  return found;
}

/** Errors: the database's. */
export async function addContact(
  desk: ContactDesk,
  typed: TypedContact,
  { who, at }: ContactBy,
): Promise<ContactSaved> {
  const read = readContact(typed, contactHouse(desk.snapshot()));
  if (read.kind === 'faulty') return read;
  if ((await desk.store.count()) >= MOST_CONTACTS) return { kind: 'full', most: MOST_CONTACTS };
  const contact: Contact = { id: randomUUID(), ...read.content, changedAt: at, changedBy: who };
  desk.kept.changed(await desk.store.add([contact]), (book) => book.put(contact));
  await desk.audit.note(
    who,
    'contactAdded',
    { contact: shownName(contact) },
    { before: undefined, after: told(contact) },
  );
  return { kind: 'saved', contact };
}

/** @param seenAt `changedAt` of what was changed. Errors: the database's. */
export async function changeContact(
  desk: ContactDesk,
  { id, seenAt }: { readonly id: string; readonly seenAt: Date },
  typed: TypedContact,
  { who, at }: ContactBy,
): Promise<ContactSaved> {
  const read = readContact(typed, contactHouse(desk.snapshot()));
  if (read.kind === 'faulty') return read;
  const before = await desk.store.get(id);
  if (before?.changedAt.getTime() !== seenAt.getTime()) return { kind: 'changed', now: before };
  // Two changes within a millisecond are two all the same.
  const changedAt = new Date(Math.max(at.getTime(), seenAt.getTime() + 1));
  const contact: Contact = { id, ...read.content, changedAt, changedBy: who };
  const version = await desk.store.replace(contact, seenAt);
  if (version === false) return { kind: 'changed', now: await desk.store.get(id) };
  desk.kept.changed(version, (book) => book.put(contact));
  const change = { before: told(before), after: told(contact) };
  await desk.audit.note(who, 'contactChanged', { contact: shownName(contact) }, change);
  return { kind: 'saved', contact };
}

/** The contact that is gone; undefined: there was none. Errors: the database's. */
export async function removeContact(
  desk: ContactDesk,
  id: string,
  who: string,
): Promise<Contact | undefined> {
  const before = await desk.store.get(id);
  const version = before !== undefined && (await desk.store.remove(id));
  if (before === undefined || version === false) return undefined;
  desk.kept.changed(version, (book) => {
    book.remove(id);
  });
  await desk.audit.note(
    who,
    'contactRemoved',
    { contact: shownName(before) },
    { before: told(before), after: undefined },
  );
  return before;
}

/** As the audit log keeps it: the note may be long, and is nobody's business there. */
function told({ name, company, numbers }: ContactContent) {
  return { name, company, numbers: numbers.map(writtenNumber) };
}
