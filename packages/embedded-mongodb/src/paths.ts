import { fail, unsupported } from './errors.js';
import { isDocument, ownField, type Document } from './values.js';

/**
 * Whether a dotted path leads to a value that passes: through fields of documents, numbered elements of arrays, and the
 * fields of all documents in an array. A missing field counts as undefined; an array without documents leads to
 * nothing, so `{'a.b': null}` does not match `{a: [1]}`.
 */
export function somePath(
  value: unknown,
  parts: readonly string[],
  passes: (value: unknown) => boolean,
  at = 0,
): boolean {
  const part = parts[at];
  if (part === undefined) return passes(value);
  if (!Array.isArray(value))
    return somePath(isDocument(value) ? ownField(value, part) : undefined, parts, passes, at + 1);
  const isInRange = isNumber(part) && Number(part) < value.length;
  if (isInRange && somePath(value[Number(part)], parts, passes, at + 1)) return true;
  return value.some((element) => isDocument(element) && somePath(element, parts, passes, at));
}

/** One sort or index field; 1 ascending, -1 descending. */
export type SortField = readonly [path: string, direction: 1 | -1];

/** The rest of a path, and the value from which it continues. */
interface Walk {
  readonly value: unknown;
  readonly parts: readonly string[];
}

const isNumber = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part);

/** Follows the path to its end, or to an array that it does not enter by index. */
function advance({ value, parts }: Walk): Walk {
  const [part, ...rest] = parts;
  if (part === undefined) return { value, parts };
  if (isDocument(value)) return advance({ value: ownField(value, part), parts: rest });
  if (!Array.isArray(value)) return { value: undefined, parts: [] };
  if (!isNumber(part) || Number(part) >= value.length) return { value, parts };
  if (value.some((element) => isDocument(element) && Object.hasOwn(element, part)))
    fail(
      'BadValue',
      `Ambiguous field name found in array (do not use numeric field names in them): '${part}'`,
    );
  return advance({ value: (value as unknown[])[Number(part)], parts: rest });
}

/**
 * The keys of a document for an index or a sort: one value for each path, and one row for each element of an array on
 * the paths. A missing value counts as null, an empty array at the end of a path as `empty`. `arrays` are the paths that
 * lead through an array. Throws CommandError for parallel arrays, of which neither contains the other.
 */
export function keyRows(
  document: Document,
  paths: readonly string[],
  empty: unknown,
): { rows: unknown[][]; arrays: ReadonlySet<string> } {
  const arrays = new Set<string>();
  const expand = (walks: readonly Walk[]): unknown[][] => {
    const columns = walks.map(advance);
    const array = columns.find(({ value }) => Array.isArray(value))?.value;
    if (!Array.isArray(array)) return [columns.map(({ value }) => plain(value))];
    columns.forEach(({ value }, at) => value === array && arrays.add(paths[at] ?? ''));
    if (columns.some(({ value }) => Array.isArray(value) && value !== array))
      unsupported(
        'CannotIndexParallelArrays',
        `cannot index parallel arrays [${paths.join('] [')}]: two arrays`,
      );
    const elements = array.length > 0 ? (array as unknown[]) : [undefined];
    const inside = (column: Walk, element: unknown): Walk => {
      if (column.value !== array) return column;
      if (column.parts.length > 0)
        return isDocument(element) ? { ...column, value: element } : { value: undefined, parts: [] };
      return { value: new Leaf(array.length > 0 ? element : empty), parts: [] };
    };
    return elements.flatMap((element) => expand(columns.map((column) => inside(column, element))));
  };
  const rows = expand(paths.map((path) => ({ value: document, parts: path.split('.') })));
  return { rows, arrays };
}

/** An element at the end of a path: if it is an array, it is one value. */
class Leaf {
  constructor(readonly value: unknown) {}
}

const plain = (value: unknown): unknown => (value instanceof Leaf ? value.value : value) ?? null;
