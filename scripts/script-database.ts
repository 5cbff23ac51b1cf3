/** The database that a command works on: the one from the environment, or the embedded one, running or not. */
import { loadConfig } from '../src/app/config.js';
import { openDatabase, type OpenDatabase } from '../src/app/database.js';
import { connectStore, type Store } from '../src/base/store/connection.js';
import type { SchemaOptions } from '../src/base/store/schema/options.js';
import { toldPlainly } from './command-error.js';

/** Errors: ConfigError for a faulty environment, CommandError for files that are in use or damaged. */
export function openScriptDatabase(): Promise<OpenDatabase> {
  const { mongodbUri, dataFolder } = loadConfig();
  return toldPlainly(() => openDatabase({ mongodbUri, dataFolder }));
}

/**
 * Runs one task on it and closes everything afterwards. Errors: the task's, those above, `STORE_UNREACHABLE` and SchemaError.
 * @param schema without it, older data is refused
 */
export async function withStore(
  task: (store: Store, database: OpenDatabase) => Promise<void>,
  schema: SchemaOptions = { mayMigrate: false },
): Promise<void> {
  const database = await openScriptDatabase();
  try {
    const store = await connectStore(database.uri, { schema });
    try {
      await task(store, database);
    } finally {
      await store.close();
    }
  } finally {
    await database.close();
  }
}
