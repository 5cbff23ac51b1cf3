/** Makes an entry of the address book of what somebody typed or a file says. Pure. */
import {
  LONGEST_NAME,
  LONGEST_NOTE,
  MOST_NUMBERS,
  NUMBER_KINDS,
  SHORTEST_TRUNK,
  type ContactContent,
  type ContactNumber,
  type NumberKind,
} from '../model/contact.js';
import { typedCaller } from '../configuration/typed-caller.js';

/** As typed. */
export interface TypedNumber {
  readonly kind: string;
  readonly number: string;
}

export interface TypedContact {
  readonly name: string;
  readonly company: string;
  readonly note: string;
  readonly numbers: readonly TypedNumber[];
}

/** What is wrong; `number` as typed, `most` the limit. */
export type ContactFault =
  | { readonly kind: 'noName' | 'noNumber' }
  | { readonly kind: 'nameTooLong' | 'noteTooLong' | 'tooManyNumbers'; readonly most: number }
  /** `ownNumber`: an extension or a group of the house, which have names already. */
  | { readonly kind: 'badNumber' | 'shortTrunk' | 'ownNumber'; readonly number: string };

export interface ContactHouse {
  readonly country: string;
  /** Whether it is an extension or a group of the house. */
  readonly isOwn: (number: string) => boolean;
}

export type ReadContact =
  | { readonly kind: 'contact'; readonly content: ContactContent }
  | { readonly kind: 'faulty'; readonly faults: readonly ContactFault[] };

/** Controls, lone halves of characters, and characters that change the direction of what stands around them. */
const UNWANTED = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

const oneLine = (text: string): string =>
  text.normalize('NFC').replaceAll(UNWANTED, ' ').replaceAll(/ {2,}/g, ' ').trim();

const someLines = (text: string): string =>
  text.replaceAll(/\r\n?/g, '\n').split('\n').map(oneLine).join('\n').trim();

const lengthOf = (text: string): number => Array.from(text).length;

/** Numbers that are empty are left out; one that stands there twice is there once. */
export function readContact(typed: TypedContact, house: ContactHouse): ReadContact {
  const [name, company, note] = [oneLine(typed.name), oneLine(typed.company), someLines(typed.note)];
  const faults: ContactFault[] = [];
  if (name === '' && company === '') faults.push({ kind: 'noName' });
  if (Math.max(lengthOf(name), lengthOf(company)) > LONGEST_NAME)
    faults.push({ kind: 'nameTooLong', most: LONGEST_NAME });
  if (lengthOf(note) > LONGEST_NOTE) faults.push({ kind: 'noteTooLong', most: LONGEST_NOTE });
  const numbers = new Map<string, ContactNumber>();
  for (const one of typed.numbers) {
    if (one.number.trim() === '') continue;
    const read = readNumber(one, house);
    if ('fault' in read) faults.push(read.fault);
    else if (!numbers.has(read.number)) numbers.set(read.number, read);
  }
  if (numbers.size > MOST_NUMBERS) faults.push({ kind: 'tooManyNumbers', most: MOST_NUMBERS });
  if (numbers.size === 0 && faults.length === 0) faults.push({ kind: 'noNumber' });
  if (faults.length > 0) return { kind: 'faulty', faults };
  return { kind: 'contact', content: { name, company, note, numbers: [...numbers.values()] } };
}

/** `030 1234-*`, `030 1234-…`, `030 1234-…*`: with all extensions. */
const ALL_EXTENSIONS = /[\s/-]*(?:\*|…|\.\.\.)+\s*$/;

function readNumber(
  { kind, number: given }: TypedNumber,
  { country, isOwn }: ContactHouse,
): ContactNumber | { readonly fault: ContactFault } {
  const text = given.trim().slice(0, 80);
  const isTrunk = ALL_EXTENSIONS.test(text);
  const wanted = typedCaller(isTrunk ? `${text.replace(ALL_EXTENSIONS, '')}*` : text, country);
  if (wanted === undefined || wanted.kind === 'withheld')
    return { fault: { kind: 'badNumber', number: text } };
  const number = wanted.e164 ?? wanted.number;
  if (isOwn(wanted.number)) return { fault: { kind: 'ownNumber', number: text } };
  const known = kindOf(kind);
  if (wanted.kind === 'whole') return { kind: known, number };
  if (wanted.e164 === undefined || number.length < SHORTEST_TRUNK + 1)
    return { fault: { kind: 'shortTrunk', number: text } };
  return { kind: known, number, withExtensions: true };
}

function kindOf(given: string): NumberKind {
  return NUMBER_KINDS.find((one) => one === given) ?? 'other';
}
