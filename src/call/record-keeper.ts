/**
 * Records on their way to the database, off the call path: a call never waits for a write, a slow database
 * delays nobody, and an unreachable one loses nothing.
 *
 * Only the newest state of each call is kept; writes are retried with growing delays. What is still unwritten
 * when the service stops goes to a file and is written at the next start.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors.js';
import type { Log } from '../log.js';
import type { CallRecord } from '../records/call-record.js';

/** Writes one record, replacing an older state of the same call. Rejects while the database cannot take it. */
export type SaveRecord = (record: CallRecord) => Promise<void>;

export interface RecordKeeperOptions {
  readonly save: SaveRecord;
  readonly log: Log;
  /** File for records that could not be written before the stop. */
  readonly spoolFile: string;
  /** Records waiting at most; beyond them the oldest finished one goes to the spool file at once. */
  readonly maxWaiting?: number;
  readonly firstRetryMs?: number;
  readonly maxRetryMs?: number;
}

/**
 * A record waits this long: the first INVITE of a call leaves before the database driver gets to work, and
 * several states of a call in quick succession are one write.
 */
const WRITE_AFTER_MS = 25;

/** Records written at once. */
const PARALLEL_WRITES = 4;

export class RecordKeeper {
  readonly #waiting = new Map<string, CallRecord>();
  readonly #options: Required<RecordKeeperOptions>;
  readonly #inFlight = new Map<string, CallRecord>();
  #failures = 0;
  #closed = false;
  #soon: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];
  #spooling: Promise<void> = Promise.resolve();

  constructor(options: RecordKeeperOptions) {
    this.#options = { maxWaiting: 20_000, firstRetryMs: 250, maxRetryMs: 10_000, ...options };
  }

  /** Takes a call's newest state. Returns at once. */
  keep(record: CallRecord): void {
    // A newer state of the same call must not be overtaken: it goes to the end of the line in its new form.
    this.#waiting.delete(record._id);
    this.#waiting.set(record._id, record);
    if (this.#waiting.size > this.#options.maxWaiting) this.#spoolOldest();
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#pump();
    }, WRITE_AFTER_MS);
  }

  /** Records that are not in the database yet. */
  get waiting(): number {
    return this.#waiting.size + this.#inFlight.size;
  }

  /**
   * Writes what a former run left behind; resolves with the number of records, before they are written. The
   * file stays until all of them are in the database: a crash in between writes them twice, which changes
   * nothing.
   */
  async recover(): Promise<number> {
    const { spoolFile, log } = this.#options;
    const reading = `${spoolFile}.reading`;
    // A run that was killed while it wrote them has left `.reading`; new ones are added to a file of their own.
    const older = await readFile(reading, 'utf8').catch(() => '');
    const newer = await readFile(spoolFile, 'utf8').catch(() => '');
    const records = `${older}\n${newer}`
      .split('\n')
      .map(parseSpoolLine)
      .filter((record) => record !== undefined);
    if (records.length === 0) return 0;
    await writeFile(reading, linesOf(records), { mode: 0o600 });
    await rm(spoolFile, { force: true });
    for (const record of records) this.keep(record);
    void this.idle()
      .then(() => rm(reading, { force: true }))
      .catch((error: unknown) => log.warn({ err: error }, 'the spool of call records cannot be removed'));
    log.info({ records: records.length }, 'writing call records that an earlier run left behind');
    return records.length;
  }

  /** Resolves when everything is in the database. */
  idle(): Promise<void> {
    if (this.waiting === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Waits up to `limitMs` for the database, then puts the rest into the spool file. */
  async close(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([this.idle(), limit]);
    clearTimeout(timer);
    clearTimeout(this.#retry);
    clearTimeout(this.#soon);
    // A write that hangs may never land: written twice does no harm, and a newer state wins.
    const rest = [...new Map([...this.#inFlight, ...this.#waiting]).values()];
    this.#closed = true;
    this.#waiting.clear();
    if (rest.length > 0) await this.#spool(rest);
    await this.#spooling;
  }

  #pump(): void {
    if (this.#closed || this.#retry !== undefined) return;
    for (const [id, record] of this.#waiting) {
      if (this.#inFlight.size >= PARALLEL_WRITES) return;
      // One write at a time for each call, or an older state could land last.
      if (this.#inFlight.has(id)) continue;
      this.#waiting.delete(id);
      this.#inFlight.set(id, record);
      void this.#write(id, record);
    }
  }

  async #write(id: string, record: CallRecord): Promise<void> {
    try {
      await this.#options.save(record);
      if (this.#failures > 0)
        this.#options.log.info({ waiting: this.waiting }, 'call records are written again');
      this.#failures = 0;
    } catch (error) {
      if (this.#closed) return;
      if (!this.#waiting.has(id)) this.#waiting.set(id, record);
      this.#backOff(error);
    } finally {
      this.#inFlight.delete(id);
    }
    this.#pump();
    if (this.waiting === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #backOff(error: unknown): void {
    if (this.#retry !== undefined) return;
    const { firstRetryMs, maxRetryMs, log } = this.#options;
    const delayMs = Math.min(maxRetryMs, firstRetryMs * 2 ** this.#failures);
    if (this.#failures === 0)
      log.error({ err: error, waiting: this.waiting }, 'call records cannot be written; retrying');
    this.#failures = Math.min(this.#failures + 1, 20);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#pump();
    }, delayMs);
  }

  #spoolOldest(): void {
    for (const [id, record] of this.#waiting) {
      if (record.endedAt === null) continue;
      this.#waiting.delete(id);
      void this.#spool([record]);
      return;
    }
  }

  #spool(records: readonly CallRecord[]): Promise<void> {
    const { spoolFile, log } = this.#options;
    this.#spooling = this.#spooling
      .then(async () => {
        await mkdir(path.dirname(spoolFile), { recursive: true });
        await writeFile(spoolFile, linesOf(records), {
          flag: 'a',
          mode: 0o600,
        });
        log.warn(
          { records: records.length, file: spoolFile },
          'call records put aside; the next start writes them',
        );
      })
      .catch((error: unknown) => {
        log.error(
          { err: error, records: records.length },
          'call records are lost: neither database nor disk takes them',
        );
      });
    return this.#spooling;
  }
}

function linesOf(records: readonly CallRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

const DATES = new Set(['startedAt', 'endedAt', 'answeredAt', 'rangAt', 'at']);

function parseSpoolLine(line: string): CallRecord | undefined {
  if (line.trim() === '') return undefined;
  try {
    return JSON.parse(line, (key, value: unknown) =>
      DATES.has(key) && typeof value === 'string' ? new Date(value) : value,
    ) as CallRecord;
  } catch (error) {
    // The last line of a run that was killed while it wrote; the ones before it are whole.
    if (error instanceof SyntaxError) return undefined;
    throw new AppError('SPOOL', 'A call record in the spool cannot be read', { cause: error });
  }
}
