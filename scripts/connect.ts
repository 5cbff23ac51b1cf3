import { MongoClient, type Db } from 'mongodb';
import { openScriptDatabase } from './script-database.js';

/**
 * Runs one task of a script on the database of the environment and closes everything afterwards. A failure
 * is one line on stderr and exit code 1.
 */
export async function withDatabase(task: (db: Db, kind: string) => Promise<void>): Promise<void> {
  try {
    const database = await openScriptDatabase();
    try {
      const client = await MongoClient.connect(database.uri);
      try {
        await task(client.db(), database.kind);
      } finally {
        await client.close();
      }
    } finally {
      await database.close();
    }
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
