import { MongoClient, type Db } from 'mongodb';
import { boundedWaits } from '../src/base/store/bounded-waits.js';
import { openScriptDatabase } from './script-database.js';

/** Building indexes and statistics of a large database takes long; a server that is silent for an hour is dead. */
export const SCRIPT_WAITS = boundedWaits(30_000, 60 * 60_000);

/** Runs a task of a script; a failure is one line on stderr and exit code 1. */
export async function endingWell(task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

/** Runs one task on the database of the environment and closes everything afterwards; ends as `endingWell`. */
export async function withDatabase(task: (db: Db, kind: string) => Promise<void>): Promise<void> {
  await endingWell(async () => {
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
