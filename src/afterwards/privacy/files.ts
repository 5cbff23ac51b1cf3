/** The files below the data folder, and FreeSWITCH's CDRs, in which a number stands. */
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { lineOf, readLine } from '../../base/journal/lines.js';
import { erasedCall, type Content, type Person } from './erase.js';
import { textsOfMail } from './mail-text.js';
import { occursIn, type Notations } from './notations.js';

/**
 * `aside`: put aside for a person to look at, events and CDRs. `waiting`: a CDR that the service has still to read.
 * `database`: the embedded one. `other`: written by something else, so nothing here knows what may be done with it.
 */
export type FileKind = 'outbox' | 'aside' | 'journal' | 'waiting' | 'database' | 'other';

export interface FoundFile {
  readonly kind: FileKind;
  readonly file: string;
}

export interface Folders {
  readonly data: string;
  readonly cdrs: readonly string[];
  /** The embedded database's own files are not searched. */
  readonly isWithoutDatabase?: true;
}

/** The embedded database's folder below the data folder: binary, and cleaned through the database itself. */
const DATABASE = 'mongodb';

/** Larger ones are no files of this service; they are searched as bytes. */
const LARGEST_TEXT = 64 * 2 ** 20;

export async function filesWith(folders: Folders, notations: Notations): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for await (const file of filesBelow(folders.data)) {
    const name = path.relative(folders.data, file);
    if (folders.isWithoutDatabase && name.startsWith(DATABASE + path.sep)) continue;
    const kind = kindBelowData(name);
    const isFound = kind === 'database' ? await holdsBytes(file, notations) : await holds(file, notations);
    if (isFound) found.push({ kind, file });
  }
  for (const folder of folders.cdrs) {
    for await (const file of filesBelow(folder)) {
      if (!(await holds(file, notations))) continue;
      found.push({ kind: path.dirname(file) === folder ? 'waiting' : 'aside', file });
    }
  }
  return found;
}

function kindBelowData(name: string): FileKind {
  const [folder = ''] = name.split(path.sep);
  if (folder === DATABASE) return 'database';
  if (folder === 'outbox') return 'outbox';
  if (folder === 'events-put-aside') return 'aside';
  return folder.startsWith('journal-') ? 'journal' : 'other';
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(place);
    else if (entry.isFile()) yield place;
  }
}

async function holds(file: string, notations: Notations): Promise<boolean> {
  const bytes = await readFile(file).catch(() => undefined);
  // Gone meanwhile: a queue's file, or one that its owner has replaced.
  if (bytes === undefined) return false;
  if (bytes.length > LARGEST_TEXT) return holdsBytes(file, notations);
  const text = bytes.toString('utf8');
  return occursIn(file.endsWith('.eml') ? textsOfMail(text) : text, notations);
}

/** What is looked at before and behind the digits, to tell whether they are part of a longer number. */
const AROUND = 40;

/** Read in pieces, each with the end of the one before it. */
async function holdsBytes(file: string, notations: Notations): Promise<boolean> {
  const { digits } = notations;
  let end = Buffer.alloc(0);
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
      const bytes = Buffer.concat([end, piece]);
      for (let at = bytes.indexOf(digits); at !== -1; at = bytes.indexOf(digits, at + 1)) {
        const around = bytes.subarray(Math.max(0, at - AROUND), at + digits.length + AROUND);
        if (occursIn(around.toString(), notations)) return true;
      }
      end = bytes.subarray(-(digits.length + 2 * AROUND));
    }
  } catch (error) {
    // Gone meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return false;
}

export const removeFile = (file: string): Promise<void> => rm(file, { force: true });

/** Rewrites a journal's file, which no process may have open. A damaged line with the number is dropped. */
export async function eraseInJournal(file: string, person: Person): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => erasedLine(line, person));
  const copy = `${file}.new`;
  const handle = await open(copy, 'w', 0o600);
  try {
    await handle.writeFile(lines.filter((line) => line !== undefined).join('\n'));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(copy, file);
}

function erasedLine(text: string, person: Person): string | undefined {
  if (!occursIn(text, person.notations)) return text;
  const line = readLine(text);
  if (line?.kind !== 'put') return undefined;
  const record = JSON.parse(line.value) as Content;
  const value = JSON.stringify({ ...record, ...erasedCall(record, person) });
  return lineOf({ ...line, value }).trimEnd();
}
