import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isListening, uriOf } from './address.js';
import { FolderInUseError, readOwner } from './folder-owner.js';
import type { FromWorker, ToWorker, WorkerOptions } from './worker.js';

export { FolderInUseError } from './folder-owner.js';

export interface EmbeddedMongoOptions {
  /** Where the data lies; made with mode 0700 if it is not there. */
  readonly folder: string;
  /** Default: `mongodb.sock` in the folder, or in a new folder below the system's temporary one if that path is too long. */
  readonly socketPath?: string;
  /** Default: unix where there are unix sockets, so everywhere but on Windows; else a loopback port with a secret. */
  readonly transport?: 'unix' | 'tcp';
  /** How often TTL indexes are looked at. Default: one minute, as in MongoDB. */
  readonly ttlIntervalMs?: number;
  /** After which time without getMore a cursor ends. Default: ten minutes, as in MongoDB. */
  readonly cursorTimeoutMs?: number;
}

export interface ReachableMongo {
  /** For the official driver. Over TCP it holds the secret: not for logs. */
  uriFor(database?: string): string;
}

export interface EmbeddedMongo extends ReachableMongo {
  /** Undefined over TCP. */
  readonly socketPath: string | undefined;
  /** Removes what TTL indexes say is over, now; resolves to the number of documents. */
  expireDocuments(): Promise<number>;
  /** Resolves if the worker ends without having been asked to. */
  readonly failed: Promise<Error>;
  /** Answers what has arrived, closes connections and files. Safe to call twice. */
  close(): Promise<void>;
}

/** The kernel's limit for the path of a unix socket is 104 bytes on macOS and 108 on Linux, with the final zero. */
const maxSocketPathBytes = 103;

/** LMDB locks by process, so a second server in the same process has to be refused here. */
const foldersOfThisProcess = new Set<string>();

interface ChosenPath {
  readonly socketPath: string | undefined;
  readonly temporaryFolder?: string;
}

function chooseSocketPath(folder: string, options: EmbeddedMongoOptions): ChosenPath {
  const transport = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'unix');
  if (transport === 'tcp') return { socketPath: undefined };
  if (options.socketPath !== undefined) return { socketPath: options.socketPath };
  const inside = join(folder, 'mongodb.sock');
  if (Buffer.byteLength(inside) <= maxSocketPathBytes) return { socketPath: inside };
  const temporaryFolder = mkdtempSync(join(tmpdir(), 'mongodb-'));
  return { socketPath: join(temporaryFolder, 'mongodb.sock'), temporaryFolder };
}

/**
 * Starts the server in a worker thread.
 *
 * Rejects with FolderInUseError if another process (or this one) serves the folder, and with an error that
 * names the file if the data is damaged.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const folder = realpathSync(options.folder);
  if (foldersOfThisProcess.has(folder)) throw new FolderInUseError(folder, process.pid);
  foldersOfThisProcess.add(folder);
  const chosen = chooseSocketPath(folder, options);
  const cleanUp = (): void => {
    foldersOfThisProcess.delete(folder);
    if (chosen.temporaryFolder !== undefined)
      rmSync(chosen.temporaryFolder, { recursive: true, force: true });
  };
  try {
    const { socketPath } = chosen;
    if (socketPath === undefined || dirname(socketPath) === folder) chmodSync(folder, 0o700);
    return await startWorker(
      {
        folder,
        socketPath,
        ttlIntervalMs: options.ttlIntervalMs ?? 60_000,
        cursorTimeoutMs: options.cursorTimeoutMs ?? 600_000,
      },
      cleanUp,
    );
  } catch (error) {
    cleanUp();
    throw error;
  }
}

/** Waits for one kind of message; rejects if the worker reports a failure or ends before. */
function answer(worker: Worker, kind: FromWorker['kind'], folder: string): Promise<FromWorker> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (message: FromWorker): void => {
      if (message.kind !== kind && message.kind !== 'failed') return;
      finish();
      if (message.kind !== 'failed') resolve(message);
      else
        reject(
          message.pid === undefined ? new Error(message.message) : new FolderInUseError(folder, message.pid),
        );
    };
    const onError = (error: Error): void => {
      finish();
      reject(error);
    };
    const onExit = (code: number): void => onError(new Error(`The database worker ended with code ${code}`));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
  });
}

async function startWorker(workerData: WorkerOptions, cleanUp: () => void): Promise<EmbeddedMongo> {
  const { folder, socketPath } = workerData;
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData,
    name: 'embedded-mongodb',
  });
  const send = (message: ToWorker): void => worker.postMessage(message);
  const ready = await answer(worker, 'ready', folder);
  if (ready.kind !== 'ready') throw new Error(`The database worker said ${ready.kind}`);
  let isClosing: Promise<void> | undefined;
  const failed = new Promise<Error>((resolve) => {
    worker.once('error', resolve);
    worker.once('exit', (code) => {
      if (isClosing === undefined) resolve(new Error(`The database worker ended with code ${code}`));
    });
  });
  const close = async (): Promise<void> => {
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    send({ kind: 'close' });
    await ended;
    cleanUp();
  };
  return {
    uriFor: (database) => uriOf(ready.address, database),
    socketPath,
    failed,
    expireDocuments: async () => {
      const reply = answer(worker, 'expired', folder);
      send({ kind: 'expire' });
      const message = await reply;
      return message.kind === 'expired' ? message.count : 0;
    },
    close: () => (isClosing ??= close()),
  };
}

/** The live server that owns the folder, undefined if there is none. */
export async function runningEmbeddedMongo(folder: string): Promise<ReachableMongo | undefined> {
  const owner = readOwner(folder);
  if (owner === undefined || !(await isListening(owner))) return undefined;
  return { uriFor: (database) => uriOf(owner, database) };
}
