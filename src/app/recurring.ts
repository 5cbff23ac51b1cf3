/** Recurring work: its jobs begin when the database can be reached, and end with the service. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Job, JobState, Scheduler } from '../base/jobs/scheduler.js';
import type { Log } from '../base/log.js';
import type { Store } from '../base/store/connection.js';

/** Pause between two attempts to start the jobs. */
const RESTART_MS = 5_000;

export interface RecurringUse {
  readonly store: Pick<Store, 'connection' | 'ready'>;
  readonly log: Log;
}

export interface Recurring {
  readonly states: () => readonly JobState[];
  readonly begin: () => void;
  /** Waits for running jobs, at most `limitMs`. */
  readonly stop: (limitMs: number) => Promise<void>;
}

/** Begins the jobs when the database can be reached, however late. */
export function recurringJobs({ store, log }: RecurringUse, jobs: readonly Job[]): Recurring {
  const stopping = new AbortController();
  const { signal } = stopping;
  let scheduler: Scheduler | undefined;
  let starting: Promise<void> | undefined;
  const start = async (): Promise<void> => {
    // Loaded here, because nothing before needs it and a start should be short.
    const { startScheduler } = await import('../base/jobs/scheduler.js');
    for (let attempt = 1; !signal.aborted && scheduler === undefined; attempt += 1) {
      const database = store.connection.db;
      try {
        if (database === undefined) throw new Error('there is no connection');
        scheduler = await startScheduler({ database, jobs, log });
      } catch (error) {
        if (attempt === 1) log.error({ err: error }, 'the recurring work cannot be started; retrying');
        await delay(RESTART_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  return {
    states: () => scheduler?.states() ?? [],
    begin: () => {
      // A stop does not wait for a database that is not ready, as while its data is migrated.
      const begun = store.ready.then(() => {
        if (!signal.aborted) starting = start();
        return starting;
      });
      // The only error: the store was closed before it was ready.
      begun.catch((error: unknown) => log.debug({ err: error }, 'no recurring work'));
    },
    stop: async (limitMs: number) => {
      stopping.abort();
      await Promise.race([starting, delay(limitMs, undefined, { ref: false })]);
      await scheduler?.stop(limitMs);
    },
  };
}
