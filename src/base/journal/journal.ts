/**
 * An append-only journal of data that must survive a crash until the database has it: the newest state of each entry.
 * States that arrive together share one write and one fsync, and no caller has to wait for it. A write error is logged
 * once, and everything that is still kept is written as soon as the disk works again.
 *
 * `recovered` resolves with the ids that an earlier run left. Their contents stay in the files until they are recalled.
 */
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Kept } from './kept.js';
import { findLeft } from './left.js';
import { lineOf, newestOf } from './lines.js';
import { DEFAULTS, type JournalOptions } from './options.js';
import { Segments } from './segments.js';

export type { JournalOptions } from './options.js';

/** When nothing is kept any more, a file of this size is replaced by a new one. */
const SMALL_BYTES = 64 * 1024;

/** Most changes in one write. Limits the memory for a write, and how far a file can exceed its size. */
const MOST_CHANGES = 500;

export class Journal<T> {
  /** Ids of what an earlier run left. Resolves once the disk can be read. */
  readonly recovered: Promise<readonly string[]>;
  readonly #options: Required<JournalOptions<T>>;
  readonly #segments: Segments;
  readonly #kept = new Kept<T>();
  /** Changes that are not in the file yet, by id. */
  readonly #changed = new Map<string, 'put' | 'done'>();
  /** What is being written. */
  #inFlight: ReadonlySet<string> = new Set();
  #onRecovered: (ids: readonly string[]) => void = () => undefined;
  #isRecovered = false;
  #lastSegment = 0;
  #hasMoved = false;
  #file: FileHandle | undefined;
  #bytes = 0;
  /** The newest file is to be followed by another one. */
  #isOutdated = false;
  /** Whether anything was written to the newest file of this run. */
  #isUsed = false;
  /** The newest file to which nothing could be written. */
  #spoilt: number | undefined;
  #writing: Promise<void> | undefined;
  #removing: Promise<void> = Promise.resolve();
  #isBroken = false;
  #isClosed = false;
  #retry: NodeJS.Timeout | undefined;

  /** Starts reading what an earlier run left. The journal can be used at once, even if the disk is slow or fails. */
  constructor(options: JournalOptions<T>) {
    this.#options = { ...DEFAULTS, ...options };
    this.#segments = new Segments(options.folder);
    this.recovered = new Promise((resolve) => (this.#onRecovered = resolve));
    this.#writing = this.#write();
  }

  /** How many entries are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /** How many of them are in a file but no longer in memory. */
  get letGo(): number {
    return this.#kept.letGo;
  }

  /** The entries that are in memory, oldest first. */
  entries(): readonly (readonly [string, T])[] {
    return this.#kept.entries();
  }

  /** Takes a newer state. Returns at once; the caller must not change the value afterwards. */
  put(id: string, value: T): void {
    this.#kept.put(id, value);
    this.#change(id, 'put');
  }

  /** The entry is stored elsewhere and no longer needed here. */
  done(id: string): void {
    const done = this.#kept.done(id);
    if (done === undefined) return;
    // Until the files are read, an earlier run may have left a state of it there.
    const mayBeInFile = done.isWritten || this.#inFlight.has(id) || !this.#isRecovered;
    if (mayBeInFile) this.#change(id, 'done');
    else this.#changed.delete(id);
    this.#removeUnneeded();
  }

  /** Releases a state from memory if the file has it. False: the file does not have it yet. */
  letGoOf(id: string): boolean {
    return !this.#changed.has(id) && !this.#inFlight.has(id) && this.#kept.letGoOf(id);
  }

  /** The newest state, read from the file if it was released from memory. Undefined: not kept. Errors: file system errors. */
  async get(id: string): Promise<T | undefined> {
    const segment = this.#kept.segmentOf(id);
    if (this.#kept.value(id) !== undefined || segment === undefined) return this.#kept.value(id);
    const json = newestOf((await this.#segments.read(segment)).lines).get(id);
    return json === undefined ? undefined : this.#parsed(json);
  }

  /**
   * Reads the released states of one file back into memory. Empty: there are none. An entry that the file no longer
   * has is dropped and logged. Errors: file system errors.
   */
  async recall(): Promise<readonly (readonly [string, T])[]> {
    const segment = this.#kept.recallable();
    if (segment === undefined) return [];
    const states = newestOf((await this.#segments.read(segment)).lines);
    const recalled = [...states].flatMap(([id, json]) => {
      const value = this.#kept.recall(id, segment, () => this.#parsed(json));
      return value === undefined ? [] : [[id, value] as const];
    });
    const lost = this.#kept.goneIn(segment);
    if (lost.length === 0) return recalled;
    this.#options.log.error({ segment, ids: lost }, 'the journal has lost entries: its file is damaged');
    for (const id of lost) this.done(id);
    return recalled.length > 0 ? recalled : this.recall();
  }

  /** Undefined: it cannot be parsed. A line that another version wrote may be intact and still not parse. */
  #parsed(json: string): T | undefined {
    try {
      return this.#options.parse(json);
    } catch {
      return undefined;
    }
  }

  /**
   * Begins a new file with what is kept in memory, so that the older ones are deleted with all that was done in them.
   * Does nothing while very much waits, or nothing was written. Resolves when they are gone, or the disk has refused.
   */
  async renew(): Promise<void> {
    await this.flushed();
    if (!this.#isUsed || this.#isBroken || this.#isClosed || this.#kept.size > MOST_CHANGES) return;
    this.#isOutdated = true;
    for (const [id] of this.#kept.entries()) this.#change(id, 'put');
    this.#writing ??= this.#write();
    await this.flushed();
  }

  /** Resolves when everything put before is on disk, or its write has failed. */
  async flushed(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    await this.#removing;
  }

  /** Writes what is left. The next run reads it. */
  async close(): Promise<void> {
    if (this.#changed.size > 0) this.#writing ??= this.#write();
    await this.flushed();
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#file?.close();
    this.#file = undefined;
    if (this.#kept.size > 0 || this.#isBroken) return;
    for (const segment of this.#kept.segments()) await this.#segments.remove(segment);
  }

  /** Finds the ids that an earlier run left. Their contents are recalled later, file by file. */
  async #recover(): Promise<void> {
    const { left, segments, last } = await findLeft(this.#segments, this.#options.log);
    this.#lastSegment = last;
    for (const [id, what] of this.#changed) if (what === 'done') left.delete(id);
    for (const number of segments) this.#kept.begin(number);
    for (const [id, number] of left) this.#kept.load(id, number);
    this.#isRecovered = true;
    this.#removeUnneeded();
    this.#onRecovered([...left.keys()]);
  }

  #change(id: string, what: 'put' | 'done'): void {
    // A changed id moves to the end, so that the newest change is written last.
    this.#changed.delete(id);
    this.#changed.set(id, what);
    if (!this.#isBroken && !this.#isClosed) this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    // States that arrive together share one write. The callers continue first, because their calls should not wait.
    await delay(this.#options.gatherMs);
    this.#hasMoved = false;
    try {
      // Nothing can be written until it is known which files exist.
      if (!this.#isRecovered) await this.#recover();
      if (this.#isOutdated) await this.#current();
      while (this.#changed.size > 0) await this.#writeChanges();
      if (this.#isBroken) this.#options.log.info({}, 'the journal can be written again');
      this.#isBroken = false;
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.#writing = undefined;
    }
  }

  async #writeChanges(): Promise<void> {
    const changes = [...this.#changed].slice(0, MOST_CHANGES);
    // What changes from here on belongs to the next write.
    for (const [id] of changes) this.#changed.delete(id);
    this.#inFlight = new Set(changes.map(([id]) => id));
    try {
      const file = await this.#current();
      const segment = this.#lastSegment;
      const text = changes.map(([id, what]) => this.#line(id, what)).join('');
      await file.appendFile(text);
      const puts = changes.filter(([, what]) => what === 'put');
      if (puts.length > 0) await file.datasync();
      this.#bytes += Buffer.byteLength(text);
      this.#isUsed = true;
      for (const [id] of puts) this.#kept.written(id, segment);
      this.#removeUnneeded();
    } catch (error) {
      for (const [id, what] of changes) if (!this.#changed.has(id)) this.#changed.set(id, what);
      throw error;
    } finally {
      this.#inFlight = new Set();
    }
  }

  #line(id: string, what: 'put' | 'done'): string {
    const value = this.#kept.value(id);
    if (what === 'put' && value !== undefined) {
      return lineOf({ kind: 'put', id, value: JSON.stringify(value) });
    }
    return lineOf({ kind: 'done', id });
  }

  /** The file to append to; a new one when the last is large, or when nothing in it is needed. */
  async #current(): Promise<FileHandle> {
    const isFull = this.#bytes > this.#options.segmentBytes;
    const isNotNeeded = this.#bytes > SMALL_BYTES && this.#kept.size === 0;
    if (this.#file !== undefined && !isFull && !isNotNeeded && !this.#isOutdated) return this.#file;
    this.#isOutdated = false;
    await this.#file?.close();
    this.#file = undefined;
    // Even if it fails: a full disk may have created the file without its first line.
    this.#lastSegment += 1;
    this.#kept.begin(this.#lastSegment);
    this.#bytes = 0;
    this.#isUsed = false;
    this.#file = await this.#segments.begin(this.#lastSegment);
    this.#moveStragglers();
    this.#removeUnneeded();
    return this.#file;
  }

  /** Copies a few old entries to the newest file. Otherwise they would prevent every later file from being deleted. */
  #moveStragglers(): void {
    // The copies may fill a file by themselves; without this they would be copied again and again.
    if (this.#hasMoved) return;
    this.#hasMoved = true;
    for (const id of this.#kept.stragglers(this.#options.mostStragglers)) {
      if (!this.#changed.has(id)) this.#changed.set(id, 'put');
    }
  }

  #removeUnneeded(): void {
    for (const segment of this.#kept.takeUnneeded()) {
      // Deleted one after another, oldest first: a crash in between must not leave an older file behind.
      this.#removing = this.#removing
        .then(() => this.#segments.remove(segment))
        .catch((error: unknown) => {
          this.#options.log.warn({ err: error }, 'an old file of the journal stays until the next start');
        });
    }
  }

  async #failed(error: unknown): Promise<void> {
    const { log, retryMs } = this.#options;
    if (!this.#isBroken)
      log.error({ err: error }, 'the journal cannot be used; a crash now would lose calls');
    this.#isBroken = true;
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => undefined);
    await this.#dropSpoilt();
    if (this.#isClosed) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#writing ??= this.#write();
    }, retryMs).unref();
  }

  /** Each attempt begins a new file, as the last line may be cut. Only the newest stays: some of its lines may be whole. */
  async #dropSpoilt(): Promise<void> {
    if (this.#isUsed) return;
    const before = this.#spoilt;
    this.#spoilt = this.#lastSegment;
    if (before === undefined || !this.#kept.forget(before)) return;
    await this.#segments.remove(before).catch(() => undefined);
  }
}
