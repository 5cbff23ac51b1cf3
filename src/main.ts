/** The process: reads the settings, runs one service and stops it gracefully. */
import { isThroughNpm, loadConfig, readSystemd } from './app/config.js';
import { openForService } from './app/database.js';
import { firstSignIn } from './app/first-password.js';
import { stopOnSignals } from './app/stop-on-signals.js';
import { tellSystemd } from './app/systemd.js';
import { startMessage } from './app/start-message.js';
import { AppError } from './base/errors.js';

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
  const systemd = tellSystemd(readSystemd());
  const starting = startService(config, log, metrics, opening);
  // From now on, and not only when all has started: a start may wait for a database, or begin to migrate its data.
  const isStopping = stopOnSignals(log, async () => {
    systemd.stopping();
    await (await starting).stop(config.drainSec);
  });
  const service = await starting;
  if (isStopping()) return;
  const pages = config.publicUrl ?? service.adminUrl;
  process.stdout.write(startMessage(service, pages, isThroughNpm()));
  systemd.ready();
  const place = { isTerminal: process.stdout.isTTY, dataFolder: config.dataFolder };
  void service.firstPassword.then(async (password) => {
    if (password === undefined) return;
    process.stdout.write(await firstSignIn({ name: FIRST_ACCOUNT, password, url: pages }, place));
  });
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
