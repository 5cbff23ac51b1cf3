import { fail, unsupported, type CodeName } from './errors.js';
import { isDocument, isNumber, type Document } from './values.js';

interface Kinds {
  readonly object: Document;
  readonly array: readonly unknown[];
  /** A whole number; `count` must not be negative. */
  readonly whole: number;
  readonly count: number;
  readonly bool: boolean;
  readonly string: string;
  readonly any: unknown;
}

/** The options that a command, a statement or an index takes, with their types. */
export type OptionTable = Readonly<Record<string, keyof Kinds>>;

/** The given options of a table; null counts as not given. */
export type Options<Table extends OptionTable> = {
  readonly [Name in keyof Table]?: Kinds[Table[Name]] | undefined;
};

const fits: Readonly<Record<keyof Kinds, (value: unknown) => boolean>> = {
  object: isDocument,
  array: Array.isArray,
  whole: (value) => isNumber(value) && Number.isSafeInteger(Number(value)),
  count: (value) => isNumber(value) && Number.isSafeInteger(Number(value)),
  bool: (value) => typeof value === 'boolean' || isNumber(value),
  string: (value) => typeof value === 'string',
  any: () => true,
};

function readValue(name: string, kind: keyof Kinds, value: unknown): unknown {
  if (!fits[kind](value))
    fail('TypeMismatch', `BSON field '${name}' is the wrong type, expected type '${kind}'`);
  if (kind === 'count' && Number(value) < 0)
    fail('BadValue', `BSON field '${name}' value must be >= 0, actual value '${Number(value)}'`);
  if (kind === 'bool') return Boolean(Number(value));
  return kind === 'whole' || kind === 'count' ? Number(value) : value;
}

/** Checks options against their table: unknown ones and wrong types are refused, nothing but `skipped` is silently ignored. */
export function readOptions<Table extends OptionTable>(
  what: string,
  given: unknown,
  table: Table,
  codeName: CodeName = 'IDLUnknownField',
  skipped?: string,
): Options<Table> {
  const options: Document = {};
  for (const [name, value] of Object.entries(readValue(what, 'object', given) as Document)) {
    if (name === skipped) continue;
    const kind = Object.hasOwn(table, name) ? table[name] : undefined;
    if (kind === undefined)
      return unsupported(codeName, `BSON field '${what}.${name}' is an unknown field. It`);
    if (value !== null && value !== undefined) options[name] = readValue(`${what}.${name}`, kind, value);
  }
  return options as Options<Table>;
}
