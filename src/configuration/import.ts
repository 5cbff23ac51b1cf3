/** A checked configuration to the database: all or nothing, and only when something changes. */
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../errors.js';
import type { ConfigurationStore } from '../store/configurations.js';
import { changesBetween, type Changes } from './changes.js';
import { pathText, type Path } from './faults.js';
import { configurationSchema, type Configuration } from './schema.js';

export type ImportResult =
  | { readonly kind: 'unchanged'; readonly revision: number }
  | { readonly kind: 'saved'; readonly revision: number; readonly changes: Changes };

export interface Import {
  readonly configurations: ConfigurationStore;
  readonly configuration: Configuration;
  readonly author: string;
  readonly reason: string;
  readonly at: Date;
  /** The revision that the author looked at; undefined: whatever is the newest when the import begins. */
  readonly base?: number;
}

/** Errors: `CONFIGURATION_CHANGED` when another writer was faster. */
export async function importConfiguration(given: Import): Promise<ImportResult> {
  const { configurations, configuration, author, reason, at } = given;
  const latest = await configurations.latest();
  const before = latest === undefined ? undefined : readableBefore(latest.content);
  const base = given.base ?? latest?.revision ?? 0;
  if (latest !== undefined && base === latest.revision && isDeepStrictEqual(before, configuration)) {
    return { kind: 'unchanged', revision: latest.revision };
  }
  const { revision } = await configurations.save({ base, content: configuration, author, reason, at });
  return { kind: 'saved', revision, changes: changesBetween(before, configuration) };
}

/** A revision that this program cannot read may be replaced; there is nothing to compare with. */
function readableBefore(content: unknown): Configuration | undefined {
  const read = configurationSchema.safeParse(content);
  return read.success ? plain(read.data) : undefined;
}

/**
 * Content of the database. Only its form is checked: that a newer library calls a stored number invalid must not
 * take the whole configuration away. Errors: `CONFIGURATION_BROKEN`.
 */
export function storedConfiguration(revision: number, content: unknown): Configuration {
  const read = configurationSchema.safeParse(content);
  if (read.success) return plain(read.data);
  const where = read.error.issues.map((issue) => pathText(issue.path as Path)).slice(0, 5);
  throw new AppError('CONFIGURATION_BROKEN', 'The stored configuration cannot be read by this program', {
    facts: { revision, where: where.join(', ') },
  });
}

function plain(configuration: Configuration): Configuration {
  return JSON.parse(JSON.stringify(configuration)) as Configuration;
}
