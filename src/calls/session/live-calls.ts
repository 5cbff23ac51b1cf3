/** The calls of this moment, by record id; what the pages show and what a stop waits for. */
import type { CallRecord } from '../../base/model/call-record.js';

export class LiveCalls {
  readonly #records = new Map<string, CallRecord>();
  readonly #listeners = new Set<() => void>();

  /** Takes a call's newest state; a finished one leaves. */
  update(record: CallRecord): void {
    if (record.endedAt === null) this.#records.set(record._id, record);
    else this.#records.delete(record._id);
    for (const listener of this.#listeners) listener();
  }

  /** Another controller has it now. */
  forget(id: string): void {
    this.#records.delete(id);
    for (const listener of this.#listeners) listener();
  }

  /** Oldest first. */
  list(): readonly CallRecord[] {
    return [...this.#records.values()];
  }

  /** The listener must not throw. Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
