/** Calls that other instances handle, read from the database while somebody looks, every few seconds. */
import type { CallRecord } from '../../base/model/call-record.js';

export interface OtherCallsUse {
  /** Open calls of the others. Rejects while the database cannot be read. */
  readonly read: () => Promise<readonly CallRecord[]>;
  /** Told when they have changed. */
  readonly onChange: () => void;
  readonly nowMs: () => number;
}

const NEWER_MS = 3_000;

export class OtherCalls {
  readonly #use: OtherCallsUse;
  #known: readonly CallRecord[] = [];
  #askedAt = 0;
  #asking = false;

  constructor(use: OtherCallsUse) {
    this.#use = use;
  }

  /** What was read last; a look at it makes the next one newer. Without looks nothing is read. */
  list(): readonly CallRecord[] {
    const now = this.#use.nowMs();
    if (!this.#asking && now - this.#askedAt >= NEWER_MS) {
      this.#asking = true;
      this.#askedAt = now;
      void this.#read();
    }
    return this.#known;
  }

  async #read(): Promise<void> {
    try {
      const found = await this.#use.read();
      const changed = JSON.stringify(found) !== JSON.stringify(this.#known);
      this.#known = found;
      if (changed) this.#use.onChange();
    } catch {
      // Nobody knows of them now; one's own calls are shown all the same.
      this.#known = [];
    } finally {
      this.#asking = false;
    }
  }
}
