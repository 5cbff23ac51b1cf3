/** Text or value to a checked configuration, or to every fault that it has. Pure. */
import { schemaFaults, type Fault } from './faults.js';
import { referenceFaults } from './references.js';
import { configurationSchema, type Configuration } from './schema.js';
import { warningsOf } from './warnings.js';
import { readYaml } from './yaml.js';

export type CheckResult =
  | { readonly kind: 'good'; readonly configuration: Configuration; readonly warnings: readonly Fault[] }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** Checks a file as it was read from the disk. */
export function checkText(text: string | Uint8Array): CheckResult {
  const read = readYaml(text);
  return 'faults' in read ? { kind: 'faulty', faults: read.faults } : checkValue(read.value);
}

/** Checks plain values: a parsed file, or what an editor of the configuration sends. */
export function checkValue(value: unknown): CheckResult {
  const parsed = configurationSchema.safeParse(value);
  const ofSchema = parsed.success ? [] : schemaFaults(parsed.error.issues, value);
  // A value that has the wrong form is told once.
  const told = new Set(ofSchema.map(({ path }) => path));
  const faults = [...ofSchema, ...referenceFaults(value).filter(({ path }) => !told.has(path))];
  if (faults.length > 0 || !parsed.success) return { kind: 'faulty', faults };
  const configuration = withoutUndefined(parsed.data);
  return { kind: 'good', configuration, warnings: warningsOf(configuration) };
}

/** Absent keys stay absent: MongoDB would store undefined as null. */
function withoutUndefined(configuration: Configuration): Configuration {
  return JSON.parse(JSON.stringify(configuration)) as Configuration;
}
