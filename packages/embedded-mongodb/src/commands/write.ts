import { ObjectId } from 'bson';
import type { Collection } from '../collection.js';
import { CommandError, fail } from '../errors.js';
import { compileFilter } from '../matcher.js';
import { readOptions } from '../options.js';
import { compileProjection, project } from '../projection.js';
import { findDocuments, type Query } from '../query.js';
import { compileUpdate, upsertDocument } from '../updater.js';
import { decode, encode, isDocument, isOperatorDocument, type Document } from '../values.js';
import { collectionOf, openCollection, write, type Call, type Command, type Reply } from './command.js';

const maxStatements = 100_000;

/** Adds a missing _id and puts it first, as MongoDB does. */
function withId(document: Document): Document {
  if (!('_id' in document)) return { _id: new ObjectId(), ...document };
  return Object.keys(document)[0] === '_id' ? document : { _id: document['_id'], ...document };
}

/** Runs statement after statement; an ordered command ends at the first error, an unordered one reports all. */
function eachStatement(
  statements: readonly unknown[] = [],
  ordered: boolean | undefined,
  run: (statement: unknown, index: number) => void,
): Document {
  const { length } = statements;
  if (length === 0 || length > maxStatements)
    fail(
      'InvalidOptions',
      `Write batch sizes must be between 1 and ${maxStatements}. Got ${length} operations.`,
    );
  const writeErrors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    if (ordered !== false && writeErrors.length > 0) break;
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof CommandError) || fatal.has(error.codeName)) throw error;
      const { code, codeName, message: errmsg, details } = error;
      writeErrors.push({ index, code, codeName, errmsg, ...details });
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

/** These errors end the whole command, not only the statement. */
const fatal: ReadonlySet<string> = new Set(['OutOfDiskSpace', 'DataCorruption']);

const insert = write({ documents: 'array', ordered: 'bool' }, ({ documents, ordered }, call) => {
  const collection = openCollection(call);
  let n = 0;
  const errors = eachStatement(documents, ordered, (document) => {
    if (!isDocument(document)) fail('TypeMismatch', `BSON field 'insert.documents' must hold documents`);
    collection.insert(withId(document));
    n += 1;
  });
  return { n, ...errors };
});

/**
 * Compiles an update or replacement: how to change a found document, and how to create one for an upsert.
 */
function compileChange(filter: Document, update: unknown, arrayFilters?: readonly unknown[]) {
  const apply = compileUpdate(update, arrayFilters);
  return {
    updated: (document: Document): Document => apply(document, false),
    upsert: (call: Call): Document => {
      const document = withId(upsertDocument(filter, update, apply));
      openCollection(call).insert(document);
      return document;
    },
  };
}

/**
 * Validates the filter even if the collection does not exist. Collects the keys before it reads documents, because an
 * update may move a document within the index being scanned, which must not find it again.
 */
function* eachMatch(call: Call, collection: Collection | undefined, query: Query): Generator<Document> {
  if (collection === undefined) {
    compileFilter(query.filter);
    return;
  }
  const found = findDocuments(collection, query);
  for (const key of Array.from(found, (one) => one.key)) {
    const bytes = collection.get(key);
    if (bytes !== undefined) yield decode(bytes);
  }
}

const updateTable = {
  q: 'object',
  u: 'any',
  multi: 'bool',
  upsert: 'bool',
  arrayFilters: 'array',
} as const;

const update = write({ updates: 'array', ordered: 'bool' }, ({ updates, ordered }, call) => {
  const upserted: Document[] = [];
  let [matched, nModified] = [0, 0];
  const errors = eachStatement(updates, ordered, (statement, index) => {
    const { q: filter = {}, u, ...options } = readOptions('update.updates', statement, updateTable);
    if (options.multi === true && isDocument(u) && !isOperatorDocument(u))
      fail('FailedToParse', 'multi update is not supported for replacement-style update');
    const { updated, upsert } = compileChange(filter, u, options.arrayFilters);
    const collection = collectionOf(call);
    const before = matched;
    for (const document of eachMatch(call, collection, { filter, limit: options.multi === true ? 0 : 1 })) {
      if (collection?.replace(document, updated(document)) === true) nModified += 1;
      matched += 1;
    }
    if (matched === before && options.upsert === true) upserted.push({ index, _id: upsert(call)['_id'] });
  });
  const n = matched + upserted.length;
  return { n, nModified, ...(upserted.length > 0 && { upserted }), ...errors };
});

const deleteTable = { q: 'object', limit: 'count' } as const;

const remove = write({ deletes: 'array', ordered: 'bool' }, ({ deletes, ordered }, call) => {
  let n = 0;
  const errors = eachStatement(deletes, ordered, (statement) => {
    const { q: filter = {}, limit = -1 } = readOptions('delete.deletes', statement, deleteTable);
    if (limit !== 0 && limit !== 1)
      fail('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    const collection = collectionOf(call);
    for (const document of eachMatch(call, collection, { filter, limit })) {
      collection?.remove(document);
      n += 1;
    }
  });
  return { n, ...errors };
});

const modifyTable = {
  query: 'object',
  update: 'any',
  remove: 'bool',
  new: 'bool',
  upsert: 'bool',
  fields: 'object',
  sort: 'object',
} as const;

const findAndModify = write(modifyTable, (options, call): Reply => {
  const { query: filter = {}, update: change, sort, fields } = options;
  const [isRemoval, wantsNew, mayInsert] = [
    options.remove === true,
    options.new === true,
    options.upsert === true,
  ];
  if (isRemoval === (change !== undefined))
    fail('FailedToParse', 'Either an update or remove=true must be specified');
  if (isRemoval && (mayInsert || wantsNew))
    fail('FailedToParse', 'Cannot specify both new=true or upsert=true and remove=true');
  const projection = fields === undefined ? undefined : compileProjection(fields);
  const shown = (document: Document): Document =>
    projection === undefined ? document : decode(project(encode(document), projection));
  const reply = (lastErrorObject: Document, value: Document | undefined): Reply => ({
    lastErrorObject,
    value: value === undefined ? null : shown(value),
  });
  const changed = isRemoval ? undefined : compileChange(filter, change);
  const collection = collectionOf(call);
  const [found] = eachMatch(call, collection, { filter, sort, limit: 1 });
  if (changed === undefined) {
    if (found !== undefined) collection?.remove(found);
    return reply({ n: found === undefined ? 0 : 1 }, found);
  }
  if (found !== undefined) {
    const after = changed.updated(found);
    collection?.replace(found, after);
    return reply({ n: 1, updatedExisting: true }, wantsNew ? after : found);
  }
  if (!mayInsert) return reply({ n: 0, updatedExisting: false }, undefined);
  const made = changed.upsert(call);
  return reply({ n: 1, updatedExisting: false, upserted: made['_id'] }, wantsNew ? made : undefined);
});

export const writes: Readonly<Record<string, Command>> = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
};
