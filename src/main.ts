/** The process: settings in, one service, a graceful stop. */
import { loadConfig } from './config.js';
import { AppError } from './errors.js';
import { createLog } from './log.js';
import { startService, type Service } from './service.js';

function banner(service: Service): string {
  const { group, phone } = service.firstCall ?? { group: '700', phone: '1001' };
  return [
    '',
    'Rufgruppe is running.',
    `  FreeSWITCH connects to  ${service.socketAddress}   (dialplan: socket ${service.socketAddress} full)`,
    `  Pages                   ${service.adminUrl}`,
    `  Database                ${service.database}`,
    `  A first call            npm run call -- --to ${group} --from 03023125001 --phone ${phone}=answer@4s`,
    '',
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config.logLevel);
  process.on('unhandledRejection', (error) =>
    log.error({ err: error }, 'a promise was left alone; this is a bug'),
  );
  const service = await startService(config, log);
  process.stdout.write(banner(service));

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) {
      log.warn({ signal }, 'second signal: stopping at once');
      process.exit(1);
    }
    stopping = true;
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

main().catch((error: unknown) => {
  const known = error instanceof AppError;
  process.stderr.write(`${known ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exit(1);
});
