/** The options of a benchmark. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** With --help, or called in a wrong way, a benchmark prints its usage and ends at once, with 0 or 2. */
export function optionsOf<const Given extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: Given,
) {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}
