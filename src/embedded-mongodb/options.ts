import { fail, unsupported, type CodeName } from './errors.js';
import { isDocument, isNumber, type Document } from './values.js';

interface Kinds {
  readonly object: Document;
  readonly array: readonly unknown[];
  /** A whole number, in `count` not below zero. */
  readonly whole: number;
  readonly count: number;
  readonly bool: boolean;
  readonly string: string;
  readonly any: unknown;
}

/** The options that a command, a statement or an index takes, with their types. */
export type OptionTable = Readonly<Record<string, keyof Kinds>>;

/** The options of a table as they were given; null counts as not given. */
export type Options<Table extends OptionTable> = {
  readonly [Name in keyof Table]?: Kinds[Table[Name]] | undefined;
};

function wrongType(name: string, expected: string): never {
  return fail('TypeMismatch', `BSON field '${name}' is the wrong type, expected type '${expected}'`);
}

/** A whole number given as an option. Throws CommandError naming the option. */
export function wholeNumber(name: string, value: unknown): number {
  if (!isNumber(value)) wrongType(name, 'number');
  const number = Number(value);
  if (!Number.isSafeInteger(number)) fail('FailedToParse', `BSON field '${name}' must be a whole number`);
  return number;
}

function countNumber(name: string, value: unknown): number {
  const number = wholeNumber(name, value);
  if (number < 0) fail('BadValue', `BSON field '${name}' value must be >= 0, actual value '${number}'`);
  return number;
}

function isTrue(name: string, value: unknown): boolean {
  if (isNumber(value)) return Number(value) !== 0;
  return typeof value === 'boolean' ? value : wrongType(name, 'bool');
}

const readers: { readonly [Kind in keyof Kinds]: (name: string, value: unknown) => Kinds[Kind] } = {
  object: (name, value) => (isDocument(value) ? value : wrongType(name, 'object')),
  array: (name, value) => (Array.isArray(value) ? (value as unknown[]) : wrongType(name, 'array')),
  whole: wholeNumber,
  count: countNumber,
  bool: isTrue,
  string: (name, value) => (typeof value === 'string' ? value : wrongType(name, 'string')),
  any: (_name, value) => value,
};

/** Checks options against their table: unknown ones and wrong types are refused, nothing is silently ignored. */
export function readOptions<Table extends OptionTable>(
  what: string,
  given: unknown,
  table: Table,
  codeName: CodeName = 'IDLUnknownField',
): Options<Table> {
  return readEntries(what, Object.entries(readers.object(what, given)), table, codeName);
}

/** As readOptions, of the fields of a document. */
export function readEntries<Table extends OptionTable>(
  what: string,
  given: readonly [string, unknown][],
  table: Table,
  codeName: CodeName = 'IDLUnknownField',
): Options<Table> {
  const options: Document = {};
  for (const [name, value] of given) {
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined)
      return unsupported(codeName, `BSON field '${what}.${name}' is an unknown field. It`);
    if (value !== null && value !== undefined) options[name] = readers[kind](`${what}.${name}`, value);
  }
  return options as Options<Table>;
}
