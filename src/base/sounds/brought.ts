/** The sounds that come with this program, in `freeswitch/sounds`. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from '../project-folder.js';

function folder(): string {
  return path.join(projectFolder(), 'freeswitch', 'sounds');
}

/** Names as a configuration has them; none where the folder was left out of an installation. */
export async function broughtSounds(): Promise<readonly string[]> {
  const entries = await readdir(folder(), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.wav'))
    .map((entry) => path.relative(folder(), path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

/** Undefined: there is none of this name. */
export async function broughtContent(name: string): Promise<Buffer | undefined> {
  const isThere = (await broughtSounds()).includes(name);
  return isThere ? readFile(path.join(folder(), name)) : undefined;
}
