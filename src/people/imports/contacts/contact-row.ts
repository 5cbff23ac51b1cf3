/** What files of contacts are read into. Pure. */
import type { TypedContact } from '../../../base/contacts/read-contact.js';

export interface ContactRow extends TypedContact {
  /** Of the file, from 1, where it begins. */
  readonly line: number;
}

/** Cards with pictures are large; what they show is left out. */
export const MOST_CONTACT_BYTES = 32 * 1024 * 1024;

/** Numbers that are read of one row; more are told when it is looked at. */
export const MOST_READ = 20;

/** Longer texts are cut where nobody reads them; names and notes are refused later if they are too long. */
export const LONGEST_READ = 4000;

/** A copy: a text that is cut out of a large file would keep all of that in memory. */
export function copied(text: string): string {
  const cut = text.slice(0, LONGEST_READ).trim();
  return cut === '' ? '' : Buffer.from(cut).toString();
}
