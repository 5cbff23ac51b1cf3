/** An entry of the address book: names for numbers. Plain values. */

export const NUMBER_KINDS = ['work', 'mobile', 'home', 'fax', 'other'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

export interface ContactNumber {
  readonly kind: NumberKind;
  /** E.164; or the digits as callers show them, of a number that has no such form. */
  readonly number: string;
  /** A company's number with all its extensions: it names each caller whose number begins so. */
  readonly withExtensions?: true;
}

/** `name` or `company` may be empty, not both. */
export interface ContactContent {
  readonly name: string;
  readonly company: string;
  readonly note: string;
  readonly numbers: readonly ContactNumber[];
}

export interface Contact extends ContactContent {
  readonly id: string;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/** What one house may have: all names are kept in memory, so that no call waits for them. */
export const MOST_CONTACTS = 50_000;
export const MOST_NUMBERS = 10;

/** In characters, which may each be two units of a string. */
export const LONGEST_NAME = 300;
export const LONGEST_NOTE = 2000;

/** Longer extensions than this behind a company's number belong to somebody else. */
export const LONGEST_EXTENSION = 6;

/** Fewer digits, with the country's code, are the number of half a town. */
export const SHORTEST_TRUNK = 6;

/** What people read: `Erika Muster (Muster GmbH)`. */
export function shownName({ name, company }: Pick<ContactContent, 'name' | 'company'>): string {
  if (name === '' || company === '' || name === company) return name === '' ? company : name;
  return `${name} (${company})`;
}

/** A number as it is written where somebody may change it: `+49301234*` means all that begin so. */
export function writtenNumber({ number, withExtensions }: ContactNumber): string {
  return withExtensions === true ? `${number}*` : number;
}

/** Small letters without marks, as names are compared, sorted and looked for: `Müller` is `muller`. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');
}
