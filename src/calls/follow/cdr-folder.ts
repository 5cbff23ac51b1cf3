/**
 * The folder into which a FreeSWITCH writes its CDRs. A file stays until its facts are in a record. A file that cannot be
 * read, or that belongs to no call of a group, is put aside.
 */
import { lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../base/log.js';
import { readCdr, type OwnCdr } from '../story/read-cdr.js';

/** `done`: the file is no longer needed. `later`: not known yet. `foreign`: it belongs to no call of a group. */
export type CdrUse = 'done' | 'later' | 'foreign';

export interface CdrFolderUse {
  readonly folder: string;
  /** Called repeatedly until it says `done`. Rejects while the database is unreachable. */
  readonly take: (cdr: OwnCdr, ageMs: number) => Promise<CdrUse>;
  /** Called once for each file that FreeSWITCH has written, whatever is in it. */
  readonly onFile?: () => void;
  readonly nowMs: () => number;
  readonly log: Log;
  /** How often the folder is read. Default 1 s. */
  readonly lookMs?: number;
}

/** FreeSWITCH writes a file in one go; a file that is still not JSON after this time never will be. */
const HALF_MS = 10_000;

/** Files read in one look, so that new ones are noticed in between. */
const MOST_FILES = 500;

/** Files worked on side by side: a slow database is waited for once for all of them. Divides the number above. */
const AT_A_TIME = 20;

/**
 * Larger files are not read. A CDR has some 10 kB, and with the most transfers that are read still only a tenth of
 * this.
 */
const MOST_BYTES = 2 * 2 ** 20;

/** A file that was read and is still needed is read again after this time. */
const AGAIN_MS = 2_000;

const NAME = /\.cdr\.json$/;

interface KnownFile {
  readonly firstSeenMs: number;
  readonly nextLookMs: number;
}

export class CdrFolder {
  readonly #use: Required<CdrFolderUse>;
  readonly #stopping = new AbortController();
  readonly #known = new Map<string, KnownFile>();
  readonly #told = new Set<string>();
  #running: Promise<void> = Promise.resolve();

  constructor(use: CdrFolderUse) {
    this.#use = { lookMs: 1_000, onFile: () => undefined, ...use };
  }

  begin(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([this.#running, delay(1_000, undefined, { ref: false })]);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const hasMore = await this.look().catch((error: unknown) => {
        this.#tellOnce('folder', error, 'the CDRs of FreeSWITCH cannot be read; retrying');
        return false;
      });
      const pauseMs = hasMore ? 0 : this.#use.lookMs;
      await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Reads what is there now; resolves with whether there is more. Rejects when the folder cannot be read. */
  async look(): Promise<boolean> {
    const names = (await readdir(this.#use.folder)).filter((name) => NAME.test(name));
    const there = new Set(names);
    for (const name of this.#known.keys()) if (!there.has(name)) this.#known.delete(name);
    this.#told.delete('folder');
    const now = this.#use.nowMs();
    const nextLook = (name: string): number => this.#known.get(name)?.nextLookMs ?? 0;
    // New files first: otherwise a thousand files of unfinished calls would hide them.
    const due = names
      .filter((name) => nextLook(name) <= now)
      .sort((one, other) => nextLook(one) - nextLook(other));
    for (let begin = 0; begin < Math.min(due.length, MOST_FILES); begin += AT_A_TIME) {
      if (this.#stopping.signal.aborted) return false;
      await Promise.all(due.slice(begin, begin + AT_A_TIME).map((name) => this.#takeDue(name, now)));
    }
    return due.length > MOST_FILES;
  }

  async #takeDue(name: string, now: number): Promise<void> {
    if (!this.#known.has(name)) this.#use.onFile();
    const firstSeenMs = this.#known.get(name)?.firstSeenMs ?? now;
    this.#known.set(name, { firstSeenMs, nextLookMs: now + AGAIN_MS });
    await this.#takeFile(name, firstSeenMs).catch((error: unknown) => {
      // Another controller that reads the same folder has removed it.
      if (!isGone(error)) this.#tellOnce('file', error, 'a CDR could not be worked on; trying again');
    });
  }

  async #takeFile(name: string, firstSeenMs: number): Promise<void> {
    const { folder, take, nowMs } = this.#use;
    const file = path.join(folder, name);
    const about = await lstat(file);
    // After an outage every file is old, so a file's age must not make it foreign before the others have been read.
    const ageMs = nowMs() - Math.max(about.mtimeMs, firstSeenMs);
    const why = about.isFile() ? about.size > MOST_BYTES && 'no CDR is this large' : 'it is not a file';
    if (why !== false) return this.#putAside(name, 'unreadable', why);
    const read = readCdr(await readFile(file, 'utf8'), about.mtimeMs);
    switch (read.kind) {
      case 'unreadable':
        if (ageMs > HALF_MS) await this.#putAside(name, 'unreadable', read.why);
        return;
      case 'other':
        await this.#putAside(name, 'other', undefined);
        return;
      case 'ours': {
        const use = await take(read, ageMs);
        if (use === 'done') await rm(file, { force: true });
        if (use === 'foreign') await this.#putAside(name, 'foreign', 'there is no such call');
        return;
      }
    }
  }

  async #putAside(name: string, where: string, why: string | undefined): Promise<void> {
    const { folder, log } = this.#use;
    await mkdir(path.join(folder, where), { recursive: true, mode: 0o750 });
    await rename(path.join(folder, name), path.join(folder, where, name));
    this.#known.delete(name);
    if (why !== undefined) {
      log.error({ file: path.join(folder, where, name), why }, 'a CDR is put aside for a person to look at');
    } else if (!this.#told.has(where)) {
      this.#told.add(where);
      log.info({ folder: path.join(folder, where) }, 'CDRs of calls that no group had are put here');
    }
  }

  #tellOnce(what: string, error: unknown, message: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    this.#use.log.error({ err: error, folder: this.#use.folder }, message);
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
