/** MongoDB's error numbers that this server uses, with the names that drivers show. */
export const codes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  AuthenticationFailed: 18,
  IllegalOperation: 20,
  InvalidBSON: 22,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  CannotIndexParallelArrays: 171,
  NotImplemented: 238,
  DataCorruption: 246,
  QueryExceededMemoryLimitNoDiskUseAllowed: 292,
  MechanismUnavailable: 334,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
  KeyTooLong: 17280,
  Location31253: 31253,
  Location31254: 31254,
  Location40324: 40324,
  IDLUnknownField: 40415,
} as const;

export type CodeName = keyof typeof codes;

/**
 * An error that is sent to the client as a MongoDB error reply; never a bug in this server.
 *
 * `details` are further fields of the reply, such as keyPattern and keyValue of a duplicate key.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number;

  constructor(
    readonly codeName: CodeName,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.code = codes[codeName];
  }
}

/** Fails the command with one of MongoDB's error codes. */
export function fail(codeName: CodeName, message: string, details?: Record<string, unknown>): never {
  throw new CommandError(codeName, message, details);
}

/** Fails the command because only a real MongoDB can do `what` (a command, operator or option, by its name). */
export function unsupported(codeName: CodeName, what: string): never {
  const advice = 'a real MongoDB is needed (MONGODB_URI)';
  throw new CommandError(codeName, `${what} is not supported by the embedded database; ${advice}`);
}
