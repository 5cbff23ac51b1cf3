/** The database that a command works on: the one from the environment, or the embedded one, running or not. */
import { loadConfig } from '../src/app/config.js';
import { openDatabase, type OpenDatabase } from '../src/app/database.js';
import { connectStore, type Store } from '../src/base/store/connection.js';
import { toldPlainly } from './command-error.js';

/** Errors: ConfigError for a faulty environment, CommandError for files that are in use or damaged. */
export function openScriptDatabase(): Promise<OpenDatabase> {
  const { mongodbUri, dataFolder } = loadConfig();
  return toldPlainly(() => openDatabase({ mongodbUri, dataFolder }));
}

/** Runs one task on it and closes everything afterwards. Errors: the task's, those above and `STORE_UNREACHABLE`. */
export const withStore = (task: (store: Store) => Promise<void>): Promise<void> => withOpenStore(task);

/** The same, for a task that asks which database it is. */
export async function withOpenStore(
  task: (store: Store, database: OpenDatabase) => Promise<void>,
): Promise<void> {
  const database = await openScriptDatabase();
  try {
    const store = await connectStore(database.uri);
    try {
      await task(store, database);
    } finally {
      await store.close();
    }
  } finally {
    await database.close();
  }
}
