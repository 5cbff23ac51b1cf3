import { fail } from './errors.js';
import { compileCondition, compileFilter } from './matcher.js';
import { ownField } from './paths.js';
import { isDocument, setField, type Document } from './values.js';

/** What the positional parts of update paths refer to. */
export interface PositionContext {
  /** For `$`: the array position that the query matched. */
  readonly matchedIndex: number | undefined;
  /** For `$[name]`: the test of each array filter. */
  readonly arrayFilters: ReadonlyMap<string, (element: unknown) => boolean>;
}

/** MongoDB pads an array up to the index that is set; this bounds what one update can create. */
const maxPadding = 1_500_000;

/** `[{'item.a': 1}]` as tests by identifier. Throws CommandError for filters over several identifiers. */
export function compileArrayFilters(filters: readonly unknown[]): Map<string, (element: unknown) => boolean> {
  const tests = new Map<string, (element: unknown) => boolean>();
  for (const filter of filters) {
    if (!isDocument(filter)) fail('TypeMismatch', 'arrayFilters entries must be objects');
    const names = new Set(Object.keys(filter).map((path) => path.split('.')[0] ?? ''));
    const [name] = names;
    if (name === undefined || names.size !== 1 || !/^[a-z]\w*$/i.test(name)) {
      fail('FailedToParse', 'Error parsing array filter: expected a single top-level field name');
    }
    if (tests.has(name))
      fail('FailedToParse', `Found multiple array filters with the same top-level field name ${name}`);
    const condition = name in filter ? compileCondition(filter[name]) : compileFilter(filter);
    tests.set(name, (element) =>
      name in filter ? condition(element as Document) : condition({ [name]: element }),
    );
  }
  return tests;
}

const describe = (value: unknown): string => JSON.stringify(value);

function arrayAt(value: unknown, path: string): unknown[] {
  if (value === undefined)
    fail('BadValue', `The path '${path}' must exist in the document in order to apply array updates.`);
  if (!Array.isArray(value)) {
    fail('BadValue', `Cannot apply array updates to non-array element ${path}: ${describe(value)}`);
  }
  return value;
}

function childOf(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return (value as unknown[])[Number(part)];
  return isDocument(value) ? ownField(value, part) : undefined;
}

/** Replaces `$`, `$[]` and `$[name]` by positions of this document: one path in, any number of plain ones out. */
export function expandPath(document: Document, path: string, context: PositionContext): string[][] {
  let open: { parts: string[]; value: unknown }[] = [{ parts: [], value: document }];
  for (const part of path.split('.')) {
    if (part === '')
      fail('EmptyFieldName', `The update path '${path}' contains an empty field name, which is not allowed.`);
    open = open.flatMap(({ parts, value }) =>
      positions(part, value, parts.join('.'), context).map((name) => ({
        parts: [...parts, name],
        value: childOf(value, name),
      })),
    );
  }
  return open.map(({ parts }) => parts);
}

function positions(part: string, value: unknown, path: string, context: PositionContext): string[] {
  if (part === '$') {
    if (context.matchedIndex === undefined) {
      fail('BadValue', 'The positional operator did not find the match needed from the query.');
    }
    return [String(context.matchedIndex)];
  }
  const name = /^\$\[(.*)\]$/.exec(part)?.[1];
  if (name === undefined) {
    if (part.startsWith('$')) {
      fail(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${part}' is not allowed in the context of an update's path.`,
      );
    }
    return [part];
  }
  const test = name === '' ? (): boolean => true : context.arrayFilters.get(name);
  if (test === undefined)
    fail('BadValue', `No array filter found for identifier '${name}' in path '${path}'`);
  return arrayAt(value, path).flatMap((element, at) => (test(element) ? [String(at)] : []));
}

/** The value at a plain path, undefined where it does not exist. */
export const readPath = (document: Document, parts: readonly string[]): unknown =>
  parts.reduce<unknown>(childOf, document);

function cannotCreate(part: string, parts: readonly string[], at: number, value: unknown): never {
  return fail(
    'PathNotViable',
    `Cannot create field '${part}' in element {${parts[at - 1] ?? ''}: ${describe(value)}}`,
  );
}

function setElement(array: unknown[], part: string, value: unknown): void {
  const index = Number(part);
  if (index - array.length > maxPadding) fail('BadValue', `can't backfill more than ${maxPadding} elements`);
  while (array.length < index) array.push(null);
  array[index] = value;
}

/** Sets the value at a plain path and creates documents on the way. Throws PathNotViable where a scalar is in the way. */
export function writePath(document: Document, parts: readonly string[], value: unknown): void {
  let holder: unknown = document;
  for (const [at, part] of parts.entries()) {
    const isLast = at === parts.length - 1;
    const present = childOf(holder, part);
    const next = isLast ? value : present === undefined ? {} : present;
    if (Array.isArray(holder)) {
      if (!/^\d+$/.test(part)) cannotCreate(part, parts, at, holder);
      if (isLast || present === undefined) setElement(holder, part, next);
    } else if (isDocument(holder)) {
      if (isLast || present === undefined) setField(holder, part, next);
    } else cannotCreate(part, parts, at, holder);
    holder = next;
  }
}

/** Removes a field; an array element becomes null, as in MongoDB. */
export function removePath(document: Document, parts: readonly string[]): void {
  const holder = readPath(document, parts.slice(0, -1));
  const last = parts.at(-1) ?? '';
  if (Array.isArray(holder)) {
    if (/^\d+$/.test(last) && Number(last) < holder.length) holder[Number(last)] = null;
  } else if (isDocument(holder) && Object.hasOwn(holder, last)) Reflect.deleteProperty(holder, last);
}
