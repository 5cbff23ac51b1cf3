/** Turns text or a value into a checked configuration, or into every fault that it has. Pure. */
import { atOnce } from '../in-slices.js';
import { ENTRY_LISTS, ENTRY_SCHEMAS, plain, type EntryList } from './entries.js';
import { fault, schemaFaults, type Fault } from './faults.js';
import { partAt } from './part-names.js';
import { referenceSteps } from './references.js';
import {
  configurationSchema,
  fileRevision,
  MOST_ENTRIES,
  REVISION_RULE,
  type Configuration,
} from './schema.js';
import { warningSteps } from './warnings.js';
import { readYaml } from './yaml.js';

export type CheckResult =
  | { readonly kind: 'good'; readonly configuration: Configuration; readonly warnings: readonly Fault[] }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** A checked file. `revision`: the one that it was exported from; undefined if the file does not say. */
export type FileCheckResult =
  | (Extract<CheckResult, { kind: 'good' }> & { readonly revision: number | undefined })
  | Extract<CheckResult, { kind: 'faulty' }>;

/** Checks a file as it was read from the disk. */
export function checkText(text: string | Uint8Array): FileCheckResult {
  const read = readYaml(text);
  if ('faults' in read) return { kind: 'faulty', faults: read.faults };
  if (typeof read.value !== 'object' || read.value === null) return withRevision(checkValue(read.value));
  const { revision, ...content } = read.value as Record<string, unknown>;
  const isArray = Array.isArray(read.value);
  if (!isArray && revision !== undefined && !fileRevision.safeParse(revision).success) {
    return { kind: 'faulty', faults: [fault(['revision'], revision, REVISION_RULE)] };
  }
  return withRevision(checkValue(isArray ? read.value : content), revision as number | undefined);
}

function withRevision(result: CheckResult, revision?: number): FileCheckResult {
  return result.kind === 'faulty' ? result : { ...result, revision };
}

/** Checks plain values: a parsed file, or what an editor of the configuration sends. */
export function checkValue(value: unknown): CheckResult {
  return atOnce(checkSteps(value));
}

/** The same in steps, one for each entry, so that calls that arrive meanwhile do not wait for all of it. */
export function* checkSteps(value: unknown): Generator<undefined, CheckResult> {
  const { content, faults: ofSchema } = yield* readSteps(value);
  const faults = together(ofSchema, yield* referenceSteps(value));
  if (faults.length > 0 || content === undefined) return { kind: 'faulty', faults: named(faults, value) };
  const warnings = named(yield* warningSteps(content), content);
  return { kind: 'good', configuration: content, warnings };
}

/** `content` undefined: it has faults. */
function* readSteps(
  value: unknown,
): Generator<undefined, { readonly content: Configuration | undefined; readonly faults: readonly Fault[] }> {
  const whole = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : value;
  const rest = whole as Record<string, unknown>;
  const lists: Partial<Record<EntryList, unknown[]>> = {};
  const faults: Fault[] = [];
  for (const list of ENTRY_LISTS) {
    const given: unknown = typeof whole === 'object' && whole !== null ? rest[list] : undefined;
    // A value that is not a list, or a list that is too long, is one fault.
    if (!Array.isArray(given) || given.length > MOST_ENTRIES[list]) continue;
    const read: unknown[] = [];
    for (const [index, entry] of given.entries()) {
      const one = ENTRY_SCHEMAS[list].safeParse(entry);
      if (one.success) read.push(plain(one.data));
      else faults.push(...schemaFaults(one.error.issues, value, [list, index]));
      yield;
    }
    lists[list] = read;
    rest[list] = [];
  }
  const frame = configurationSchema.safeParse(whole);
  const all = frame.success ? faults : [...schemaFaults(frame.error.issues, value), ...faults];
  if (all.length > 0 || !frame.success) return { content: undefined, faults: all };
  return { content: { ...plain(frame.data), ...lists } as Configuration, faults: [] };
}

/**
 * One fault for each value: for a member that is neither an id nor a user, the list of users is more helpful than
 * the format of ids.
 */
function together(ofSchema: readonly Fault[], ofReferences: readonly Fault[]): Fault[] {
  const unknown = new Set(
    ofReferences
      .filter(
        ({ path, code }) =>
          code === 'noSuchPart' && /\.(members|codeAllowed|pickup|leaders)\[\d+\]$/.test(path),
      )
      .map(({ path }) => path),
  );
  const kept = ofSchema.filter(({ path }) => !unknown.has(path));
  const told = new Set(kept.map(({ path }) => path));
  return [...kept, ...ofReferences.filter(({ path }) => !told.has(path))];
}

function named(faults: readonly Fault[], root: unknown): Fault[] {
  return faults.map((one) => {
    const part = partAt(root, one.path);
    return part === undefined ? one : { ...one, part };
  });
}
