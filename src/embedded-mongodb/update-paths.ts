import { fail } from './errors.js';
import { compileCondition, compileFilter } from './matcher.js';
import type { Change } from './update-operators.js';
import { isDocument, ownField, setField, typeOf, type Document } from './values.js';

export type ArrayFilters = ReadonlyMap<string, (element: unknown) => boolean>;

/** What the positional parts of update paths refer to. */
export interface Positions {
  /** For `$`: the array position that the query matched. */
  readonly matchedIndex: number | undefined;
  /** For `$[name]`: the test of each array filter. */
  readonly arrayFilters: ArrayFilters;
}

/** MongoDB pads an array up to the index that is set; this bounds what one update can create. */
const maxPadding = 1_500_000;

/** `[{'item.a': 1}]` as tests by identifier. Throws CommandError for filters over several identifiers. */
export function compileArrayFilters(filters: readonly unknown[]): ArrayFilters {
  const tests = new Map<string, (element: unknown) => boolean>();
  for (const filter of filters) {
    if (!isDocument(filter)) return fail('TypeMismatch', 'arrayFilters entries must be objects');
    const [name = '', ...others] = new Set(Object.keys(filter).map((path) => path.split('.')[0] ?? ''));
    if (others.length > 0 || !/^[a-z]\w*$/i.test(name))
      fail('FailedToParse', 'Error parsing array filter: expected a single top-level field name');
    if (tests.has(name))
      fail('FailedToParse', `Found multiple array filters with the same top-level field name ${name}`);
    const matches = compileFilter(filter);
    tests.set(
      name,
      name in filter ? compileCondition(filter[name]) : (element) => matches({ [name]: element }),
    );
  }
  return tests;
}

/** The fields or elements of `holder` that one part of a path means: one, or many for `$[]` and `$[name]`. */
function namesOf(part: string, holder: unknown, { matchedIndex, arrayFilters }: Positions): string[] {
  if (part === '')
    fail('EmptyFieldName', 'The update path contains an empty field name, which is not allowed.');
  if (!part.startsWith('$')) return [part];
  if (part === '$')
    return matchedIndex === undefined
      ? fail('BadValue', 'The positional operator did not find the match needed from the query.')
      : [String(matchedIndex)];
  const name = /^\$\[(.*)\]$/.exec(part)?.[1];
  if (name === undefined)
    return fail(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${part}' is not allowed in a path.`,
    );
  const test = name === '' ? () => true : arrayFilters.get(name);
  if (test === undefined) return fail('BadValue', `No array filter found for identifier '${name}'`);
  if (!Array.isArray(holder))
    return fail('BadValue', `Cannot apply array updates to a non-array element of type ${typeOf(holder)}`);
  return holder.flatMap((element, at) => (test(element) ? [String(at)] : []));
}

function childOf(holder: unknown, name: string): unknown {
  if (Array.isArray(holder)) return (holder as unknown[])[Number(name)];
  return isDocument(holder) ? ownField(holder, name) : undefined;
}

/** Sets or, for undefined, removes a field; a removed array element becomes null, as in MongoDB. */
function setChild(holder: unknown, name: string, value: unknown): void {
  if (Array.isArray(holder) && /^\d+$/.test(name)) {
    const missing = Number(name) - holder.length;
    if (missing > maxPadding) fail('BadValue', `can't backfill more than ${maxPadding} elements`);
    for (let at = 0; at < missing; at += 1) holder.push(null);
    holder[Number(name)] = value ?? null;
  } else if (!isDocument(holder)) {
    fail('PathNotViable', `Cannot create field '${name}' in an element of type ${typeOf(holder)}`);
  } else if (value === undefined) Reflect.deleteProperty(holder, name);
  else setField(holder, name, value);
}

/**
 * Changes what a path means in this document, in place, and creates documents on the way. Gives the plain
 * paths that it visited. Throws PathNotViable where a scalar is in the way.
 */
export function changeAt(
  holder: unknown,
  parts: readonly string[],
  change: Change,
  positions: Positions,
  prefix = '',
): string[] {
  const [part = '', ...rest] = parts;
  return namesOf(part, holder, positions).flatMap((name) => {
    const path = prefix + name;
    const present = childOf(holder, name);
    if (rest.length === 0) {
      const next = change(present);
      if (next !== present) setChild(holder, name, next);
      return [path];
    }
    const inner: unknown = present === undefined ? ({} satisfies Document) : present;
    const visited = changeAt(inner, rest, change, positions, `${path}.`);
    if (inner !== present && Object.keys(inner as Document).length > 0) setChild(holder, name, inner);
    return visited;
  });
}
