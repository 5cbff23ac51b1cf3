import type { Engine } from '../engine.js';
import { fail, unsupported } from '../errors.js';
import { isDocument, rank, rankOf, approximate, type Document } from '../values.js';

/** One command on its way: `body` is the whole command document, document sequences included. */
export interface Call {
  readonly engine: Engine;
  readonly name: string;
  readonly database: string;
  readonly body: Document;
  readonly now: Date;
}

/** The reply as a document, or as BSON that is ready (cursor batches). */
export type Reply = Document | Buffer;

export interface Command {
  /** 'write' runs inside a transaction and is answered when that is on disk; 'alone' runs while nothing else does. */
  readonly kind: 'read' | 'write' | 'alone';
  /** The options it knows, besides those that every command may carry. */
  readonly options: readonly string[];
  readonly run: (call: Call) => Reply | Promise<Reply>;
}

/** Options that every command may carry and that change nothing here; docs/embedded-mongodb.md says why for each. */
const everywhere = new Set([
  '$db',
  'lsid',
  '$readPreference',
  '$clusterTime',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

const transactional = ['txnNumber', 'startTransaction', 'autocommit'];

function checkConcerns(body: Document): void {
  const write = body['writeConcern'];
  const w = isDocument(write) ? write['w'] : undefined;
  const isNumber = rankOf(w) === rank.number;
  if ((isNumber && approximate(w) > 1) || (!isNumber && w !== undefined && w !== 'majority')) {
    fail('BadValue', `cannot use 'w' > 1 when a host is not replicated`);
  }
  const read = body['readConcern'];
  const level = isDocument(read) ? JSON.stringify(read['level']) : undefined;
  if (level !== undefined && !['"local"', '"available"', '"majority"'].includes(level)) {
    unsupported('NotImplemented', `The read concern ${level}`);
  }
}

/** Refuses options that the command does not know: nothing is silently ignored. */
export function checkOptions(name: string, command: Command, body: Document): void {
  for (const option of Object.keys(body)) {
    if (option === name || everywhere.has(option) || command.options.includes(option)) continue;
    if (transactional.includes(option)) {
      fail(
        'IllegalOperation',
        'Transaction numbers are only allowed on a replica set member or mongos: a real MongoDB is needed (MONGODB_URI)',
      );
    }
    unsupported('IDLUnknownField', `BSON field '${name}.${option}' is an unknown field. It`);
  }
  checkConcerns(body);
}

/** The fields of a part of a command, such as one statement of an update; unknown ones are refused. */
export function checkFields(what: string, value: unknown, allowed: readonly string[]): Document {
  if (!isDocument(value))
    fail('TypeMismatch', `BSON field '${what}' is the wrong type, expected type 'object'`);
  for (const name of Object.keys(value)) {
    if (!allowed.includes(name))
      unsupported('IDLUnknownField', `BSON field '${what}.${name}' is an unknown field. It`);
  }
  return value;
}

export function collectionName(call: Call, field = call.name): string {
  const name = call.body[field];
  if (typeof name !== 'string' || name === '')
    fail('InvalidNamespace', `Invalid namespace specified '${call.database}.${String(name)}'`);
  return name;
}

/** When maxTimeMS is over, in milliseconds since 1970. */
export function deadlineOf(call: Call): number {
  const maxTimeMs = call.body['maxTimeMS'];
  const milliseconds = rankOf(maxTimeMs) === rank.number ? approximate(maxTimeMs) : 0;
  return milliseconds > 0 ? call.now.getTime() + milliseconds : Infinity;
}

export function arrayOption(value: unknown, name: string): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value))
    fail('TypeMismatch', `BSON field '${name}' is the wrong type, expected type 'array'`);
  return value;
}
