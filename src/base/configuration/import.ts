/** Stores a checked configuration: all or nothing, and only when something changes. */
import { AppError } from '../errors.js';
import { atOnce, inSlices } from '../in-slices.js';
import type { Origin } from '../model/origin.js';
import type { ConfigurationStore, StoredConfiguration } from '../store/configurations.js';
import { changeSteps, hasChanges, type Changes } from './changes.js';
import { ENTRY_LISTS, ENTRY_SCHEMAS, plain, type EntryList } from './entries.js';
import { pathText, type Path } from './faults.js';
import { configurationSchema, type Configuration } from './schema.js';

export type ImportResult =
  | { readonly kind: 'unchanged'; readonly revision: number }
  | {
      readonly kind: 'saved';
      readonly revision: number;
      readonly changes: Changes;
      /** As `SavedRevision` says it. */
      readonly forgotten: number | undefined;
    };

export interface Import {
  readonly configurations: ConfigurationStore;
  readonly configuration: Configuration;
  readonly author: string;
  readonly reason: string;
  /** Default: file. */
  readonly origin?: Origin;
  /** The revision that was restored, in whole or in part. */
  readonly takenFrom?: number | undefined;
  readonly at: Date;
  /** The revision that the author was looking at; undefined: the newest one when the import begins. */
  readonly base?: number;
}

/** Works in slices. Errors: `CONFIGURATION_CHANGED` if somebody else saved first. */
export async function importConfiguration(given: Import): Promise<ImportResult> {
  const { configurations, configuration, author, reason, origin = 'file', takenFrom, at } = given;
  const latest = await configurations.latest();
  const before = await readable(latest);
  const base = given.base ?? latest?.revision ?? 0;
  const changes = await inSlices(changeSteps(before, configuration));
  if (latest !== undefined && before !== undefined && base === latest.revision && !hasChanges(changes)) {
    return { kind: 'unchanged', revision: latest.revision };
  }
  const { revision, forgotten } = await configurations.save({
    base,
    content: configuration,
    changes,
    author,
    reason,
    origin,
    takenFrom,
    at,
  });
  return { kind: 'saved', revision, changes, forgotten };
}

/** Undefined: there is none, or this program cannot read it; either may be replaced. */
export async function readable(stored: StoredConfiguration | undefined): Promise<Configuration | undefined> {
  if (stored === undefined) return undefined;
  try {
    return await inSlices(storedSteps(stored.revision, stored.content));
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFIGURATION_BROKEN') return undefined;
    throw error;
  }
}

/**
 * Reads the content of a stored revision. Only its form is checked: a newer library that calls a stored number
 * invalid must not make the whole configuration unusable. Errors: `CONFIGURATION_BROKEN`.
 */
export function storedConfiguration(revision: number, content: unknown): Configuration {
  return atOnce(storedSteps(revision, content));
}

/** The same in steps, one for each entry, so that calls do not wait while thousands of entries are read. */
export function* storedSteps(revision: number, content: unknown): Generator<undefined, Configuration> {
  const lists = {} as Record<EntryList, unknown[]>;
  const rest: Record<string, unknown> = { ...(content as object) };
  for (const list of ENTRY_LISTS) {
    const entries = rest[list];
    if (!Array.isArray(entries)) continue;
    lists[list] = yield* readEntries(revision, list, entries);
    rest[list] = [];
  }
  const read = configurationSchema.safeParse(typeof content === 'object' ? rest : content);
  if (!read.success) throw broken(revision, read.error.issues, []);
  return { ...plain(read.data), ...lists } as Configuration;
}

function* readEntries(
  revision: number,
  list: EntryList,
  entries: unknown[],
): Generator<undefined, unknown[]> {
  const read: unknown[] = [];
  for (const [index, entry] of entries.entries()) {
    const one = ENTRY_SCHEMAS[list].safeParse(entry);
    if (!one.success) throw broken(revision, one.error.issues, [list, index]);
    read.push(plain(one.data));
    yield;
  }
  return read;
}

function broken(revision: number, issues: readonly { readonly path: PropertyKey[] }[], base: Path): AppError {
  const where = issues.map(({ path }) => pathText([...base, ...(path as (string | number)[])])).slice(0, 5);
  return new AppError('CONFIGURATION_BROKEN', 'The stored configuration cannot be read by this program', {
    facts: { revision, where: where.join(', ') },
  });
}
