/** What a journal is told when it is opened. */
import type { JournalLog } from './left.js';

export interface JournalOptions<T> {
  /** No other process may use it. */
  readonly folder: string;
  /** The inverse of `JSON.stringify` for a value. */
  readonly parse: (json: string) => T;
  readonly log: JournalLog;
  /** A file that reaches this size is followed by a new one. Default 8 MB. */
  readonly segmentBytes?: number;
  /** At most this many last entries of the oldest file are copied to the newest, so that it can be deleted. Default 100. */
  readonly mostStragglers?: number;
  /** How long changes are gathered before they are written together. Default 5 ms. */
  readonly gatherMs?: number;
  /** Pause before a disk that refused a write is tried again. Default 2 s. */
  readonly retryMs?: number;
}

export const DEFAULTS = {
  segmentBytes: 8 * 1024 * 1024,
  mostStragglers: 100,
  retryMs: 2_000,
  gatherMs: 5,
} as const satisfies Partial<JournalOptions<unknown>>;
