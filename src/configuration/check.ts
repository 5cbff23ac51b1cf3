/** Text or value to a checked configuration, or to every fault that it has. Pure. */
import { fault, schemaFaults, type Fault } from './faults.js';
import { partAt } from './part-names.js';
import { referenceFaults } from './references.js';
import { configurationSchema, fileRevision, REVISION_RULE, type Configuration } from './schema.js';
import { warningsOf } from './warnings.js';
import { readYaml } from './yaml.js';

export type CheckResult =
  | { readonly kind: 'good'; readonly configuration: Configuration; readonly warnings: readonly Fault[] }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** A checked file; `revision`: the one that it was exported from, undefined: it does not say. */
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
  const parsed = configurationSchema.safeParse(value);
  const ofSchema = parsed.success ? [] : schemaFaults(parsed.error.issues, value);
  const faults = together(ofSchema, referenceFaults(value));
  if (faults.length > 0 || !parsed.success) return { kind: 'faulty', faults: named(faults, value) };
  const configuration = withoutUndefined(parsed.data);
  return { kind: 'good', configuration, warnings: named(warningsOf(configuration), configuration) };
}

/** A value is told once: of a member that is no id and no user, who there is says more than how ids are written. */
function together(ofSchema: readonly Fault[], ofReferences: readonly Fault[]): Fault[] {
  const unknown = new Set(
    ofReferences
      .filter(({ path, message }) => /\.members\[\d+\]$/.test(path) && message.startsWith('no user'))
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

/** Absent keys stay absent: MongoDB would store undefined as null. */
function withoutUndefined(configuration: Configuration): Configuration {
  return JSON.parse(JSON.stringify(configuration)) as Configuration;
}
