/** How many calls of the last half an hour ended, and how many of them failed. Pure: the clock is passed in. */
import type { CallRecord } from '../../base/model/call-record.js';
import { isFailedCall } from './failed-call.js';

export const RECENT_MINUTES = 30;
const MINUTE_MS = 60_000;

interface Counts {
  ended: number;
  failed: number;
  cdrs: number;
}

/** Counts by the minute: it takes the same memory with any number of calls. */
export class RecentCalls {
  readonly #nowMs: () => number;
  readonly #minutes = new Map<number, Counts>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  ended(record: Pick<CallRecord, 'outcome' | 'legs'>): void {
    const counts = this.#now();
    counts.ended += 1;
    if (isFailedCall(record)) counts.failed += 1;
  }

  cdrRead(): void {
    this.#now().cdrs += 1;
  }

  counts(): Readonly<Counts> & { readonly minutes: number } {
    this.#now();
    const sum = { ended: 0, failed: 0, cdrs: 0, minutes: RECENT_MINUTES };
    for (const { ended, failed, cdrs } of this.#minutes.values()) {
      sum.ended += ended;
      sum.failed += failed;
      sum.cdrs += cdrs;
    }
    return sum;
  }

  /** The counts of this minute; those that are too old are let go. A clock that was set back starts anew. */
  #now(): Counts {
    const minute = Math.floor(this.#nowMs() / MINUTE_MS);
    for (const known of this.#minutes.keys())
      if (known <= minute - RECENT_MINUTES || known > minute) this.#minutes.delete(known);
    let counts = this.#minutes.get(minute);
    if (counts === undefined) this.#minutes.set(minute, (counts = { ended: 0, failed: 0, cdrs: 0 }));
    return counts;
  }
}
