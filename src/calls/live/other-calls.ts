/** Calls that other instances handle. Read from the database every few seconds, while somebody is watching. */
import type { CallRecord } from '../../base/model/call-record.js';

export interface OtherCallsUse {
  /** Open calls of the others. Rejects while the database cannot be read. */
  readonly read: () => Promise<readonly CallRecord[]>;
  /** Called when they have changed. */
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

  /** Returns what was read last and starts the next read. Nothing is read unless this is called. */
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
      // The database cannot be read now. The calls of this instance are still shown.
      this.#known = [];
    } finally {
      this.#asking = false;
    }
  }
}
