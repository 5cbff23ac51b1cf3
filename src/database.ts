import { runningEmbeddedMongo, startEmbeddedMongo } from './embedded-mongodb/index.js';

/** A MongoDB to talk to, whichever it is. */
export interface OpenDatabase {
  /** For the official driver, with the name of the database; as it is for MONGODB_URI. */
  readonly uri: string;
  readonly kind: 'embedded-started' | 'embedded-running' | 'server';
  /** Resolves if an embedded server that was started here ends by itself; never otherwise. */
  readonly failed: Promise<Error>;
  /** Ends an embedded server that was started here; leaves others alone. */
  close(): Promise<void>;
}

/** The database within the embedded server. */
const databaseName = 'rufgruppe';

const never = new Promise<Error>(() => undefined);
const nothing = (): Promise<void> => Promise.resolve();

/**
 * MONGODB_URI if there is one, else the embedded server that runs on the data folder, else one started now.
 *
 * Throws FolderInUseError if another process owns the folder but does not answer (yet).
 */
export async function openDatabase(options: {
  readonly mongodbUri?: string | undefined;
  readonly dataFolder: string;
}): Promise<OpenDatabase> {
  const { mongodbUri, dataFolder } = options;
  if (mongodbUri !== undefined) return { uri: mongodbUri, kind: 'server', failed: never, close: nothing };
  const running = await runningEmbeddedMongo(dataFolder);
  if (running !== undefined)
    return { uri: `${running}/${databaseName}`, kind: 'embedded-running', failed: never, close: nothing };
  const server = await startEmbeddedMongo({ folder: dataFolder });
  return {
    uri: `${server.uri}/${databaseName}`,
    kind: 'embedded-started',
    failed: server.failed,
    close: () => server.close(),
  };
}
