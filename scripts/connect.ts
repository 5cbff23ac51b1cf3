import { MongoClient, type Db } from 'mongodb';
import { boundedWaits } from '../src/base/store/bounded-waits.js';
import { toldPlainly } from './command-error.js';
import { openScriptDatabase } from './script-database.js';

/** Building indexes and statistics of a large database takes long; a server that is silent for an hour is dead. */
export const SCRIPT_WAITS = boundedWaits(30_000, 60 * 60_000);

/**
 * Runs one task on the database of the environment and closes everything afterwards. Errors: CommandError for whatever the
 * task, the database or the driver says; AppError as it is.
 */
export function withDatabase(task: (db: Db, kind: string) => Promise<void>): Promise<void> {
  return toldPlainly(async () => {
    const database = await openScriptDatabase();
    try {
      const client = await MongoClient.connect(database.uri, SCRIPT_WAITS);
      try {
        await task(client.db(), database.kind);
      } finally {
        await client.close();
      }
    } finally {
      await database.close();
    }
  });
}
