import { ObjectId } from 'bson';
import { wholeOption } from '../arithmetic.js';
import type { Collection } from '../collection.js';
import { CommandError, fail } from '../errors.js';
import { compileFilter, type Predicate } from '../matcher.js';
import { compileProjection } from '../projection.js';
import { documentOption, findDocuments, type Found } from '../query.js';
import { compileUpdate, upsertDocument, type Update } from '../updater.js';
import { decode, isDocument, type Document } from '../values.js';
import {
  arrayOption,
  checkFields,
  collectionName,
  deadlineOf,
  type Call,
  type Command,
  type Reply,
} from './command.js';

/** MongoDB keeps _id first in every document. */
function withId(document: Document): Document {
  if (!('_id' in document)) return { _id: new ObjectId(), ...document };
  return Object.keys(document)[0] === '_id' ? document : { _id: document['_id'], ...document };
}

function writeError(index: number, error: CommandError): Document {
  return { index, code: error.code, codeName: error.codeName, errmsg: error.message, ...error.details };
}

/** Runs statement after statement; an ordered command ends at the first error, an unordered one reports all. */
function eachStatement(
  call: Call,
  statements: readonly unknown[],
  run: (statement: unknown, index: number) => void,
): Document {
  const writeErrors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof CommandError) || ['OutOfDiskSpace', 'DataCorruption'].includes(error.codeName))
        throw error;
      writeErrors.push(writeError(index, error));
      if (call.body['ordered'] !== false) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

function statements(call: Call, field: string): unknown[] {
  const found = arrayOption(call.body[field], `${call.name}.${field}`);
  if (found.length === 0 || found.length > 100_000) {
    fail('InvalidOptions', `Write batch sizes must be between 1 and 100000. Got ${found.length} operations.`);
  }
  return found;
}

function insert(call: Call): Reply {
  const documents = statements(call, 'documents');
  const collection = call.engine.findOrCreate(call.database, collectionName(call), call.now);
  let n = 0;
  const errors = eachStatement(call, documents, (document) => {
    if (!isDocument(document)) fail('TypeMismatch', `BSON field 'insert.documents' must hold documents`);
    collection.insert(withId(document));
    n += 1;
  });
  return { n, ...errors };
}

interface Target {
  readonly filter: Document;
  readonly update: Update;
  readonly source: unknown;
  readonly matches: Predicate;
}

/** Applies an update to one found document; `$` means the array position that the filter matched. */
function updated({ update, matches }: Target, document: Document): Document {
  const trace: { index?: number } = {};
  matches(document, trace);
  return update(document, { matchedIndex: trace.index, isInsert: false });
}

function target(filter: unknown, source: unknown, arrayFilters: unknown, now: Date): Target {
  const checked = documentOption(filter, 'q');
  return {
    filter: checked,
    source,
    update: compileUpdate(source, arrayOption(arrayFilters, 'arrayFilters'), now),
    matches: compileFilter(checked),
  };
}

function upsert(call: Call, { filter, source, update }: Target): Document {
  const document = withId(upsertDocument(filter, source, update));
  call.engine.findOrCreate(call.database, collectionName(call), call.now).insert(document);
  return document;
}

/** The keys first, then the documents: an update that moves a document within the used index must not meet it again. */
function* eachMatch(
  collection: Collection,
  filter: Document,
  hint: unknown,
  limit: number,
  deadlineMs: number,
): Generator<Document> {
  const found = findDocuments(collection, { filter, hint, limit, deadlineMs });
  if (limit === 1) {
    for (const { document } of found) yield document;
    return;
  }
  const keys = Array.from(found, ({ key }) => key);
  for (const key of keys) {
    const bytes = collection.storage.document(key);
    if (bytes !== undefined) yield decode(bytes);
  }
}

const updateFields = ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint'];

function update(call: Call): Reply {
  const name = collectionName(call);
  const counts = { n: 0, nModified: 0 };
  const upserted: Document[] = [];
  const errors = eachStatement(call, statements(call, 'updates'), (statement, index) => {
    const {
      q,
      u,
      multi,
      hint,
      arrayFilters,
      upsert: mayInsert,
    } = checkFields('update.updates', statement, updateFields);
    const wanted = target(q, u, arrayFilters, call.now);
    if (multi === true && isDocument(u) && !Object.keys(u).some((name) => name.startsWith('$'))) {
      fail('FailedToParse', 'multi update is not supported for replacement-style update');
    }
    let matched = 0;
    const collection = call.engine.find(call.database, name);
    for (const document of collection === undefined
      ? []
      : eachMatch(collection, wanted.filter, hint, multi === true ? 0 : 1, deadlineOf(call))) {
      matched += 1;
      if (collection?.replace(document, updated(wanted, document)) === true) counts.nModified += 1;
      counts.n += 1;
    }
    if (matched === 0 && mayInsert === true) {
      upserted.push({ index, _id: upsert(call, wanted)['_id'] });
      counts.n += 1;
    }
  });
  return { ...counts, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
}

function remove(call: Call): Reply {
  const name = collectionName(call);
  let n = 0;
  const errors = eachStatement(call, statements(call, 'deletes'), (statement) => {
    const { q, limit, hint } = checkFields('delete.deletes', statement, ['q', 'limit', 'hint']);
    const count = wholeOption(limit, 'delete.deletes.limit');
    if (count !== 0 && count !== 1)
      fail('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${count}`);
    const collection = call.engine.find(call.database, name);
    const filter = documentOption(q, 'delete.deletes.q');
    if (collection === undefined) {
      compileFilter(filter);
      return;
    }
    for (const document of eachMatch(collection, filter, hint, count, deadlineOf(call))) {
      collection.remove(document);
      n += 1;
    }
  });
  return { n, ...errors };
}

function findFirst(call: Call, collection: Collection | undefined): Found | undefined {
  const filter = documentOption(call.body['query'], 'query');
  if (collection === undefined) return undefined;
  const { sort, hint } = call.body;
  const [found] = findDocuments(collection, {
    filter,
    sort: sort ?? {},
    hint,
    limit: 1,
    deadlineMs: deadlineOf(call),
  });
  return found;
}

function findAndModify(call: Call): Reply {
  const {
    query,
    update: source,
    remove: isRemove,
    new: wantsNew,
    upsert: mayInsert,
    fields,
    arrayFilters,
  } = call.body;
  if ((isRemove === true) === (source !== undefined))
    fail('FailedToParse', 'Either an update or remove=true must be specified');
  if (isRemove === true && (mayInsert === true || wantsNew === true))
    fail('FailedToParse', 'Cannot specify both new=true or upsert=true and remove=true');
  const name = collectionName(call);
  const project = fields === undefined ? undefined : compileProjection(documentOption(fields, 'fields'));
  const shown = (document: Document | null): Document | null =>
    document === null || project === undefined ? document : project(document);
  if (isRemove === true) {
    const collection = call.engine.find(call.database, name);
    const found = findFirst(call, collection);
    if (found !== undefined) collection?.remove(found.document);
    return { lastErrorObject: { n: found === undefined ? 0 : 1 }, value: shown(found?.document ?? null) };
  }
  const wanted = target(query, source, arrayFilters, call.now);
  const collection = call.engine.find(call.database, name);
  const found = findFirst(call, collection);
  if (found !== undefined && collection !== undefined) {
    const after = updated(wanted, found.document);
    collection.replace(found.document, after);
    return {
      lastErrorObject: { n: 1, updatedExisting: true },
      value: shown(wantsNew === true ? after : found.document),
    };
  }
  if (mayInsert !== true) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const document = upsert(call, wanted);
  return {
    lastErrorObject: { n: 1, updatedExisting: false, upserted: document['_id'] },
    value: shown(wantsNew === true ? document : null),
  };
}

const inert = ['bypassDocumentValidation', 'ordered'];
const modifyOptions = [
  'query',
  'update',
  'remove',
  'new',
  'upsert',
  'fields',
  'sort',
  'arrayFilters',
  'hint',
  ...inert,
];

export const writes: Record<string, Command> = {
  insert: { kind: 'write', options: ['documents', ...inert], run: insert },
  update: { kind: 'write', options: ['updates', ...inert], run: update },
  delete: { kind: 'write', options: ['deletes', ...inert], run: remove },
  findAndModify: { kind: 'write', options: modifyOptions, run: findAndModify },
  findandmodify: { kind: 'write', options: modifyOptions, run: findAndModify },
};
