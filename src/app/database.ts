/** Chooses the database: the server that MONGODB_URI names, or the embedded one in the data folder. */
import path from 'node:path';
import { compactEmbeddedMongo, runningEmbeddedMongo, startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';

/** Name of the database inside the embedded server. */
const DATABASE_NAME = 'rufgruppe';

export interface OpenDatabase {
  /** For the driver, with the database's name; may hold a password. */
  readonly uri: string;
  readonly kind: 'server' | 'embedded-started' | 'embedded-running';
  /** In words, without a password. */
  readonly description: string;
  /** Hosts of a server, or the folder of the embedded one. */
  readonly place: string;
  /** Resolves if an embedded server started here ends unexpectedly; otherwise never. */
  readonly failed: Promise<Error>;
  /** Stops the embedded server if it was started here. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly mongodbUri?: string | undefined;
  readonly dataFolder: string;
  /**
   * True for the service, which must own the embedded files, so a second service is refused. False for tools, which
   * use the running service's server and start their own only if there is none.
   */
  readonly exclusive?: boolean;
}

/**
 * Opens the database. Does not contact a server that MONGODB_URI names.
 * @throws FolderInUseError when another process has the embedded files, and an error that names the file when
 *   they are damaged.
 */
export async function openDatabase({
  mongodbUri,
  dataFolder,
  exclusive = false,
}: DatabaseOptions): Promise<OpenDatabase> {
  if (mongodbUri !== undefined) {
    const place = hostsOf(mongodbUri);
    const description = `MongoDB at ${place}`;
    return { uri: mongodbUri, kind: 'server', description, place, failed: NEVER, close: nothing };
  }
  const folder = embeddedFolder(dataFolder);
  const running = exclusive ? undefined : await runningEmbeddedMongo(folder);
  if (running !== undefined) {
    const description = `embedded, of the running service, in ${folder}`;
    return {
      uri: running.uriFor(DATABASE_NAME),
      kind: 'embedded-running',
      description,
      place: folder,
      failed: NEVER,
      close: nothing,
    };
  }
  const server = await startEmbeddedMongo({ folder });
  return {
    uri: server.uriFor(DATABASE_NAME),
    kind: 'embedded-started',
    description: `embedded, in ${folder}`,
    place: folder,
    failed: server.failed,
    close: () => server.close(),
  };
}

/** Opens the database for a service, which must be the only one on an embedded one. Errors: as `openDatabase`. */
export function openForService({
  mongodbUri,
  dataFolder,
}: Pick<DatabaseOptions, 'mongodbUri' | 'dataFolder'>): Promise<OpenDatabase> {
  return openDatabase({ mongodbUri, dataFolder, exclusive: true });
}

/** The files of the embedded database. */
export const embeddedFolder = (dataFolder: string): string => path.join(dataFolder, 'mongodb');

/** A database to try something on; whoever asks for it removes the folder. */
export async function startThrowAway(
  folder: string,
): Promise<{ readonly uri: string; close(): Promise<void> }> {
  const server = await startEmbeddedMongo({ folder });
  return { uri: server.uriFor(DATABASE_NAME), close: () => server.close() };
}

/**
 * Frees unused space of the embedded database; resolves to the number of bytes freed.
 * @throws FolderInUseError while the service, or another tool, has it open.
 */
export const compactEmbedded = (dataFolder: string): Promise<number> =>
  compactEmbeddedMongo(embeddedFolder(dataFolder));

const NEVER = new Promise<Error>(() => undefined);
const nothing = (): Promise<void> => Promise.resolve();

/** Hosts without user and password. */
function hostsOf(uri: string): string {
  return uri
    .replace(/^mongodb(\+srv)?:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/[/?].*$/, '');
}
