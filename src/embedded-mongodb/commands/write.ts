import { ObjectId } from 'bson';
import type { Collection } from '../collection.js';
import { CommandError, fail } from '../errors.js';
import { compileFilter } from '../matcher.js';
import { readOptions } from '../options.js';
import { compileProjection } from '../projection.js';
import { findDocuments, type Found, type Query } from '../query.js';
import { compileUpdate, upsertDocument } from '../updater.js';
import { decode, isDocument, isOperatorDocument, type Document } from '../values.js';
import { collectionOf, openCollection, write, type Call, type Command, type Reply } from './command.js';

const maxStatements = 100_000;

/** MongoDB keeps _id first in every document. */
function withId(document: Document): Document {
  if (!('_id' in document)) return { _id: new ObjectId(), ...document };
  return Object.keys(document)[0] === '_id' ? document : { _id: document['_id'], ...document };
}

/** Runs statement after statement; an ordered command ends at the first error, an unordered one reports all. */
function eachStatement<T>(
  statements: readonly T[] = [],
  ordered: boolean | undefined,
  run: (statement: T, index: number) => void,
): Document {
  const { length } = statements;
  if (length === 0 || length > maxStatements)
    fail(
      'InvalidOptions',
      `Write batch sizes must be between 1 and ${maxStatements}. Got ${length} operations.`,
    );
  const writeErrors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      const isOfStatement = error instanceof CommandError && !isFatal(error);
      if (!isOfStatement) throw error;
      const { code, codeName, message: errmsg, details } = error;
      writeErrors.push({ index, code, codeName, errmsg, ...details });
      if (ordered !== false) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

const isFatal = ({ codeName }: CommandError): boolean =>
  codeName === 'OutOfDiskSpace' || codeName === 'DataCorruption';

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

/** An update and what it is for. */
interface Change {
  readonly filter: Document;
  readonly update: unknown;
  readonly arrayFilters: readonly unknown[] | undefined;
}

/** Prepares a change: how it makes the new document of a found one, and the one of an upsert. */
function compileChange({ filter, update, arrayFilters }: Change) {
  const apply = compileUpdate(update, arrayFilters);
  const matches = compileFilter(filter);
  return {
    updated: (document: Document): Document => {
      const trace: { index?: number } = {};
      matches(document, trace);
      return apply(document, { matchedIndex: trace.index, isInsert: false });
    },
    upsert: (call: Call): Document => {
      const document = withId(upsertDocument(filter, update, apply));
      openCollection(call).insert(document);
      return document;
    },
  };
}

/** The keys first, then the documents: an update that moves a document within the used index must not meet it again. */
function* eachMatch(
  collection: Collection | undefined,
  query: Query,
  deadlineMs: number,
): Generator<Document> {
  if (collection === undefined) return;
  const keys = Array.from(findDocuments(collection, query, deadlineMs), ({ key }) => key);
  for (const key of keys) {
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
    const { updated, upsert } = compileChange({ filter, update: u, arrayFilters: options.arrayFilters });
    const collection = collectionOf(call);
    const limit = options.multi === true ? 0 : 1;
    const before = matched;
    for (const document of eachMatch(collection, { filter, limit }, call.deadlineMs)) {
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
    compileFilter(filter);
    const collection = collectionOf(call);
    for (const document of eachMatch(collection, { filter, limit }, call.deadlineMs)) {
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
  arrayFilters: 'array',
} as const;

const findAndModify = write(modifyTable, (options, call): Reply => {
  const {
    query: filter = {},
    update: change,
    remove: isRemoval = false,
    new: wantsNew = false,
    ...others
  } = options;
  if (isRemoval === (change !== undefined))
    fail('FailedToParse', 'Either an update or remove=true must be specified');
  if (isRemoval && (others.upsert === true || wantsNew))
    fail('FailedToParse', 'Cannot specify both new=true or upsert=true and remove=true');
  const { sort, fields, arrayFilters } = others;
  const project = fields === undefined ? (document: Document) => document : compileProjection(fields);
  const reply = (lastErrorObject: Document, value: Document | undefined): Reply => ({
    lastErrorObject,
    value: value === undefined ? null : project(value),
  });
  compileFilter(filter);
  const modified = isRemoval ? undefined : compileChange({ filter, update: change, arrayFilters });
  const collection = collectionOf(call);
  const query = { filter, sort, limit: 1 };
  const [found]: Iterable<Found> =
    collection === undefined ? [] : findDocuments(collection, query, call.deadlineMs);
  if (modified === undefined) {
    if (found !== undefined) collection?.remove(found.document);
    return reply({ n: found === undefined ? 0 : 1 }, found?.document);
  }
  if (found !== undefined) {
    const after = modified.updated(found.document);
    collection?.replace(found.document, after);
    return reply({ n: 1, updatedExisting: true }, wantsNew ? after : found.document);
  }
  if (others.upsert !== true) return reply({ n: 0, updatedExisting: false }, undefined);
  const made = modified.upsert(call);
  return reply({ n: 1, updatedExisting: false, upserted: made['_id'] }, wantsNew ? made : undefined);
});

export const writes: Readonly<Record<string, Command>> = {
  insert,
  update,
  delete: remove,
  findAndModify,
  findandmodify: findAndModify,
};
