import { isDocument, ownField, type Document } from './values.js';

/** Sees one value at the end of a path; `index` is the position in the outermost array passed on the way. True ends the walk. */
export type Visit = (value: unknown, index: number | undefined) => boolean;

/**
 * Visits what a dotted path means in a query: fields of documents, numbered elements of arrays, and the
 * fields of all documents in an array. A field that is not there is visited as undefined; an array
 * without documents has nothing to visit, so `{'a.b': null}` does not match `{a: [1]}`.
 */
export function visitPath(
  value: unknown,
  parts: readonly string[],
  visit: Visit,
  at = 0,
  index?: number,
): boolean {
  const part = parts[at];
  if (part === undefined) return visit(value, index);
  if (!Array.isArray(value))
    return visitPath(isDocument(value) ? ownField(value, part) : undefined, parts, visit, at + 1, index);
  const isNumbered = /^(0|[1-9]\d*)$/.test(part) && Number(part) < value.length;
  if (isNumbered && visitPath(value[Number(part)], parts, visit, at + 1, index)) return true;
  return value.some(
    (element, place) => isDocument(element) && visitPath(element, parts, visit, at, index ?? place),
  );
}

/** One sort or index field; 1 ascending, -1 descending. */
export type SortField = readonly [path: string, direction: 1 | -1];

/**
 * The values that an index field or a sort sees at a path: the elements of an array, null for what is
 * missing and for an empty array. `isArray` tells whether an array was met.
 */
export function valuesAtPath(document: Document, path: string): { values: unknown[]; isArray: boolean } {
  const values: unknown[] = [];
  let isArray = false;
  visitPath(document, path.split('.'), (found, index) => {
    isArray ||= index !== undefined || Array.isArray(found);
    if (Array.isArray(found) && found.length > 0) values.push(...(found as unknown[]));
    else values.push(Array.isArray(found) ? null : (found ?? null));
    return false;
  });
  return values.length > 0 ? { values, isArray } : { values: [null], isArray: true };
}
