/** How commands end that did not do what they were asked for. */
import { AppError } from '../src/base/errors.js';

/** Something that the user can mend: no stack is printed. */
export class CommandError extends Error {}

/** The command was called in a wrong way, as the usage says. */
export class UsageError extends CommandError {}

/** Prints what went wrong; the exit code is 2 for a wrong call and 1 for everything else, as in other programs. */
export function endWith(error: unknown): void {
  const told =
    error instanceof CommandError || error instanceof AppError || (error instanceof Error && 'code' in error);
  console.error(told ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
