/** The database that a command works on: the one of the environment, or the embedded one, running or not. */
import { join } from 'node:path';
import { FolderInUseError, startEmbeddedMongo, uriOfSocket } from '../src/embedded-mongodb/index.js';
import { readEnvironment } from './environment.js';

export interface ScriptDatabase {
  readonly uri: string;
  close(): Promise<void>;
}

export async function openScriptDatabase(): Promise<ScriptDatabase> {
  const { mongodbUri, dataFolder } = readEnvironment();
  if (mongodbUri !== undefined) return { uri: mongodbUri, close: () => Promise.resolve() };
  const folder = join(dataFolder, 'mongodb');
  try {
    const server = await startEmbeddedMongo({ folder });
    return { uri: `${server.uri}/rufgruppe`, close: () => server.close() };
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    // The service is running: its server answers on the socket in the folder.
    const uri = `${uriOfSocket(join(folder, 'mongodb.sock'))}/rufgruppe`;
    return { uri, close: () => Promise.resolve() };
  }
}
