/** What a document looks like without one person. Pure. */
import type { CallRecord } from '../../base/model/call-record.js';
import type { ContactContent } from '../../base/model/contact.js';
import { occursIn, type Notations } from './notations.js';

/** Stands where a number or a name was. */
export const ERASED = '***';

/** Somebody who is looked for, or who is to be forgotten. */
export interface Person {
  readonly notations: Notations;
  /** As the person's calls showed them; replaced where the number stands beside them. */
  readonly names: readonly string[];
}

export type Content = Readonly<Record<string, unknown>>;

/** `later`: the call goes on, so its record will be written again. */
export type Erasure =
  | { readonly kind: 'set'; readonly fields: Content }
  | { readonly kind: 'remove' }
  | { readonly kind: 'later' };

/** A saved search for the number finds nothing any more, and two without it could be the same. */
const WHOLE: readonly string[] = ['callbacks', 'callnotes', 'callviews'];

/** `fields` has only what changes. The document's `_id` never does. */
export function erasureOf(collection: string, content: Content, person: Person): Erasure {
  if (collection === 'calls') {
    const call = content as unknown as CallRecord;
    return call.outcome === 'open' ? { kind: 'later' } : { kind: 'set', fields: erasedCall(content, person) };
  }
  if (WHOLE.includes(collection) && isOf(content, person)) return { kind: 'remove' };
  if (collection === 'contacts') return erasedContact(content, person);
  return { kind: 'set', fields: changedFields(content, person) };
}

/** A person's entry goes whole; a company's without a name keeps its other numbers. Others may name the person in a note. */
function erasedContact(content: Content, person: Person): Erasure {
  const { name, numbers } = content as unknown as ContactContent;
  const others = numbers.filter(({ number }) => !occursIn(number, person.notations));
  if (others.length === numbers.length) return { kind: 'set', fields: changedFields(content, person) };
  if (name !== '' || others.length === 0) return { kind: 'remove' };
  return { kind: 'set', fields: { ...changedFields(content, person), numbers: others } };
}

/** A call-back entry, the notes on a call or a saved search of the person, not one whose note names the number. */
function isOf({ key, number, query }: Content, { notations }: Person): boolean {
  return [key, number, query].some((text) => typeof text === 'string' && occursIn(text, notations));
}

/** The fields of a call that change. */
export function erasedCall(content: Content, person: Person): Content {
  const { caller } = content as unknown as CallRecord;
  const fields = changedFields(content, person);
  if (!isCaller(caller, person)) return fields;
  // Nobody can be called back under what is left.
  return { ...fields, caller: { ...caller, number: ERASED, e164: null, name: null }, followUp: null };
}

function isCaller(caller: CallRecord['caller'], { notations }: Person): boolean {
  return [caller.number, caller.e164].some((text) => text !== null && occursIn(text, notations));
}

/** Whether the person may be heard in the call's recording: as the caller, or as whoever answered. */
export function isHeard({ caller, answeredBy }: CallRecord, person: Person): boolean {
  return isCaller(caller, person) || (answeredBy !== null && occursIn(answeredBy.to, person.notations));
}

function changedFields(content: Content, person: Person): Content {
  const fields = Object.entries(content).map(
    ([key, value]) => [key, value, isWordOfProgram(key, value) ? value : erasedIn(value, person)] as const,
  );
  return Object.fromEntries(
    fields.flatMap(([key, before, after]) => (key === '_id' || after === before ? [] : [[key, after]])),
  );
}

/** Of a kind, an outcome, an account: somebody whose phone calls itself `mobile` or `unknown` is not what it means. */
const isWordOfProgram = (key: string, value: unknown): boolean =>
  key !== 'name' && typeof value === 'string' && /^[a-z][A-Za-z]*$/.test(value);

/** The same value if nothing in it changes. */
function erasedIn(value: unknown, person: Person): unknown {
  if (typeof value === 'string') return erasedText(value, person);
  if (Array.isArray(value)) {
    const entries = value.map((entry) => erasedIn(entry, person));
    return entries.every((entry, index) => entry === value[index]) ? value : entries;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const changed = changedFields(value as Content, person);
  return Object.keys(changed).length === 0 ? value : { ...value, ...changed };
}

const inHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** A name is not part of another word: `Mann` is not in `Mannheim`. In JSON, `\\n` may stand before it. */
const asWord = (name: string): RegExp =>
  new RegExp(
    `(?:(?<!\\p{L})|(?<=\\\\[bfnrt]))${name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?!\\p{L})`,
    'gu',
  );

export function erasedText(text: string, { notations, names }: Person): string {
  return names
    .flatMap((name) => [name, inHtml(name)])
    .reduce(
      (left, name) => left.replaceAll(asWord(name), ERASED),
      text.replaceAll(notations.pattern, ERASED),
    );
}
