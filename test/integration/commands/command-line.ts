/** The commands of scripts/ as somebody at the machine starts them, on a test's database. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Ran {
  readonly code: unknown;
  /** What it printed, on either way. */
  readonly output: string;
}

/**
 * In English and UTC, unless the environment says otherwise.
 * @param script its name without folder and ending: `accounts`.
 */
export async function runScript(
  script: string,
  args: readonly string[],
  mongodbUri: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const file = join(import.meta.dirname, `../../../scripts/${script}.js`);
  const env = { ...process.env, MONGODB_URI: mongodbUri, LC_ALL: 'C', TZ: 'UTC', ...more };
  const child = spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, output };
}
