/** What the database scripts read from the environment. */
export interface ScriptEnvironment {
  /** MONGODB_URI: a real MongoDB; undefined means the embedded one. */
  readonly mongodbUri: string | undefined;
  /** DATA_DIR: where the embedded database keeps its files. */
  readonly dataFolder: string;
}

export function readEnvironment(): ScriptEnvironment {
  const { MONGODB_URI: uri, DATA_DIR: folder } = process.env;
  return {
    mongodbUri: uri === undefined || uri === '' ? undefined : uri,
    dataFolder: folder === undefined || folder === '' ? './data' : folder,
  };
}
