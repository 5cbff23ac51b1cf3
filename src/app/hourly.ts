/** Work on this machine's own files, which each instance does for itself: a job runs on one instance only. */
import type { Log } from '../base/log.js';

const HOUR_MS = 60 * 60_000;

export interface Hourly {
  /** Does it at once, and then every hour. */
  begin(): void;
  /** Waits for what is being done. */
  stop(): Promise<void>;
}

export function hourly(work: () => Promise<unknown>, log: Pick<Log, 'warn'>): Hourly {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const run = (): void => {
    running = running
      .then(work)
      .catch((error: unknown) =>
        log.warn({ err: error }, 'old files could not be deleted; trying again in an hour'),
      );
  };
  return {
    begin: () => {
      run();
      timer = setInterval(run, HOUR_MS).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
