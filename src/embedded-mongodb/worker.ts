import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Address } from './address.js';
import { Engine } from './engine.js';
import { Executor } from './executor.js';
import { claimFolder, type Claim } from './folder-lock.js';
import { listen } from './server.js';

/** What the main thread gives to the worker. */
export interface WorkerOptions {
  readonly folder: string;
  /** Undefined: listen on a port of the loopback interface. */
  readonly socketPath: string | undefined;
}

export type ToWorker = 'close' | 'expire';

/** The address once it listens, and the number of documents that expired. What goes wrong at the start is thrown. */
export type FromWorker = { readonly address: Address } | { readonly expired: number };

/** How often TTL indexes and idle cursors are looked at, and when a cursor is idle; as in MongoDB. */
const expiryIntervalMs = 60_000;
const cursorTimeoutMs = 600_000;

async function start(claim: Claim, { folder, socketPath }: WorkerOptions): Promise<void> {
  const engine = new Engine(folder);
  const executor = new Executor(engine, () => new Date());
  // The folder is ours, so a socket file in it is what a killed owner left behind.
  if (socketPath !== undefined) rmSync(socketPath, { force: true });
  const server = await listen(socketPath, executor);
  claim.publish(server.address);
  const expire = async (): Promise<number> => {
    engine.cursors.expire(Date.now(), cursorTimeoutMs);
    // A full disk must not end the server; the next round tries again.
    return executor.expireDocuments().catch(() => 0);
  };
  const timer = setInterval(() => void expire(), expiryIntervalMs);
  const tell = (message: FromWorker): void => parentPort?.postMessage(message);
  const close = async (): Promise<void> => {
    clearInterval(timer);
    await server.close();
    await engine.storage.close();
    await claim.release();
    parentPort?.close();
  };
  parentPort?.on('message', (message: ToWorker) => {
    if (message === 'close') void close();
    else void expire().then((expired) => tell({ expired }));
  });
  tell({ address: server.address });
}

const options = workerData as WorkerOptions;
const claim = claimFolder(options.folder);
try {
  await start(claim, options);
} catch (error) {
  // The process may live on and try again.
  await claim.release();
  throw error;
}
