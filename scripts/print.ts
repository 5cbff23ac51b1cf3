/** Answers of commands: for people as lines, for programs as JSON. */

/** The option of commands whose answer a program may read. */
export interface Json {
  readonly json?: true;
}

/** One JSON value, alone on the standard output. */
export function printJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2));
}
