/** One fact about what went wrong, safe to log: never a phone number, a name or a password. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * An error that this service raises on purpose: a broken socket, broken data or a bug. A busy phone is not an
 * error but an outcome.
 *
 * `code` is stable and upper-case (`ESL_CLOSED`), `facts` go into the log with the message, `cause` is the
 * underlying error.
 */
export class AppError extends Error {
  readonly code: string;
  readonly facts: Facts;

  constructor(code: string, message: string, options: { facts?: Facts; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.code = code;
    this.facts = options.facts ?? {};
  }
}

/** What went wrong, in the words of whoever threw it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Several addresses of one name that all failed make an AggregateError without a message.
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}

/** Marks the unreachable branch of a closed union. The compiler proves it; this guards the running program. */
export function assertNever(value: never): never {
  throw new AppError('UNREACHABLE', `Unexpected value: ${JSON.stringify(value)}`);
}
