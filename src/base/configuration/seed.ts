/** Imports the example into an empty database, so that a first call rings somebody. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../errors.js';
import { projectFolder } from '../project-folder.js';
import type { ConfigurationStore } from '../store/configurations.js';
import { checkText } from './check.js';
import { faultText } from './faults.js';
import { importConfiguration } from './import.js';

/** True: the example was imported. It is no error if another instance imports it at the same moment. */
export async function seedIfEmpty(
  { configurations }: { configurations: ConfigurationStore },
  at: Date,
): Promise<boolean> {
  if ((await configurations.head()) !== undefined) return false;
  const checked = checkText(await readFile(path.join(projectFolder(), 'docs/example.yaml')));
  if (checked.kind === 'faulty') {
    throw new AppError('EXAMPLE_BROKEN', checked.faults.map(faultText).join('; '));
  }
  try {
    await importConfiguration({
      configurations,
      configuration: checked.configuration,
      author: 'rufgruppe',
      origin: 'example',
      reason: 'example for an empty database',
      at,
      base: 0,
    });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFIGURATION_CHANGED') return false;
    throw error;
  }
}
