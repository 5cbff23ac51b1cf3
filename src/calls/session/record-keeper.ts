/**
 * Takes records to the database, off the call path: a call never waits for a write, a slow database delays nobody,
 * and while the database is unreachable nothing is lost, even if the service dies.
 *
 * Each state of a call is in the journal on the disk within milliseconds, and leaves it when the database has the
 * call's newest state. Failed writes are retried with growing delays. What is still in the journal when the service
 * ends, in whatever way, is written at the next start.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Journal } from '../../base/journal/journal.js';
import type { Log } from '../../base/log.js';
import type { CallRecord } from '../../base/model/call-record.js';

/**
 * Writes records, each in place of an older state of its call. Resolves with those that the database refused, by id;
 * rejects while it cannot be reached.
 */
export type SaveRecords = (records: readonly CallRecord[]) => Promise<ReadonlyMap<string, Error>>;

export interface RecordKeeperOptions {
  readonly save: SaveRecords;
  readonly log: Log;
  /** Records that an earlier run left in it are written to the database too. */
  readonly journal: Journal<CallRecord>;
  /** The most records waiting in memory; beyond that, the oldest finished ones stay in the journal only. */
  readonly maxWaiting?: number;
  readonly firstRetryMs?: number;
  readonly maxRetryMs?: number;
}

/**
 * A write is delayed by this much, so that it takes in many calls, and only the last of several states of one call.
 * A crash in that time loses nothing, because the journal has them.
 */
const GATHER_MS = 100;

/** How long to wait for the disk: if the journal cannot be read, records that are known are still written. */
const LONGEST_RECOVERY_MS = 2_000;

/** Records of one write. */
const MOST_RECORDS = 200;

/** With fewer records in memory, those that only the journal has are read back. */
const RECALL_BELOW = 1_000;

export class RecordKeeper {
  /** Resolves when the database has what an earlier run left in the journal. */
  readonly caughtUp: Promise<void>;
  readonly #leftBehind = new Set<string>();
  #onCaughtUp: () => void = () => undefined;
  readonly #waiting = new Map<string, CallRecord>();
  readonly #options: Required<RecordKeeperOptions>;
  readonly #inFlight = new Map<string, CallRecord>();
  #failures = 0;
  #closed = false;
  #soon: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isRecalling = false;
  #again: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];

  constructor(options: RecordKeeperOptions) {
    this.#options = { maxWaiting: 20_000, firstRetryMs: 250, maxRetryMs: 10_000, ...options };
    this.caughtUp = new Promise((resolve) => (this.#onCaughtUp = resolve));
    void options.journal.recovered.then((ids) => this.#recovered(ids));
  }

  /** Takes a call's newest state. Returns at once. */
  keep(record: CallRecord): void {
    this.#options.journal.put(record._id, record);
    // A newer state moves to the end of the queue, so that an older state of the same call cannot overtake it.
    this.#waiting.delete(record._id);
    this.#waiting.set(record._id, record);
    if (this.#waiting.size > this.#options.maxWaiting) this.#letGoOfOldest();
    this.#writeSoon();
  }

  /** The newest state of a record that is not in the database yet; undefined: there is none. */
  async newest(id: string): Promise<CallRecord | undefined> {
    await Promise.race([
      this.#options.journal.recovered,
      delay(LONGEST_RECOVERY_MS, undefined, { ref: false }),
    ]);
    return this.#options.journal.get(id);
  }

  /** Their ids; undefined: some are in the journal only. */
  pending(): ReadonlySet<string> | undefined {
    if (this.#options.journal.letGo > 0) return undefined;
    return new Set([...this.#waiting.keys(), ...this.#inFlight.keys()]);
  }

  /** Records that are not in the database yet. */
  get waiting(): number {
    return this.#waiting.size + this.#inFlight.size + this.#options.journal.letGo;
  }

  /** Resolves when everything is in the database. */
  idle(): Promise<void> {
    if (this.waiting === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Waits up to `limitMs` for the database; the rest stays in the journal, which is closed. */
  async close(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([this.idle(), limit]);
    clearTimeout(timer);
    clearTimeout(this.#retry);
    clearTimeout(this.#soon);
    clearTimeout(this.#again);
    this.#closed = true;
    const { journal, log } = this.#options;
    if (this.waiting > 0) {
      log.warn({ records: this.waiting }, 'call records stay in the journal; the next start writes them');
    }
    await journal.close();
  }

  #recovered(ids: readonly string[]): void {
    for (const id of ids) this.#leftBehind.add(id);
    if (ids.length === 0) this.#onCaughtUp();
    else {
      const { log } = this.#options;
      log.info({ records: ids.length }, 'writing call records that an earlier run left behind');
      this.#writeSoon();
    }
  }

  #writeSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#pump();
    }, GATHER_MS);
  }

  /** One write at a time; otherwise an older state of a call could be written last. */
  #pump(): void {
    if (this.#closed || this.#retry !== undefined || this.#inFlight.size > 0) return;
    // After a failure, one record alone: a record that makes a write fail must not hold up the others.
    const most = this.#failures > 0 ? 1 : MOST_RECORDS;
    for (const [id, record] of this.#waiting) {
      if (this.#inFlight.size >= most) break;
      this.#waiting.delete(id);
      this.#inFlight.set(id, record);
    }
    if (this.#inFlight.size > 0) void this.#write([...this.#inFlight.values()]);
    const isRoom = this.#waiting.size < Math.min(RECALL_BELOW, this.#options.maxWaiting);
    if (isRoom && this.#options.journal.letGo > 0 && !this.#isRecalling) void this.#recall();
  }

  async #write(records: readonly CallRecord[]): Promise<void> {
    try {
      const refused = await this.#options.save(records);
      for (const record of records) {
        if (refused.has(record._id)) this.#waitAgain(record);
        else this.#written(record._id);
      }
      const [error] = refused.values();
      if (error !== undefined) this.#backOff(error);
      else this.#recover();
    } catch (error) {
      for (const record of records) this.#waitAgain(record);
      this.#backOff(error);
    } finally {
      this.#inFlight.clear();
    }
    if (this.#waiting.size >= MOST_RECORDS || this.#options.journal.letGo > 0) this.#pump();
    else if (this.#waiting.size > 0) this.#writeSoon();
    if (this.waiting === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #written(id: string): void {
    // A write that hung until after the close may still succeed. Writing twice does no harm, and a newer state
    // wins.
    if (!this.#closed && !this.#waiting.has(id)) this.#options.journal.done(id);
    if (this.#leftBehind.delete(id) && this.#leftBehind.size === 0) this.#onCaughtUp();
  }

  /** Puts the record at the end of the queue, unless there is a newer state. */
  #waitAgain(record: CallRecord): void {
    if (!this.#closed && !this.#waiting.has(record._id)) this.#waiting.set(record._id, record);
  }

  #recover(): void {
    if (this.#failures > 0)
      this.#options.log.info({ waiting: this.waiting }, 'call records can be written to the database again');
    this.#failures = 0;
  }

  #backOff(error: unknown): void {
    if (this.#retry !== undefined || this.#closed) return;
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

  /** Drops the oldest finished record from memory; the journal has it. */
  #letGoOfOldest(): void {
    for (const [id, record] of this.#waiting) {
      if (record.endedAt === null || !this.#options.journal.letGoOf(id)) continue;
      this.#waiting.delete(id);
      return;
    }
  }

  async #recall(): Promise<void> {
    const { journal, log } = this.#options;
    this.#isRecalling = true;
    try {
      const recalled = await journal.recall();
      for (const [id, record] of recalled) {
        if (!this.#waiting.has(id)) this.#waiting.set(id, record);
      }
      this.#isRecalling = false;
      this.#writeSoon();
    } catch (error) {
      log.error({ err: error }, 'call records in the journal cannot be read now; trying again');
      this.#again = setTimeout(() => {
        this.#isRecalling = false;
        this.#pump();
      }, this.#options.maxRetryMs);
    }
  }
}

const DATES = new Set(['startedAt', 'endedAt', 'answeredAt', 'rangAt', 'at']);

/** A record from its JSON, with its dates. */
export function parseRecord(json: string): CallRecord {
  return JSON.parse(json, (key, value: unknown) =>
    DATES.has(key) && typeof value === 'string' ? new Date(value) : value,
  ) as CallRecord;
}
