import type { Collection } from '../collection.js';
import type { Engine } from '../engine.js';
import { fail, unsupported } from '../errors.js';
import { readOptions, type Options, type OptionTable } from '../options.js';
import { isNumber, type Document } from '../values.js';

/** The reply as a document, or as BSON that is ready (cursor batches). */
export type Reply = Document | Buffer;

/** What a command runs on, besides its options. */
export interface Call {
  readonly engine: Engine;
  readonly name: string;
  readonly database: string;
  /** The value of the field that names the command, usually a collection's name. */
  readonly target: unknown;
  readonly now: Date;
}

/** Options that every command may carry; the README says why they change nothing here. */
const everywhere = {
  $db: 'string',
  lsid: 'object',
  $readPreference: 'object',
  comment: 'any',
  readConcern: 'object',
  writeConcern: 'object',
} as const;

export interface Command {
  /** A write runs inside a transaction and is answered when that is on disk. */
  readonly isWrite: boolean;
  /** Checks the options and returns the work to do. */
  readonly prepare: (call: Call, body: Document) => () => Reply;
}

const command =
  (isWrite: boolean) =>
  <Table extends OptionTable>(table: Table, run: (options: Options<Table>, call: Call) => Reply): Command => {
    const whole = { ...table, ...everywhere };
    const prepare = (call: Call, body: Document): (() => Reply) => {
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

/** The collection's name that the command gives; checked when the collection is made. */
export function collectionName({ target, database }: Call): string {
  if (typeof target === 'string' && target !== '') return target;
  return fail('InvalidNamespace', `Invalid namespace specified '${database}.${String(target)}'`);
}

/** The collection that the command names, undefined if there is none. */
export const collectionOf = (call: Call): Collection | undefined =>
  call.engine.find(call.database, collectionName(call));

export const openCollection = (call: Call): Collection =>
  call.engine.findOrCreate(call.database, collectionName(call));
