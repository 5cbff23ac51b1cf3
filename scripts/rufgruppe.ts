/** The program `rufgruppe`. Exit codes: 0, 1: it failed, 2: it was called in a wrong way. The answer is on the standard output. */
import { CommanderError } from 'commander';
import { ownVersion } from '../src/base/project-folder.js';
import { endWith } from './command-error.js';
import { program } from './commands/program.js';

/** Nobody reads on (`| head`): the command ends what it does, and says no more. */
function forgiveReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
process.stdout.on('error', forgiveReader);
process.stderr.on('error', forgiveReader);

try {
  await program(await ownVersion()).parseAsync(process.argv.slice(2), { from: 'user' });
} catch (error) {
  // Help and version are said.
  if (!(error instanceof CommanderError) || error.exitCode !== 0) endWith(error);
}
