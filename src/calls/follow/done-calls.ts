/** The calls that this controller has finished: what arrives about them later is needed no more. */
import type { CallRecord } from '../../base/model/call-record.js';

/** The oldest are dropped above this number of channels; their records are then looked up in the database. */
const MOST_CHANNELS = 20_000;

interface DoneChannel {
  readonly atMs: number;
  readonly recordIds: Set<string>;
}

export class DoneCalls {
  readonly #channels = new Map<string, DoneChannel>();

  note({ _id, channel }: Pick<CallRecord, '_id' | 'channel'>, nowMs: number): void {
    const known = this.#channels.get(channel);
    this.#channels.set(channel, { atMs: nowMs, recordIds: (known?.recordIds ?? new Set()).add(_id) });
    const [oldest] = this.#channels.keys();
    if (this.#channels.size > MOST_CHANNELS && oldest !== undefined) this.#channels.delete(oldest);
  }

  /** When the newest call of this caller's channel was finished; undefined: none here, or too long ago. */
  atMs(channel: string): number | undefined {
    return this.#channels.get(channel)?.atMs;
  }

  has({ _id, channel }: Pick<CallRecord, '_id' | 'channel'>): boolean {
    return this.#channels.get(channel)?.recordIds.has(_id) === true;
  }
}
