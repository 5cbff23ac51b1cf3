/** How commands are called, and how they end when they fail. */
import { AppError } from '../src/base/errors.js';
import { plainMessage } from './plain-reason.js';
import { common, isCommonWord } from './say.js';

/** Something that the user can fix: no stack trace is printed. */
export class CommandError extends Error {}

/** The command was called with wrong arguments; the usage shows the right ones. */
export class UsageError extends CommandError {}

/** Runs a task whose every failure is for the user, as those of a database are. Errors: CommandError; AppError as it is. */
export async function toldPlainly<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof CommandError || error instanceof AppError || !(error instanceof Error)) throw error;
    throw new CommandError(plainMessage(error), { cause: error });
  }
}

/** Prints the error. Exit code 2 for wrong arguments and 1 for everything else, as usual. */
export function endWith(error: unknown): void {
  const told =
    error instanceof CommandError || error instanceof AppError || (error instanceof Error && 'code' in error);
  console.error(error instanceof AppError ? appErrorText(error) : told ? plainMessage(error) : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

/** The error's text in the language of the machine, if there is one. */
function appErrorText({ code, message, facts }: AppError): string {
  if (!isCommonWord(code)) return message;
  const values = Object.entries(facts).map(([name, value]) => [name, String(value)] as const);
  return common(code, Object.fromEntries(values));
}

/** Whether the arguments contain --help. */
function asksForHelp(args: readonly string[]): boolean {
  const before = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  return before.includes('--help') || before.includes('-h');
}

/** For benchmarks, which take no arguments: with --help or any other argument only the usage is printed. */
export function onlyBare(usage: string, allowed: readonly string[] = []): void {
  const args = process.argv.slice(2);
  if (asksForHelp(args)) {
    console.log(usage);
    process.exit(0);
  }
  if (args.length === 0 || allowed.includes(args[0] ?? '')) return;
  console.error(usage);
  process.exit(2);
}
