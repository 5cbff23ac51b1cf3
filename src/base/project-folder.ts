/** Where the project's own files are: templates and the example configuration. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from './errors.js';

/**
 * The folder with package.json above this file, whether it runs from `src` or from `dist/src`.
 * @throws AppError when there is none: the installation is incomplete.
 */
export function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new AppError('INSTALLATION', `No package.json above ${import.meta.dirname}`);
    folder = parent;
  }
  return folder;
}

/** The version of package.json. */
export async function ownVersion(): Promise<string> {
  const text = await readFile(path.join(projectFolder(), 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { version?: unknown };
  return typeof version === 'string' ? version : '';
}
