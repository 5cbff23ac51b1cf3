/**
 * The folder into which a FreeSWITCH writes its CDRs. A file stays until what it tells is in a record; one that cannot be
 * read, and one that belongs to no call of a group, is put aside.
 */
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../base/log.js';
import type { Lookup } from '../story/read-channel.js';
import { readCdr } from '../story/read-cdr.js';
import type { ChannelFact } from '../story/story.js';

/** `done`: the file is not needed any more. `later`: nobody can say yet. `foreign`: there is no such call. */
export type CdrUse = 'done' | 'later' | 'foreign';

export interface CdrFolderUse {
  readonly folder: string;
  /** Called again, until it says `done`. Rejects while the database is away. */
  readonly take: (fact: ChannelFact, header: Lookup, ageMs: number) => Promise<CdrUse>;
  readonly nowMs: () => number;
  readonly log: Log;
  /** Between two looks into the folder. Default 1 s. */
  readonly lookMs?: number;
}

/** FreeSWITCH writes a file in one go; one that is no JSON after this time never will be. */
const HALF_MS = 10_000;

/** Files of one look, so that a backlog of days is not held in memory. */
const MOST_FILES = 500;

/** A file that was taken and is still needed is looked at again after this time. */
const AGAIN_MS = 2_000;

const NAME = /\.cdr\.json$/;

export class CdrFolder {
  readonly #use: Required<CdrFolderUse>;
  readonly #stopping = new AbortController();
  readonly #nextLook = new Map<string, number>();
  readonly #told = new Set<string>();
  #running: Promise<void> = Promise.resolve();

  constructor(use: CdrFolderUse) {
    this.#use = { lookMs: 1_000, ...use };
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
      await this.look().catch((error: unknown) =>
        this.#tellOnce('folder', error, 'the CDRs of FreeSWITCH cannot be read; trying on'),
      );
      await delay(this.#use.lookMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Takes what is there now. Rejects when the folder cannot be read. */
  async look(): Promise<void> {
    const names = (await readdir(this.#use.folder)).filter((name) => NAME.test(name));
    const known = new Set(names);
    for (const name of this.#nextLook.keys()) if (!known.has(name)) this.#nextLook.delete(name);
    this.#told.delete('folder');
    const now = this.#use.nowMs();
    const due = names.filter((name) => (this.#nextLook.get(name) ?? 0) <= now).slice(0, MOST_FILES);
    for (const name of due) {
      if (this.#stopping.signal.aborted) return;
      this.#nextLook.set(name, now + AGAIN_MS);
      await this.#takeFile(name).catch((error: unknown) =>
        this.#tellOnce('file', error, 'a CDR could not be worked on; trying again'),
      );
    }
  }

  async #takeFile(name: string): Promise<void> {
    const { folder, take, nowMs } = this.#use;
    const file = path.join(folder, name);
    const ageMs = nowMs() - (await stat(file)).mtimeMs;
    const read = readCdr(await readFile(file, 'utf8'));
    switch (read.kind) {
      case 'unreadable':
        if (ageMs > HALF_MS) await this.#putAside(name, 'unreadable', read.why);
        return;
      case 'other':
        await this.#putAside(name, 'other', undefined);
        return;
      case 'ours': {
        const use = await take(read.fact, read.header, ageMs);
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
    this.#nextLook.delete(name);
    if (why !== undefined) {
      log.error(
        { file: path.join(folder, where, name) },
        `a CDR is put aside for a person to look at: ${why}`,
      );
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
