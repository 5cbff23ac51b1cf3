/** `rufgruppe config import|diff|export|history`. */
import { writeFile } from 'node:fs/promises';
import { exportYaml } from '../src/base/configuration/export.js';
import { storedConfiguration } from '../src/base/configuration/import.js';
import { CommandError, UsageError } from './command-error.js';
import { readChecked } from './config-check.js';
import { importFile, revisionLine, tellDifference } from './config-import.js';
import { printJson } from './print.js';
import { withStore } from './script-database.js';
import { asCalled, common, sayer } from './say.js';

const say = sayer('config');

/** The options of an import. */
export interface ImportValues {
  readonly reason?: string;
  readonly merge?: true;
  readonly replace?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** Errors: UsageError, CommandError for a faulty file and a refused import. */
export async function importOne(path: string, values: ImportValues): Promise<void> {
  if (values.replace === true && values.merge === true)
    throw new UsageError(common('oneOf', { options: '--merge, --replace' }));
  // Checked before the database is opened, which a faulty file does not need.
  const file = await readChecked(path);
  await withStore((store) =>
    importFile(store, file, {
      path,
      how: values.replace === true ? 'replace' : values.merge === true ? 'merge' : 'asItIs',
      dryRun: values.dryRun === true,
      yes: values.yes === true,
      reason: values.reason,
    }),
  );
}

/** What an import of the file would change. Errors: CommandError for a faulty file. */
export async function showDifference(path: string, json?: true): Promise<void> {
  const file = await readChecked(path);
  await withStore((store) => tellDifference(store, file, json === true));
}

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

/** The revisions that are kept, the newest first. */
export async function history(json?: true): Promise<void> {
  await withStore(async ({ configurations }) => {
    const revisions = await configurations.list();
    if (json) printJson(revisions);
    else for (const revision of revisions) console.log(revisionLine(revision));
  });
}
