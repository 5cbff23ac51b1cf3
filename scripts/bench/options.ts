/** The options of a benchmark. */
import type { ParseArgsConfig } from 'node:util';
import { asksForHelp, endWith, readCall } from '../command-error.js';

/** With --help, or called in a wrong way, a benchmark prints its usage and ends at once, with 0 or 2. */
export function optionsOf<const Given extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: Given,
) {
  const args = process.argv.slice(2);
  if (asksForHelp(args)) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return readCall(args, options, usage).values;
  } catch (error) {
    endWith(error);
    process.exit();
  }
}
