/** One fact about what went wrong, safe to log: never a phone number, a name or a password. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * An error that this service raises on purpose: a broken socket, broken data or a bug. A busy phone is
 * no error, it is an outcome.
 *
 * `code` is stable and upper-case (`ESL_CLOSED`), `facts` go to the log beside the message, `cause` is the
 * error underneath.
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

/** Marks the branch of a closed union that cannot be reached; the compiler proves it, this guards the running program. */
export function assertNever(value: never): never {
  throw new AppError('UNREACHABLE', `Unexpected value: ${JSON.stringify(value)}`);
}
