/**
 * The versions of what is stored, and how the data of an older one becomes that of a newer one. Version 1 is that of release
 * 1.0.0. Whoever changes what documents look like in a way that a reader must know, or the options of an index, adds a
 * migration here; docs/upgrading.md says what may be rolling.
 */
import type { Db } from 'mongodb';
import type { BASE_WORDS } from '../../words/words.js';

export interface Migration {
  /** The version that the data has afterwards. One after the other, without a gap. */
  readonly to: number;
  /** What it does, for the person who looks at it before. */
  readonly what: Readonly<Record<keyof typeof BASE_WORDS, string>>;
  /**
   * The oldest version whose programs may go on working with the data afterwards. `to` itself: none, so all others must
   * have stopped before. Less: it is rolling, and programs of these versions may run meanwhile and be set back to.
   */
  readonly readableFrom: number;
  /** How many documents it would change now. Changes nothing. */
  readonly count: (db: Db) => Promise<number>;
  /** Must end in the same state when it is run again after it was cut off anywhere. Documents in batches, so that calls go on. */
  readonly run: (db: Db, signal: AbortSignal) => Promise<void>;
}

/** What a program can do with a database. */
export interface SchemaPlan {
  /** The version that this program works with. */
  readonly version: number;
  readonly migrations: readonly Migration[];
}

export const FIRST_VERSION = 1;

const MIGRATIONS: readonly Migration[] = [];

/** The plan of this program. */
export const SCHEMA = planOf(MIGRATIONS);

/** Errors: TypeError when versions have a gap, or a migration claims to be readable by later versions only. */
export function planOf(migrations: readonly Migration[]): SchemaPlan {
  let version = FIRST_VERSION;
  for (const { to, readableFrom } of migrations) {
    if (to !== version + 1) throw new TypeError(`The migration to ${to} follows version ${version}`);
    if (readableFrom > to) throw new TypeError(`The migration to ${to} is readable from ${readableFrom}`);
    version = to;
  }
  return { version, migrations };
}

/** Whether programs of version `from` may run while the data gets the version of this migration. */
export const isRolling = (migration: Migration, from: number): boolean => migration.readableFrom <= from;
