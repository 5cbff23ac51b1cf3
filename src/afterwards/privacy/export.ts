/** Everything that is kept about one number, in a form that a person can be handed. */
import type { AnyDocument } from '../../base/store/every-document.js';
import type { CallRecord } from '../../base/model/call-record.js';
import type { ContactNumber } from '../../base/model/contact.js';
import type { Language } from '../../base/model/language.js';
import { privacyWords } from '../words/words.js';
import { recordingOf } from '../recordings/of-call.js';
import { isHeard, type Content } from './erase.js';
import { filesWith } from './files.js';
import { documentsWith, type Counts, type PrivacyUse } from './forget.js';
import { occursIn, type Notations } from './notations.js';
import { placesIn, usersWith } from './person.js';

export interface PersonExport {
  readonly number: string;
  readonly madeAt: Date;
  readonly calls: readonly object[];
  readonly callbacks: readonly object[];
  /** Notes on calls. */
  readonly callnotes: readonly object[];
  /** Entries of the address book. */
  readonly contacts: readonly object[];
  readonly mails: readonly object[];
  readonly audit: readonly object[];
  /** From which groups the users are away whose number it is. */
  readonly away: readonly object[];
  /** Where revisions of the configuration name the number. */
  readonly configurations: readonly object[];
  /** Names of other collections that hold the number, and files. */
  readonly alsoIn: readonly string[];
  /** Files below the recordings folder. */
  readonly recordings: readonly string[];
}

/** Reads only. Numbers of others, a member's mobile among them, are left out. */
export async function exportPerson(
  use: PrivacyUse,
  notations: Notations,
  madeAt: Date,
): Promise<PersonExport> {
  const found: Record<Kept, object[]> = {
    calls: [],
    callbacks: [],
    callnotes: [],
    contacts: [],
    mails: [],
    audit: [],
    configurations: [],
  };
  const alsoIn = new Set<string>();
  const recordings: string[] = [];
  for await (const document of documentsWith(use, notations)) {
    const { collection, content } = document;
    if (!isKept(collection)) {
      alsoIn.add(collection);
      continue;
    }
    found[collection].push(VIEWS[collection](content, notations));
    const name = recordingIn(document, notations);
    if (name !== null) recordings.push(name);
  }
  const files = await filesWith({ ...use.folders, isWithoutDatabase: true }, notations);
  for (const { file } of files) alsoIn.add(file);
  const away = await awayOf(use, notations);
  return { number: notations.number, madeAt, ...found, away, alsoIn: [...alsoIn], recordings };
}

async function awayOf({ store }: PrivacyUse, notations: Notations): Promise<readonly object[]> {
  const ids = usersWith((await store.configurations.latest())?.content, notations);
  const states = ids.length === 0 ? [] : await store.awayStates.all();
  return states
    .filter(({ userId }) => ids.includes(userId))
    .map(({ userId, group, kind, until, changedAt, changedBy }) => ({
      user: userId,
      group,
      kind,
      until: until ?? null,
      changedAt,
      changedBy,
    }));
}

/** With the explanation of each part, in front. */
export function explained(found: PersonExport, lang: Language): object {
  const { about, fields } = privacyWords(lang);
  return { about, fields, ...found };
}

/** For the audit log. */
export function countsOf(found: PersonExport): Counts {
  const { calls, callbacks, callnotes, contacts, mails, audit, recordings } = found;
  return {
    calls: calls.length,
    callbacks: callbacks.length,
    callnotes: callnotes.length,
    contacts: contacts.length,
    mails: mails.length,
    audit: audit.length,
    recordings: recordings.length,
  };
}

const KEPT = ['calls', 'callbacks', 'callnotes', 'contacts', 'mails', 'audit', 'configurations'] as const;
type Kept = (typeof KEPT)[number];

const isKept = (collection: string): collection is Kept => (KEPT as readonly string[]).includes(collection);

function recordingIn({ collection, content }: AnyDocument, notations: Notations): string | null {
  if (collection !== 'calls') return null;
  const call = content as unknown as CallRecord;
  return isHeard(call, { notations, names: [] }) ? recordingOf(call) : null;
}

const VIEWS: Readonly<Record<Kept, (content: Content, notations: Notations) => object>> = {
  calls: callView,
  callbacks: callbackView,
  callnotes: ({ at, notes }) => ({ callAt: at, notes }),
  contacts: contactView,
  mails: ({ kind, group, subject, state, createdAt, finishedAt, recipients, text }, notations) => ({
    kind,
    group,
    subject,
    state,
    createdAt,
    finishedAt,
    recipients: (recipients as readonly { address: string }[]).map(({ address }) => address),
    // A report lists other callers too.
    lines: String(text)
      .split('\n')
      .filter((line) => occursIn(line, notations)),
  }),
  audit: auditView,
  configurations: ({ _id, content }, notations) => ({ revision: _id, places: placesIn(content, notations) }),
};

/** An entry about a whole configuration holds the numbers of all others, so it is told where this one stands. */
function auditView({ at, who, event, facts, before, after }: Content, notations: Notations): object {
  const told = Object.entries(facts as Readonly<Record<string, string>>).filter(
    ([name, value]) => name === 'subject' || occursIn(value, notations),
  );
  const [was, is] = [placesInText(before, notations), placesInText(after, notations)];
  return { at, who, event, facts: Object.fromEntries(told), before: was, after: is };
}

/** @param text JSON; none: there was nothing */
function placesInText(text: unknown, notations: Notations): readonly string[] {
  if (typeof text !== 'string' || !occursIn(text, notations)) return [];
  try {
    return placesIn(JSON.parse(text), notations);
  } catch {
    // Of another version, or too long to be kept whole.
    return ['…'];
  }
}

/** Of somebody else's entry, in whose note the number stands, only the note. */
function contactView(content: Content, notations: Notations): object {
  const { name, company, note, numbers, changedAt, changedBy } = content;
  const isOwn = (numbers as readonly ContactNumber[]).some(({ number }) => occursIn(number, notations));
  return isOwn ? { name, company, note, numbers, changedAt, changedBy } : { note, changedAt };
}

/** Of another caller's entry, in whose note the number stands, only what is about the note. */
function callbackView(content: Content, notations: Notations): object {
  const { group, number, name, state, count, firstAt, lastAt, takenBy, endedAt, endedBy, note, notes } =
    content;
  const seen = { group, state, count, firstAt, lastAt, takenBy, endedAt, endedBy, note, notes };
  return occursIn(String(number), notations) ? { number, name, ...seen } : seen;
}

function callView(content: Content, notations: Notations): object {
  const call = content as unknown as CallRecord;
  const { group, caller, startedAt, answeredAt, endedAt, outcome, waitingSec, talkingSec, missed } = call;
  return {
    startedAt,
    answeredAt,
    endedAt,
    group: { number: group.number, name: group.name },
    ...(isOthers(caller, notations) ? {} : { caller }),
    outcome,
    waitingSec,
    talkingSec,
    missed: missed?.text ?? null,
    answeredBy: call.answeredBy?.who ?? null,
    rang: call.legs.map(({ who, to, startedAt: from, endedAt: until, outcome: how }) => ({
      who,
      ...(occursIn(to, notations) && { number: to }),
      from,
      until,
      outcome: how,
    })),
    decisions: call.steps.map(({ at, text }) => ({ at, text })),
    recording: isHeard(call, { notations, names: [] }) ? recordingOf(call) : null,
  };
}

/** The number was called, and did not call. */
function isOthers({ number, e164 }: CallRecord['caller'], notations: Notations): boolean {
  return ![number, e164].some((text) => text !== null && occursIn(text, notations));
}
