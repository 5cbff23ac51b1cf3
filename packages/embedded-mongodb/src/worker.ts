import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Address } from './address.js';
import { Engine } from './engine.js';
import { Executor } from './executor.js';
import { claimFolder, type Claim } from './folder-lock.js';
import { listen } from './server.js';

/** What the main thread passes to the worker. */
export interface WorkerOptions {
  readonly folder: string;
  /** Undefined: listen on a port of the loopback interface. */
  readonly socketPath: string | undefined;
  /** How often TTL indexes and idle cursors are checked. */
  readonly expiryIntervalMs: number;
}

/** The worker's only message: where it listens. Startup errors are thrown. Any message to the worker ends it. */
export interface Ready {
  readonly address: Address;
}

/** How long until an unused cursor is closed; as in MongoDB. */
const cursorTimeoutMs = 600_000;

async function start(claim: Claim, { folder, socketPath, expiryIntervalMs }: WorkerOptions): Promise<void> {
  const engine = new Engine(folder);
  const executor = new Executor(engine, () => new Date());
  // We own the folder, so a socket file in it was left behind by a killed owner.
  if (socketPath !== undefined) rmSync(socketPath, { force: true });
  const server = await listen(socketPath, executor);
  claim.publish(server.address);
  const timer = setInterval(() => {
    engine.cursors.expire(Date.now(), cursorTimeoutMs);
    // A full disk must not end the server; the next round tries again.
    executor.expireDocuments().catch(() => 0);
  }, expiryIntervalMs);
  const close = async (): Promise<void> => {
    clearInterval(timer);
    await server.close();
    await engine.storage.close();
    await claim.release();
    parentPort?.close();
  };
  parentPort?.once('message', () => void close());
  parentPort?.postMessage({ address: server.address } satisfies Ready);
}

const options = workerData as WorkerOptions;
const claim = claimFolder(options.folder);
try {
  await start(claim, options);
} catch (error) {
  // The process may continue and try again.
  await claim.release();
  throw error;
}
