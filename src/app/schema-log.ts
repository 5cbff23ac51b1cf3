/** What the log says while a start brings the data to this program's version. */
import type { Log } from '../base/log.js';
import { assertNever } from '../base/errors.js';
import type { SchemaEvent } from '../base/store/schema/options.js';

export function logSchema(event: SchemaEvent, log: Log): void {
  switch (event.kind) {
    case 'waits':
      log.info({ who: event.who }, 'another program migrates the data; waiting for it');
      return;
    case 'takesOver':
      log.warn({ who: event.who }, 'a program died while it migrated the data; taking over');
      return;
    case 'waitsForStop':
      log.warn(
        { controllers: event.controllers },
        'the data is migrated as soon as these controllers of the older version have stopped',
      );
      return;
    case 'migrates': {
      const { to, what } = event.migration;
      log.info({ to, what: what.en }, 'migrating the data');
      return;
    }
    case 'migrated':
      log.info({ version: event.version }, 'the data has the version of this program');
      return;
    case 'usable':
      log.info(
        { version: event.version, known: event.known },
        'the data is newer than this program, in a way that does not matter to it',
      );
      return;
    default:
      return assertNever(event);
  }
}
