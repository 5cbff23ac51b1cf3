/** The database that a command works on: the one of the environment, or the embedded one, running or not. */
import { loadConfig } from '../src/config.js';
import { openDatabase, type OpenDatabase } from '../src/database.js';

/** Errors: ConfigError for a faulty environment, FolderInUseError, and the database's own. */
export function openScriptDatabase(): Promise<OpenDatabase> {
  const { mongodbUri, dataFolder } = loadConfig();
  return openDatabase({ mongodbUri, dataFolder });
}
