/** How data is brought to a version: what is allowed, what is told, how long is waited. */
import type { Db } from 'mongodb';
import type { Migration, SchemaPlan } from './migrations.js';
import type { SchemaStates } from './schema-state.js';

/** What happens, for a log or a terminal. */
export type SchemaEvent =
  | { readonly kind: 'waits'; readonly who: string }
  | { readonly kind: 'takesOver'; readonly who: string }
  | { readonly kind: 'waitsForStop'; readonly controllers: readonly string[] }
  | { readonly kind: 'migrates'; readonly migration: Migration }
  | { readonly kind: 'migrated'; readonly version: number }
  | { readonly kind: 'usable'; readonly version: number; readonly known: number };

export interface SchemaTimes {
  /** How often the program that migrates shows that it lives. */
  readonly beatMs: number;
  /** A program that has not done so for this long is dead, and its migration is taken over. */
  readonly deadMs: number;
  /** How often others look whether it has ended. */
  readonly lookMs: number;
  /** How long they wait for it. */
  readonly waitMs: number;
  /** How long the migration waits for controllers of the older version to stop. */
  readonly stopMs: number;
  /** A controller whose sign has not changed for this long is dead. */
  readonly silentMs: number;
}

/** Controllers sign every 5 s. */
export const SCHEMA_TIMES: SchemaTimes = {
  beatMs: 2_000,
  deadMs: 30_000,
  lookMs: 1_000,
  waitMs: 60 * 60_000,
  stopMs: 10 * 60_000,
  silentMs: 20_000,
};

export interface SchemaOptions {
  /** Default: that of this program. */
  readonly plan?: SchemaPlan;
  /** False: older data is refused. */
  readonly mayMigrate: boolean;
  /** The release of this program. */
  readonly program?: string;
  readonly onEvent?: (event: SchemaEvent) => void;
  /** Runs before anything is changed, such as a backup, until `stop`; a rejection means that nothing is. */
  readonly before?: (from: number, to: number, stop: AbortSignal) => Promise<void>;
  readonly times?: Partial<SchemaTimes>;
}

/** The same, with what is needed to migrate. */
export interface Settling extends Required<Omit<SchemaOptions, 'times'>> {
  readonly times: SchemaTimes;
  readonly makeIndexes: (db: Db) => Promise<void>;
  readonly states: SchemaStates;
  readonly stop: AbortSignal;
}
