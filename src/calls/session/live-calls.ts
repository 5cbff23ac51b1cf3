/** The calls in progress, by record id; shown on the pages and awaited by a stop. */
import type { CallRecord } from '../../base/model/call-record.js';

export class LiveCalls {
  readonly #records = new Map<string, CallRecord>();
  /** How many of them each caller's channel has. */
  readonly #channels = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  /** Takes a call's newest state; a finished call is removed. */
  update(record: CallRecord): void {
    if (record.endedAt === null) this.#set(record);
    else this.#delete(record._id);
    for (const listener of this.#listeners) listener();
  }

  /** Drops a call that another controller has taken over. */
  forget(id: string): void {
    this.#delete(id);
    for (const listener of this.#listeners) listener();
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  /** Whether a caller's channel has a call here. */
  hasChannel(channel: string): boolean {
    return this.#channels.has(channel);
  }

  /** Oldest first. */
  list(): readonly CallRecord[] {
    return [...this.#records.values()];
  }

  /** The listener must not throw. Returns a function that removes it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(record: CallRecord): void {
    const { _id, channel } = record;
    if (!this.#records.has(_id)) this.#channels.set(channel, (this.#channels.get(channel) ?? 0) + 1);
    this.#records.set(_id, record);
  }

  #delete(id: string): void {
    const known = this.#records.get(id);
    if (known === undefined) return;
    this.#records.delete(id);
    const left = (this.#channels.get(known.channel) ?? 0) - 1;
    if (left > 0) this.#channels.set(known.channel, left);
    else this.#channels.delete(known.channel);
  }
}
