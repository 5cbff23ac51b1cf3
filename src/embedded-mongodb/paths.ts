import { isDocument, type Document } from './values.js';

/** Sees one value at the end of a path; `index` is the position in the outermost array passed on the way. True ends the walk. */
export type Visit = (value: unknown, index: number | undefined) => boolean;

const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part);

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
  if (Array.isArray(value)) {
    const numbered = isIndex(part) && Number(part) < value.length;
    if (numbered && visitPath(value[Number(part)], parts, visit, at + 1, index)) return true;
    return value.some(
      (element, place) => isDocument(element) && visitPath(element, parts, visit, at, index ?? place),
    );
  }
  return visitPath(isDocument(value) ? ownField(value, part) : undefined, parts, visit, at + 1, index);
}

/** As visitPath, and an array at the end of the path offers its elements too, before itself. */
export function visitPathAndElements(value: unknown, parts: readonly string[], visit: Visit): boolean {
  return visitPath(value, parts, (found, index) => {
    if (Array.isArray(found) && found.some((element, place) => visit(element, index ?? place))) return true;
    return visit(found, index);
  });
}

/** The document's own field, never one that JavaScript objects inherit. */
export const ownField = (document: Document, name: string): unknown =>
  Object.hasOwn(document, name) ? document[name] : undefined;

/** The one value at a path without any array in between, undefined where there is none. */
export function plainValue(document: Document, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, part) => (isDocument(value) ? ownField(value, part) : undefined), document);
}

/**
 * The values that an index field or a sort sees at a path: the elements of an array, null for what is
 * missing. `isArray` tells whether an array was met; an empty one counts as null (as undefined in MongoDB).
 */
export function valuesAtPath(document: Document, path: string): { values: unknown[]; isArray: boolean } {
  const parts = path.split('.');
  const simple = plainValueOrArray(document, parts);
  if (!simple.isArray) return { values: [simple.value ?? null], isArray: false };
  const values: unknown[] = [];
  visitPath(document, parts, (found) => {
    if (Array.isArray(found)) values.push(...(found.length === 0 ? [null] : (found as unknown[])));
    else values.push(found ?? null);
    return false;
  });
  return { values: values.length === 0 ? [null] : values, isArray: true };
}

function plainValueOrArray(
  document: Document,
  parts: readonly string[],
): { value: unknown; isArray: boolean } {
  let value: unknown = document;
  for (const part of parts) {
    if (Array.isArray(value)) return { value, isArray: true };
    value = isDocument(value) ? ownField(value, part) : undefined;
  }
  return { value, isArray: Array.isArray(value) };
}
