/** What lists of extensions of other systems are read into, and why one cannot be read. Pure. */
import { AppError } from '../../base/errors.js';

/** Somebody in a list of another system, as it is written there; a text that is not there is empty. */
export interface SourceRow {
  readonly file: string;
  /** Of the file, from 1; 0: it came from no file. */
  readonly line: number;
  readonly extension: string;
  /** What the extension is called by others: `number-alias`. */
  readonly alias: string;
  readonly name: string;
  readonly email: string;
  readonly mobile: string;
  /** SIP domain; empty: the list does not say. */
  readonly domain: string;
  readonly enabled: boolean;
}

/** A file as it was given. Its bytes may hold passwords: whoever has read it lets go of them. */
export interface SourceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All files together. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** More than a configuration may have users: lists of several domains name many who do not belong here. */
export const MOST_ROWS = 20_000;

/** Longer texts are cut: no name, number or address is as long, and what is cut is refused later. */
const LONGEST_TEXT = 200;

export type Unreadable =
  | 'empty'
  | 'noXmlFiles'
  | 'tooLarge'
  | 'tooMany'
  | 'spreadsheet'
  | 'binary'
  | 'severalFiles'
  | 'xmlBroken'
  | 'xmlDoctype'
  | 'xmlDeep'
  | 'noUsers'
  | 'quoteOpen'
  | 'tooWide'
  | 'dumpBroken'
  | 'dumpWithoutColumns'
  | 'unknownColumn'
  | 'notListed'
  | 'away'
  | 'unknownFreeswitch'
  | 'cardOpen'
  | 'cardBroken'
  | 'noContacts'
  | 'noContactColumns';

/** Where: `file` and `line` are in the facts if they are known. Never a text of the file: it could be a password. */
export class UnreadableSource extends AppError {
  constructor(
    readonly why: Unreadable,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super('SOURCE_UNREADABLE', `The list cannot be read (${why})`, { facts: values });
  }
}

/**
 * A text of a list: trimmed, and of a bounded length. It is a copy: a text that is cut out of a large one would keep all of
 * that in memory, with the passwords in it.
 */
export function plainText(given: string | undefined): string {
  const text = (given ?? '')
    .slice(0, 4 * LONGEST_TEXT)
    .trim()
    .slice(0, LONGEST_TEXT);
  return text === '' ? '' : Buffer.from(text).toString();
}
