/** `rufgruppe config export`. */
import { writeFile } from 'node:fs/promises';
import { exportYaml } from '../src/base/configuration/export.js';
import { storedConfiguration } from '../src/base/configuration/import.js';
import { CommandError, UsageError } from './command-error.js';
import { withStore } from './script-database.js';
import { asCalled, common, sayer } from './say.js';

const say = sayer('config');

/** To the file, or to the screen. Errors: UsageError, CommandError if there is no such revision. */
export async function exportFile(path: string | undefined, wanted: string | undefined): Promise<void> {
  if (wanted !== undefined && !/^[1-9]\d{0,8}$/.test(wanted))
    throw new UsageError(say('badRevision', { given: wanted, command: asCalled('config history') }));
  await withStore(async ({ configurations }) => {
    const found = await (wanted === undefined ? configurations.latest() : configurations.get(Number(wanted)));
    if (found === undefined)
      throw new CommandError(
        wanted === undefined
          ? common('noConfiguration')
          : say('noRevision', { revision: wanted, command: asCalled('config history') }),
      );
    const { revision, content } = found;
    const yaml = exportYaml(storedConfiguration(revision, content), revision);
    const text = `${say('exported', { revision })}\n${yaml}`;
    if (path === undefined || path === '-') process.stdout.write(text);
    // The file contains phone numbers.
    else await writeFile(path, text, { mode: 0o600 });
  });
}
