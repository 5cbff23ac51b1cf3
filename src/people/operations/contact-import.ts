/** What would become of each row of a file of contacts, and taking it over. Pages, interface and commands do it by this. */
import { randomUUID } from 'node:crypto';
import type { ContactBook } from '../../base/contacts/book.js';
import { readContact, type ContactFault, type ContactHouse } from '../../base/contacts/read-contact.js';
import { inSlices } from '../../base/in-slices.js';
import {
  folded,
  MOST_CONTACTS,
  MOST_NUMBERS,
  shownName,
  type Contact,
  type ContactContent,
  type ContactNumber,
} from '../../base/model/contact.js';
import type { ContactRow } from '../imports/contacts/contact-row.js';
import type { ContactBy, ContactDesk } from './contacts.js';

/**
 * `more`: one of this name and company is there and has fewer numbers or no note. `otherName`: the number is there under
 * another name. `repeated`: a row before says the same. `noNumber`: as mail programs keep many; `unusable`: it has faults.
 */
export const CONTACT_STATES = [
  'new',
  'more',
  'otherName',
  'same',
  'repeated',
  'noNumber',
  'unusable',
] as const;
export type ContactState = (typeof CONTACT_STATES)[number];

/** What can be taken over. */
export const TAKEN_STATES = ['new', 'more', 'otherName'] as const satisfies readonly ContactState[];
export type TakenState = (typeof TAKEN_STATES)[number];

export interface PlannedContact {
  readonly row: ContactRow;
  readonly state: ContactState;
  /** As it would be; undefined: it cannot be taken. */
  readonly content: ContactContent | undefined;
  /** The contact that is there. */
  readonly there: Contact | undefined;
  /** What is wrong, also with what is left out of a row that is taken. */
  readonly faults: readonly ContactFault[];
  /** The line before that says the same. */
  readonly before: number | undefined;
}

export interface ContactPlan {
  readonly rows: readonly PlannedContact[];
  readonly counts: Readonly<Record<ContactState, number>>;
}

interface PlanUse {
  readonly book: ContactBook;
  readonly house: ContactHouse;
  readonly byName: ReadonlyMap<string, Contact>;
  readonly seen: Map<string, { readonly line: number; readonly numbers: Set<string> }>;
}

const nameKey = ({ name, company }: Pick<ContactContent, 'name' | 'company'>): string =>
  `${folded(name)}\n${folded(company)}`;

/** In steps, one for each row and for each contact that is there. */
export function* contactPlanSteps(
  book: ContactBook,
  house: ContactHouse,
  rows: readonly ContactRow[],
): Generator<undefined, ContactPlan> {
  const byName = new Map<string, Contact>();
  for (const contact of book.all()) {
    if (!byName.has(nameKey(contact))) byName.set(nameKey(contact), contact);
    yield;
  }
  const use: PlanUse = { book, house, byName, seen: new Map() };
  const planned: PlannedContact[] = [];
  const counts = Object.fromEntries(CONTACT_STATES.map((state) => [state, 0])) as Record<
    ContactState,
    number
  >;
  for (const row of rows) {
    const one = plan(row, use);
    planned.push(one);
    counts[one.state] += 1;
    yield;
  }
  return { rows: planned, counts };
}

function plan(row: ContactRow, use: PlanUse): PlannedContact {
  const nothing = { row, content: undefined, there: undefined, faults: [], before: undefined };
  if (row.numbers.length === 0) return { ...nothing, state: 'noNumber' };
  const { content, faults } = usable(row, use.house);
  if (content === undefined) return { ...nothing, state: 'unusable', faults };
  const before = repeated(row, content, use);
  if (before !== undefined) return { ...nothing, state: 'repeated', before };
  const there = use.byName.get(nameKey(content));
  if (there !== undefined) {
    const merged = mergedWith(there, content);
    return { ...nothing, state: merged === undefined ? 'same' : 'more', content: merged, there, faults };
  }
  const [other] = content.numbers.flatMap(({ number }) => use.book.withNumber(number)[0] ?? []);
  return { ...nothing, state: other === undefined ? 'new' : 'otherName', content, there: other, faults };
}

/** Numbers that cannot be read are left out as long as one can. */
function usable(row: ContactRow, house: ContactHouse) {
  const whole = readContact(row, house);
  if (whole.kind === 'contact') return { content: whole.content, faults: [] };
  const numbers = row.numbers.filter((one) => {
    const alone = readContact({ ...row, numbers: [one] }, house);
    return alone.kind === 'contact';
  });
  const rest = readContact({ ...row, numbers: numbers.slice(0, MOST_NUMBERS) }, house);
  return { content: rest.kind === 'contact' ? rest.content : undefined, faults: whole.faults };
}

/** Of what one file says of somebody in two rows the second is only taken if it says more, and then with the next import. */
function repeated(row: ContactRow, content: ContactContent, { seen }: PlanUse): number | undefined {
  const key = nameKey(content);
  const known = seen.get(key);
  if (known === undefined) {
    seen.set(key, { line: row.line, numbers: new Set(content.numbers.map(({ number }) => number)) });
    return undefined;
  }
  return known.line;
}

/** Undefined: it is there with all that the row says. */
function mergedWith(there: Contact, { numbers, note }: ContactContent): ContactContent | undefined {
  const known = new Set(there.numbers.map(({ number }) => number));
  const more: readonly ContactNumber[] = numbers.filter(({ number }) => !known.has(number));
  const isNoted = there.note === '' && note !== '';
  if ((more.length === 0 || known.size >= MOST_NUMBERS) && !isNoted) return undefined;
  const { name, company } = there;
  return {
    name,
    company,
    note: isNoted ? note : there.note,
    numbers: [...there.numbers, ...more].slice(0, MOST_NUMBERS),
  };
}

export interface ContactsImported {
  readonly added: number;
  readonly changed: number;
  /** So many had no room. */
  readonly left: number;
  /** Somebody else has changed or deleted these meanwhile. */
  readonly missed: number;
}

/** Written at a time: other work of the database comes between. */
const AT_A_TIME = 200;

/**
 * One audit entry. Repeated, also after it was broken off, it adds nothing twice. Errors: the database's; what was written by
 * then stays.
 */
export async function importContacts(
  desk: ContactDesk,
  plan: ContactPlan,
  take: ReadonlySet<ContactState>,
  { who, at, from }: ContactBy & { readonly from: string },
): Promise<ContactsImported> {
  const taken = plan.rows.filter(({ state, content }) => content !== undefined && take.has(state));
  const isAdded = ({ state }: PlannedContact) => state !== 'more';
  const room = Math.max(0, MOST_CONTACTS - (await desk.store.count()));
  const all = taken.filter(isAdded);
  const added = all.slice(0, room);
  try {
    for (let begin = 0; begin < added.length; begin += AT_A_TIME)
      await desk.store.add(
        added
          .slice(begin, begin + AT_A_TIME)
          .flatMap(({ content }) =>
            content === undefined ? [] : [{ id: randomUUID(), ...content, changedAt: at, changedBy: who }],
          ),
      );
    let changed = 0;
    for (const { there, content } of taken.filter((one) => !isAdded(one))) {
      if (there === undefined || content === undefined) continue;
      const next = { ...there, ...content, changedAt: at, changedBy: who };
      if ((await desk.store.replace(next, there.changedAt)) !== false) changed += 1;
    }
    const done = {
      added: added.length,
      changed,
      left: all.length - added.length,
      missed: taken.length - all.length - changed,
    };
    const facts = { file: from.slice(0, 100), added: String(done.added), changed: String(done.changed) };
    await desk.audit.note(who, 'contactsImported', facts);
    return done;
  } finally {
    await desk.kept.refresh();
  }
}

/** In slices, against what is in memory now. */
export async function planContacts(
  { kept }: Pick<ContactDesk, 'kept'>,
  house: ContactHouse,
  rows: readonly ContactRow[],
): Promise<ContactPlan> {
  await kept.refresh();
  return inSlices(contactPlanSteps(kept.book(), house, rows));
}

/** For the list: `Erika Muster (Muster GmbH)`. */
export const plannedName = ({ content, row }: PlannedContact): string => shownName(content ?? row);
