import type { Collection } from '../collection.js';
import type { Engine } from '../engine.js';
import { fail, unsupported } from '../errors.js';
import { readOptions, type Options, type OptionTable } from '../options.js';
import { isNumber, type Document } from '../values.js';

/** The reply as a document, or already encoded as BSON (cursor batches). */
export type Reply = Document | Buffer;

/** The context of a command, besides its options. */
export interface Call {
  readonly engine: Engine;
  readonly name: string;
  readonly database: string;
  /** The value of the field that names the command, usually a collection's name. */
  readonly target: unknown;
  readonly now: Date;
  /** Of a command that runs alone: from now on nothing may be read either. */
  readonly shut: () => void;
}

/** Options that every command accepts; the README explains why they have no effect here. */
const everywhere = {
  $db: 'string',
  lsid: 'object',
  $readPreference: 'object',
  comment: 'any',
  readConcern: 'object',
  writeConcern: 'object',
} as const;

export interface Command {
  /** A write runs in a transaction and is answered when the transaction is on disk. */
  readonly isWrite: boolean;
  /** Nothing is written until its work is done, and nothing read from `Call.shut` on. */
  readonly isAlone?: true;
  /** Knows nothing of the data, so it is answered at any time: drivers ask by it whether the server lives. */
  readonly isPlain?: true;
  /** Checks the options and returns the work to do. */
  readonly prepare: (call: Call, body: Document) => () => Reply | Promise<Reply>;
}

const command =
  (isWrite: boolean) =>
  <Table extends OptionTable>(
    table: Table,
    run: (options: Options<Table>, call: Call) => Reply | Promise<Reply>,
  ): Command => {
    const whole = { ...table, ...everywhere };
    const prepare = (call: Call, body: Document): (() => Reply | Promise<Reply>) => {
      const options = readOptions(call.name, body, whole, 'IDLUnknownField', call.name);
      const { readConcern, writeConcern }: Options<typeof everywhere> = options;
      const { w = 1 } = writeConcern ?? {};
      if (isNumber(w) ? Number(w) > 1 : w !== 'majority')
        fail('BadValue', `cannot use 'w' > 1 when a host is not replicated`);
      const { level = 'local' } = readConcern ?? {};
      if (!['local', 'available', 'majority'].includes(String(level)))
        unsupported('NotImplemented', `The read concern ${String(level)}`);
      return () => run(options, call);
    };
    return { isWrite, prepare };
  };

export const read = command(false);
export const write = command(true);

/** The collection name in the command; validated when the collection is created. */
export function collectionName({ target, database }: Call): string {
  if (typeof target === 'string' && target !== '') return target;
  return fail('InvalidNamespace', `Invalid namespace specified '${database}.${String(target)}'`);
}

/** The collection that the command names; undefined if it does not exist. */
export const collectionOf = (call: Call): Collection | undefined =>
  call.engine.find(call.database, collectionName(call));

export const openCollection = (call: Call): Collection =>
  call.engine.findOrCreate(call.database, collectionName(call));
