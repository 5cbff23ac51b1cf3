/** Reads what another controller recorded about a call that this one took over, before anything is written over it. */
import type { Log } from '../../base/log.js';
import { continueRecord } from '../records/build-record.js';
import { type CallRecord } from '../../base/model/call-record.js';
import type { SessionDependencies } from './session-dependencies.js';

export class EarlierRecord {
  readonly #use: Pick<SessionDependencies, 'keep' | 'earlier'>;
  readonly #log: Log;
  #before: CallRecord | 'reading' | undefined;

  constructor(use: Pick<SessionDependencies, 'keep' | 'earlier'>, log: Log) {
    this.#use = use;
    this.#log = log;
  }

  /**
   * Reads it if there is one. Never rejects: an unreadable record counts as none.
   * @param now the record as it has grown meanwhile, which is kept.
   */
  async read(now: () => CallRecord): Promise<void> {
    if (now().takeovers === 0) return;
    this.#before = 'reading';
    this.#before = await this.#use.earlier(now()._id).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'what the other controller wrote of this call cannot be read');
      return undefined;
    });
    this.keep(now());
  }

  /** Passes the record on, unless the earlier record is still being read. */
  keep(record: CallRecord): void {
    if (this.#before !== 'reading') this.#use.keep(this.whole(record));
  }

  /** Prepends what another controller recorded about this call. */
  whole(record: CallRecord): CallRecord {
    const before = this.#before;
    return before === undefined || before === 'reading' ? record : continueRecord(before, record);
  }
}
