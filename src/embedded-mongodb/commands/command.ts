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
  /** The value of the field that names the command: mostly a collection's name. */
  readonly target: unknown;
  readonly now: Date;
  /** When maxTimeMS is over, in milliseconds since 1970. */
  readonly deadlineMs: number;
}

/** Checks the options of a call and gives what it has to do. */
export interface Command {
  /** A write runs inside a transaction and is answered when that is on disk. */
  readonly isWrite: boolean;
  readonly prepare: (options: Document, call: Call) => () => Reply;
}

type Define = <Table extends OptionTable>(
  table: Table,
  run: (options: Options<Table>, call: Call) => Reply,
) => Command;

const command =
  (isWrite: boolean): Define =>
  (table, run) => ({
    isWrite,
    prepare: (given, call) => {
      const options = readOptions(call.name, given, table);
      return () => run(options, call);
    },
  });

export const read = command(false);
export const write = command(true);

/** Options that every command may carry; docs/embedded-mongodb.md says why they change nothing here. */
const everywhere = {
  $db: 'string',
  lsid: 'object',
  $readPreference: 'object',
  $clusterTime: 'object',
  comment: 'any',
  maxTimeMS: 'count',
  readConcern: 'object',
  writeConcern: 'object',
  apiVersion: 'string',
  apiStrict: 'bool',
  apiDeprecationErrors: 'bool',
} as const;

function checkConcerns(readConcern: Document = {}, writeConcern: Document = {}): void {
  const { w = 1 } = writeConcern;
  if (isNumber(w) ? Number(w) > 1 : w !== 'majority')
    fail('BadValue', `cannot use 'w' > 1 when a host is not replicated`);
  const { level = 'local' } = readConcern;
  if (!['local', 'available', 'majority'].includes(String(level)))
    unsupported('NotImplemented', `The read concern ${String(level)}`);
}

/** Takes a command document apart: what every command may carry, and the options of its own. */
export function readCall(
  engine: Engine,
  database: string,
  body: Document,
  now: Date,
): { call: Call; options: Document } {
  const [[name, target] = ['', undefined], ...others] = Object.entries(body);
  if (database === '') fail('InvalidNamespace', 'OP_MSG requests require a $db argument');
  if ('txnNumber' in body || 'startTransaction' in body)
    unsupported(
      'IllegalOperation',
      'Transaction numbers are only allowed on a replica set member or mongos; this',
    );
  const isCommon = ([option]: [string, unknown]): boolean => Object.hasOwn(everywhere, option);
  const common = readOptions(name, Object.fromEntries(others.filter(isCommon)), everywhere);
  checkConcerns(common.readConcern, common.writeConcern);
  const { maxTimeMS = 0 } = common;
  const deadlineMs = maxTimeMS > 0 ? now.getTime() + maxTimeMS : Infinity;
  const options = Object.fromEntries(others.filter((one) => !isCommon(one)));
  return { call: { engine, name, database, target, now, deadlineMs }, options };
}

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
