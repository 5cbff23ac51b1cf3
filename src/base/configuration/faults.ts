/** Describes what is wrong with a configuration: where, what was given, what is allowed. Pure. */
import { printable } from '../printable.js';
import type { z } from 'zod';
import { placeText, type PartRef } from './part-names.js';

/** A part that a fault mentions, and its place in the whole configuration. */
export interface OtherPart extends PartRef {
  readonly path: string;
}

/**
 * `taken`: another part already has the number. `isGroup`: the number of a group, not of a phone. `noSuchPart`:
 * nobody has the id.
 */
export type FaultCode = 'taken' | 'isGroup' | 'noSuchPart';

export interface Fault {
  /** Such as `groups[2].stages[0].members[1]`; empty for the file as a whole. */
  readonly path: string;
  /** The bad value as an administrator recognises it; undefined when a key is missing or unknown. */
  readonly value: string | undefined;
  readonly message: string;
  /** A code for programs; undefined: none is needed. */
  readonly code?: FaultCode;
  /** The part that contains the place; undefined: none, or not yet known. */
  readonly part?: PartRef;
  /** Parts that the message names: the one that already has the number, or those that exist. */
  readonly others?: readonly OtherPart[];
}

export type Path = readonly (string | number)[];

export function pathText(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? shortened(part) : `.${shortened(part)}`,
    )
    .join('');
}

/** `groups[0].stages[0].ringSec: 0: must be a whole number of seconds from 1 to 600` */
export function faultText(fault: Fault): string {
  return [fault.path, fault.value, fault.message]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');
}

/** The same with the names of what the path counts: `groups[0].stages[0].ringSec (group Sales (700), stage 1): 0: …` */
export function namedFaultText(fault: Fault): string {
  const { part, path } = fault;
  if (part === undefined || part.kind === 'settings') return faultText(fault);
  return faultText({ ...fault, path: `${path} (${placeText(part, path)})` });
}

export function fault(
  path: Path,
  value: unknown,
  message: string,
  more: Pick<Fault, 'code' | 'others'> = {},
): Fault {
  return { path: pathText(path), value: valueText(value), message, ...more };
}

/** Makes text from a broken file safe for the administrator's terminal. */
function shortened(text: string): string {
  const clean = printable(text);
  return clean.length > 80 ? `${clean.slice(0, 77)}...` : clean;
}

/** For a longer list only the length is shown: its beginning would not help to find the fault. */
const SHOWN_ENTRIES = 12;

function valueText(value: unknown): string | undefined {
  if (Array.isArray(value) && value.length > SHOWN_ENTRIES) return `${value.length} entries`;
  return value === undefined ? undefined : shortened(JSON.stringify(value));
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Record<string | number, unknown>)[part]
        : undefined,
    root,
  );
}

function keysOf(issue: { path: readonly PropertyKey[] }): Path {
  return issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
}

type Issue = z.core.$ZodIssue;

/** All of zod's issues as faults; for a union only the issues of the alternative that was meant. */
export function schemaFaults(issues: readonly Issue[], root: unknown, base: Path = []): Fault[] {
  return issues.flatMap((issue) => issueFaults(issue, root, base));
}

function issueFaults(issue: Issue, root: unknown, base: Path): Fault[] {
  const path = [...base, ...keysOf(issue)];
  if (issue.code === 'unrecognized_keys') {
    const allowed = issue.message.split(', ');
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      value: undefined,
      message: `unknown key${hint(key, allowed)}; allowed: ${issue.message}`,
    }));
  }
  if (issue.code === 'invalid_union') {
    const meant = alternativeMeant(issue.errors, valueAt(root, path));
    if (meant !== undefined) return schemaFaults(meant, root, path);
  }
  const value = valueAt(root, path);
  return value === undefined
    ? [{ path: pathText(path), value: undefined, message: `missing; ${issue.message}` }]
    : [fault(path, value, issue.message)];
}

/** The alternative whose keys are present; undefined when there is none, or when the value is not a block. */
function alternativeMeant(
  alternatives: readonly (readonly Issue[])[],
  value: unknown,
): readonly Issue[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fits = alternatives.filter((issues) =>
    issues.every((issue) => {
      const path = keysOf(issue);
      if (path.length === 0) return issue.code === 'unrecognized_keys';
      return valueAt(value, path) !== undefined || path.length > 1;
    }),
  );
  return fits.toSorted((one, other) => one.length - other.length)[0];
}

/** ` (did you mean "stages"?)` when one of the candidates is at most two letters away. */
export function hint(given: string, candidates: Iterable<string>): string {
  let best: { word: string; distance: number } | undefined;
  for (const word of candidates) {
    const far = distance(given.toLowerCase(), word.toLowerCase());
    if (far <= 2 && far < word.length && (best === undefined || far < best.distance)) {
      best = { word, distance: far };
    }
  }
  return best === undefined ? '' : ` (did you mean "${best.word}"?)`;
}

/** Levenshtein distance; stops and returns 3 when it cannot be two or less. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2 || one.length > 60) return 3;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 3;
}
