/** What a start of this program would do to the data; changes nothing. */
import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import { storesOn } from '../connection.js';
import { indexChanges, type IndexChange } from '../make-indexes.js';
import { FIRST_VERSION, isRolling, SCHEMA, type Migration, type SchemaPlan } from './migrations.js';
import { SchemaStates, type SchemaState } from './schema-state.js';
import { standingOf, type Standing } from './standing.js';

export interface SchemaLook {
  readonly standing: Standing['kind'] | 'empty';
  /** Undefined: there is no data, or it is of a program from before versions were counted. */
  readonly state: SchemaState | undefined;
  /** The version that this program works with. */
  readonly known: number;
  readonly pending: readonly PendingMigration[];
  readonly indexes: readonly IndexChange[];
}

export interface PendingMigration extends Pick<Migration, 'to' | 'what'> {
  /** How many documents it would change. */
  readonly documents: number;
  /** Whether programs of the version that the data has now may run meanwhile. */
  readonly rolling: boolean;
}

export async function lookAtSchema(db: Db, plan: SchemaPlan = SCHEMA): Promise<SchemaLook> {
  const state = await new SchemaStates(db).read();
  const isEmpty = (await db.listCollections({}, { nameOnly: true }).toArray()).length === 0;
  const { version, readableFrom } = state ?? {
    version: isEmpty ? plan.version : FIRST_VERSION,
    readableFrom: FIRST_VERSION,
  };
  const standing = standingOf({ version, readableFrom }, plan);
  const pending = standing.kind === 'older' ? standing.pending : [];
  const counted = [];
  for (const migration of pending) {
    const { to, what } = migration;
    counted.push({ to, what, documents: await migration.count(db), rolling: isRolling(migration, version) });
  }
  const buildsIndexes = standing.kind === 'current' || standing.kind === 'older';
  return {
    standing: isEmpty ? 'empty' : standing.kind,
    state,
    known: plan.version,
    pending: counted,
    indexes: buildsIndexes ? await ownIndexes(db) : [],
  };
}

async function ownIndexes(db: Db): Promise<readonly IndexChange[]> {
  // Never opened: it only knows the models.
  const connection = mongoose.createConnection();
  storesOn(connection);
  return indexChanges(db, connection);
}
