/** SIGTERM and SIGINT stop the process gracefully; a second one stops it at once. */
import type { Log } from '../base/log.js';

/** A second signal within this time counts as the same one. */
const REPEATED_SIGNAL_MS = 1000;

/** @returns whether a signal has come */
export function stopOnSignals(log: Pick<Log, 'info' | 'fatal'>, stop: () => Promise<void>): () => boolean {
  let stoppingSinceMs: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSinceMs !== undefined) {
      // Ctrl-C reaches this process twice: from the terminal, and passed on by npm.
      if (Date.now() - stoppingSinceMs < REPEATED_SIGNAL_MS) return;
      log.info({ signal }, 'second signal: stopping at once');
      process.exit(1);
    }
    stoppingSinceMs = Date.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return () => stoppingSinceMs !== undefined;
}
