/** The files of a journal in their folder: numbered, append-only, and deleted as a whole. */
import { copyFile, mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { inSlices } from '../in-slices.js';
import { lineOf, readLine, type JournalLine } from './lines.js';

/** The format that this program writes; it counts up when an older program could not read it. A newer one is not read. */
const VERSION = 1;

const FILE_NAME = /^(\d{8,15})\.journal$/;

/** Folder for files that a person has to look at. */
const ASIDE = 'unreadable';

export interface SegmentContent {
  readonly lines: readonly JournalLine[];
  /** Unreadable lines. A last line that is cut off does not count: a crash leaves such lines. */
  readonly damaged: number;
  /** Written by a newer program; none of it is read. */
  readonly isNewer: boolean;
}

export class Segments {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Creates the folder if needed. Returns the numbers of its files, the oldest first. */
  async numbers(): Promise<number[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = await readdir(this.#folder);
    const numbers = names.flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []).map(Number);
    return numbers.sort((one, other) => one - other);
  }

  /** Read in pieces, so that a large file does not hold up a call. */
  async read(number: number): Promise<SegmentContent> {
    return inSlices(contentOf(await readFile(this.file(number), 'utf8')));
  }

  /** Creates a file with its first line. Both survive a power cut once they are synced. */
  async begin(number: number): Promise<FileHandle> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const handle = await open(this.file(number), 'ax', 0o600);
    try {
      await handle.appendFile(lineOf({ kind: 'begin', version: VERSION }));
      await this.#syncFolder();
    } catch (error) {
      await handle.close();
      throw error;
    }
    return handle;
  }

  /** A new file name is durable only after the folder is synced. Windows cannot sync folders. */
  async #syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#folder, 'r');
    await folder.sync().finally(() => folder.close());
  }

  remove(number: number): Promise<void> {
    return rm(this.file(number), { force: true });
  }

  /** Keeps a copy for a person to look at; returns where. The readable lines of the file itself are still needed. */
  async copyAside(number: number): Promise<string> {
    const folder = path.join(this.#folder, ASIDE);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = this.file(number);
    const target = path.join(folder, `${Date.now()}-${path.basename(file)}`);
    await copyFile(file, target);
    return target;
  }

  file(number: number): string {
    return path.join(this.#folder, `${String(number).padStart(8, '0')}.journal`);
  }
}

function* contentOf(text: string): Generator<undefined, SegmentContent> {
  const texts = text.split('\n');
  // Anything after the last line break is an incomplete line.
  texts.pop();
  const lines: JournalLine[] = [];
  let damaged = 0;
  for (const one of texts) {
    if (one === '') continue;
    const line = readLine(one);
    if (line?.kind === 'begin' && line.version > VERSION) return { lines: [], damaged: 0, isNewer: true };
    if (line === undefined) damaged += 1;
    else lines.push(line);
    yield;
  }
  return { lines, damaged, isNewer: false };
}
