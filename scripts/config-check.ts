/** `npm run config -- check`: faults and warnings of a file, and what FreeSWITCH does not have of what it names. */
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { checkText, type FileCheckResult } from '../src/base/configuration/check.js';
import { namedFaultText } from '../src/base/configuration/faults.js';
import { understoodNumbers } from '../src/base/configuration/number-shown.js';
import { placeText } from '../src/base/configuration/part-names.js';
import { CommandError } from './command-error.js';
import { tellWhatIsMissing } from './missing-needs.js';

export type GoodFile = Extract<FileCheckResult, { kind: 'good' }>;

/** Reads a file (`-`: the standard input) and prints its warnings. Errors: CommandError for a file that cannot be read or has faults. */
export async function readChecked(path: string): Promise<GoodFile> {
  const text = await (path === '-' ? textOf(process.stdin) : readFile(path)).catch((error: unknown) => {
    throw new CommandError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const result = checkText(text);
  if (result.kind === 'good') {
    for (const warning of result.warnings) console.error(`warning: ${namedFaultText(warning)}`);
    return result;
  }
  const { faults } = result;
  const lines = faults.map((fault) => `fault: ${namedFaultText(fault)}`);
  throw new CommandError([...lines, `${path}: ${faults.length} fault(s)`].join('\n'));
}

/** Prints what is to be said of a file. Errors as `readChecked`. */
export async function check(path: string): Promise<void> {
  const { warnings, configuration } = await readChecked(path);
  for (const { path: at, part, given, shown } of understoodNumbers(configuration)) {
    const place = part === undefined ? at : `${at} (${placeText(part, at)})`;
    console.log(`number: ${place}: ${given} is understood as ${shown}`);
  }
  const missing = await tellWhatIsMissing(configuration, 'asked');
  console.log(`${path}: good, ${warnings.length + missing} warning(s)`);
}
