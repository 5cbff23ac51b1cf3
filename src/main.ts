/** The process: reads the settings, runs one service and stops it gracefully. */
import { isThroughNpm, loadConfig, readSystemd } from './app/config.js';
import { openForService } from './app/database.js';
import { firstSignIn } from './app/first-password.js';
import { tellSystemd } from './app/systemd.js';
import { startMessage } from './app/start-message.js';
import { AppError } from './base/errors.js';

/** A second signal within this time counts as the same one. */
const REPEATED_SIGNAL_MS = 1000;

async function main(): Promise<void> {
  const config = loadConfig();
  const opening = openForService(config);
  // An embedded database begins in a thread of its own, while this one loads the rest. `startService` tells its failure.
  opening.catch(() => undefined);
  const [{ startService }, { createLog }, { ServiceMetrics }, { FIRST_ACCOUNT }] = await Promise.all([
    import('./app/service.js'),
    import('./base/log.js'),
    import('./base/metrics/service-metrics.js'),
    import('./people/access/accounts.js'),
  ]);
  const metrics = new ServiceMetrics();
  const log = createLog(config.logLevel, undefined, (level) => metrics.logged(level));
  process.on('unhandledRejection', (error) =>
    log.error({ err: error }, 'unhandled promise rejection; this is a bug'),
  );
  const service = await startService(config, log, metrics, opening);
  const pages = config.publicUrl ?? service.adminUrl;
  process.stdout.write(startMessage(service, pages, isThroughNpm()));
  const systemd = tellSystemd(readSystemd());
  systemd.ready();
  const place = { isTerminal: process.stdout.isTTY, dataFolder: config.dataFolder };
  void service.firstPassword.then(async (password) => {
    if (password === undefined) return;
    process.stdout.write(await firstSignIn({ name: FIRST_ACCOUNT, password, url: pages }, place));
  });

  let stoppingSinceMs: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppingSinceMs !== undefined) {
      // Ctrl-C reaches this process twice: from the terminal, and passed on by npm.
      if (Date.now() - stoppingSinceMs < REPEATED_SIGNAL_MS) return;
      log.info({ signal }, 'second signal: stopping at once');
      process.exit(1);
    }
    stoppingSinceMs = Date.now();
    systemd.stopping();
    service.stop(config.drainSec).then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** The message for the operator: a sentence for something they can fix, a stack trace for a bug. */
function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = error instanceof AppError || error.name === 'FolderInUseError' || 'code' in error;
  return expected ? error.message : (error.stack ?? error.message);
}

main().catch((error: unknown) => {
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exit(1);
});
