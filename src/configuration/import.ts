/** A checked configuration to the database: all or nothing, and only when something changes. */
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../errors.js';
import { atOnce } from '../in-slices.js';
import type { Origin } from '../model/origin.js';
import type { ConfigurationStore } from '../store/configurations.js';
import { changesBetween, type Changes } from './changes.js';
import { pathText, type Path } from './faults.js';
import { groupSchema } from './group-schema.js';
import {
  calendarSchema,
  configurationSchema,
  switchSchema,
  userSchema,
  type Configuration,
} from './schema.js';

export type ImportResult =
  | { readonly kind: 'unchanged'; readonly revision: number }
  | { readonly kind: 'saved'; readonly revision: number; readonly changes: Changes };

export interface Import {
  readonly configurations: ConfigurationStore;
  readonly configuration: Configuration;
  readonly author: string;
  readonly reason: string;
  /** Default: file. */
  readonly origin?: Origin;
  /** The revision that is taken back, whole or in part. */
  readonly takenFrom?: number | undefined;
  readonly at: Date;
  /** The revision that the author looked at; undefined: whatever is the newest when the import begins. */
  readonly base?: number;
}

/** Errors: `CONFIGURATION_CHANGED` when another writer was faster. */
export async function importConfiguration(given: Import): Promise<ImportResult> {
  const { configurations, configuration, author, reason, origin = 'file', takenFrom, at } = given;
  const latest = await configurations.latest();
  const before = latest === undefined ? undefined : readableBefore(latest.content);
  const base = given.base ?? latest?.revision ?? 0;
  if (latest !== undefined && base === latest.revision && isDeepStrictEqual(before, configuration)) {
    return { kind: 'unchanged', revision: latest.revision };
  }
  const changes = changesBetween(before, configuration);
  const { revision } = await configurations.save({
    ...{ base, content: configuration, changes, author, reason, origin, takenFrom, at },
  });
  return { kind: 'saved', revision, changes };
}

/** A revision that this program cannot read may be replaced; there is nothing to compare with. */
function readableBefore(content: unknown): Configuration | undefined {
  const read = configurationSchema.safeParse(content);
  return read.success ? plain(read.data) : undefined;
}

const LISTS = {
  users: userSchema,
  groups: groupSchema,
  switches: switchSchema,
  holidays: calendarSchema,
} as const;

type List = keyof typeof LISTS;

/**
 * Content of the database. Only its form is checked: that a newer library calls a stored number invalid must not
 * take the whole configuration away. Errors: `CONFIGURATION_BROKEN`.
 */
export function storedConfiguration(revision: number, content: unknown): Configuration {
  return atOnce(storedSteps(revision, content));
}

/** The same with a step for each entry, so that thousands of them can be read between two calls. */
export function* storedSteps(revision: number, content: unknown): Generator<undefined, Configuration> {
  const lists = {} as Record<List, unknown[]>;
  const rest: Record<string, unknown> = { ...(content as object) };
  for (const list of Object.keys(LISTS) as List[]) {
    const entries = rest[list];
    if (!Array.isArray(entries)) continue;
    lists[list] = yield* readEntries(revision, list, entries);
    rest[list] = [];
  }
  const read = configurationSchema.safeParse(typeof content === 'object' ? rest : content);
  if (!read.success) throw broken(revision, read.error.issues, []);
  return { ...plain(read.data), ...lists } as Configuration;
}

function* readEntries(revision: number, list: List, entries: unknown[]): Generator<undefined, unknown[]> {
  const read: unknown[] = [];
  for (const [index, entry] of entries.entries()) {
    const one = LISTS[list].safeParse(entry);
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

/** Absent keys stay absent: MongoDB would store undefined as null. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
