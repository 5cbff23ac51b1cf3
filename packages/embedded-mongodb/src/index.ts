import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { uriOf, type Address } from './address.js';
import { claimFolder, findOwner, FolderInUseError } from './folder-lock.js';
import { compactFile } from './storage.js';
import type { Ready, WorkerOptions } from './worker.js';

export { FolderInUseError } from './folder-lock.js';

export interface EmbeddedMongoOptions {
  /** Where the data is stored; created with mode 0700 if it does not exist. */
  readonly folder: string;
  /**
   * Default: a unix socket, except on Windows, which uses a loopback port with a secret.
   */
  readonly transport?: 'unix' | 'tcp';
  /** How often TTL indexes and idle cursors are checked. Default: once a minute, as in MongoDB. */
  readonly expiryIntervalMs?: number;
}

export interface ReachableMongo {
  /** For the official driver. Over TCP it contains the secret: keep it out of logs. */
  uriFor(database?: string): string;
}

export interface EmbeddedMongo extends ReachableMongo {
  /** Undefined over TCP. */
  readonly socketPath: string | undefined;
  /** Resolves if the worker ends unexpectedly. */
  readonly failed: Promise<Error>;
  /** Answers pending requests, then closes connections and files. May be called twice. */
  close(): Promise<void>;
}

/** The kernel's limit for the path of a unix socket is 104 bytes on macOS and 108 on Linux, with the final zero. */
const maxSocketPathBytes = 103;

/** LMDB's locks are per process, so a second server in the same process is detected here. Undefined until it listens. */
const ownFolders = new Map<string, Address | undefined>();

/** Reserves the folder; throws FolderInUseError if this process already serves it. */
function reserve(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const folder = realpathSync(path);
  if (ownFolders.has(folder)) throw new FolderInUseError(folder, process.pid);
  ownFolders.set(folder, undefined);
  return folder;
}

/** The folder itself, or a new one in the system's temporary folder if the path would be too long. */
function chooseSocketFolder(folder: string): string {
  const isShort = Buffer.byteLength(join(folder, 'mongodb.sock')) <= maxSocketPathBytes;
  return isShort ? folder : mkdtempSync(join(tmpdir(), 'mongodb-'));
}

/**
 * Starts the server in a worker thread.
 *
 * Rejects with FolderInUseError if another process (or this one) serves the folder, and with an error that
 * names the file if the data is damaged.
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const folder = reserve(options.folder);
  const { transport = process.platform === 'win32' ? 'tcp' : 'unix', expiryIntervalMs = 60_000 } = options;
  const socketFolder = transport === 'tcp' ? undefined : chooseSocketFolder(folder);
  const socketPath = socketFolder === undefined ? undefined : join(socketFolder, 'mongodb.sock');
  const cleanUp = (): void => {
    ownFolders.delete(folder);
    if (socketFolder !== undefined && socketFolder !== folder)
      rmSync(socketFolder, { recursive: true, force: true });
  };
  try {
    return await startWorker({ folder, socketPath, expiryIntervalMs }, cleanUp);
  } catch (error) {
    cleanUp();
    // An error thrown in the worker arrives without its class.
    const { name, pid } = error as Error & { pid?: number };
    throw name === 'FolderInUseError' ? new FolderInUseError(folder, Number(pid)) : error;
  }
}

async function startWorker(workerData: WorkerOptions, cleanUp: () => void): Promise<EmbeddedMongo> {
  const name = 'embedded-mongodb';
  const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData, name });
  let isClosing: Promise<void> | undefined;
  const failed = new Promise<Error>((resolve) => {
    worker.once('error', resolve);
    worker.once('exit', (code) => {
      if (isClosing === undefined) resolve(new Error(`The database worker ended with code ${code}`));
    });
  });
  const told = once(worker, 'message') as Promise<[Ready]>;
  const [ready] = await Promise.race([told, failed.then((error) => Promise.reject(error))]);
  ownFolders.set(workerData.folder, ready.address);
  const close = async (): Promise<void> => {
    const ended = once(worker, 'exit');
    worker.postMessage('close');
    await ended;
    cleanUp();
  };
  return {
    uriFor: (database) => uriOf(ready.address, database),
    socketPath: workerData.socketPath,
    failed,
    close: () => (isClosing ??= close()),
  };
}

/** The live server that owns the folder, in this process or another; undefined if there is none. */
export async function runningEmbeddedMongo(path: string): Promise<ReachableMongo | undefined> {
  const address = ownFolders.get(path) ?? (await findOwner(path));
  return address === undefined ? undefined : { uriFor: (database) => uriOf(address, database) };
}

/**
 * Rewrites the data file without its unused space; resolves with the number of bytes that this freed. Rejects with
 * FolderInUseError if a server runs.
 */
export async function compactEmbeddedMongo(path: string): Promise<number> {
  const folder = reserve(path);
  try {
    const claim = claimFolder(folder);
    try {
      return await compactFile(folder);
    } finally {
      await claim.release();
    }
  } finally {
    ownFolders.delete(folder);
  }
}
