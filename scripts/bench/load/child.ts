/** Processes of a benchmark. They end with it, however it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const WITH_PARENT = path.join(import.meta.dirname, 'with-parent.js');

export interface ChildOptions {
  /** Of node, before the script. */
  readonly nodeOptions?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where the standard output goes, and what it says of errors; default: where ours goes. */
  readonly output?: 'pipe' | 'inherit';
  readonly errors?: 'pipe' | 'inherit';
}

/** Starts a script in a process of its own, with a channel for messages. */
export function startChild(
  script: string,
  words: readonly string[],
  { nodeOptions = [], env = process.env, cwd, output = 'inherit', errors = 'inherit' }: ChildOptions = {},
): ChildProcess {
  return spawn(process.execPath, ['--import', WITH_PARENT, ...nodeOptions, script, ...words], {
    env,
    cwd,
    stdio: ['ignore', output, errors, 'ipc'],
  });
}
