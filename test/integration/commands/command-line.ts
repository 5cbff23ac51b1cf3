/** The commands of `rufgruppe` as somebody at the machine starts them, on a test's database. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** In the build that this test is of; `bin/rufgruppe.js` would look for changes first. */
export const PROGRAM = join(import.meta.dirname, '../../../scripts/rufgruppe.js');

export interface Ran {
  readonly code: unknown;
  /** What it printed, on either way. */
  readonly output: string;
  /** What it printed on the standard output. */
  readonly answer: string;
}

/**
 * In English and UTC, unless the environment says otherwise.
 * @param command its first word: `accounts`.
 */
export function runScript(
  command: string,
  args: readonly string[],
  mongodbUri: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  return run([PROGRAM, command, ...args], { MONGODB_URI: mongodbUri, ...more });
}

/** Another program of scripts/: `bench-calls`. */
export function runFile(name: string, args: readonly string[]): Promise<Ran> {
  return run([join(import.meta.dirname, `../../../scripts/${name}.js`), ...args], {});
}

async function run(words: readonly string[], more: NodeJS.ProcessEnv): Promise<Ran> {
  // Not as if npm had started it, which is so in `npm test`.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC', npm_lifecycle_event: undefined, ...more };
  const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, answer] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => {
    output += piece.toString();
    answer += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, output, answer };
}
