import { parentPort, workerData } from 'node:worker_threads';
import { rmSync } from 'node:fs';
import { Engine } from './engine.js';
import { Executor } from './executor.js';
import type { Address } from './address.js';
import { claimFolder, type Claim } from './folder-owner.js';
import { listen } from './server.js';

/** What the main thread gives to the worker. */
export interface WorkerOptions {
  readonly folder: string;
  /** Undefined: listen on a port of the loopback interface. */
  readonly socketPath: string | undefined;
  readonly ttlIntervalMs: number;
  readonly cursorTimeoutMs: number;
}

export type ToWorker = { readonly kind: 'close' } | { readonly kind: 'expire' };

export type FromWorker =
  | { readonly kind: 'ready'; readonly address: Address }
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly message: string;
      readonly pid: number | undefined;
    }
  | { readonly kind: 'expired'; readonly count: number }
  | { readonly kind: 'closed' };

async function start(options: WorkerOptions, port: NonNullable<typeof parentPort>): Promise<void> {
  const { folder, socketPath, ttlIntervalMs, cursorTimeoutMs } = options;
  const tell = (message: FromWorker): void => port.postMessage(message);
  const claim = claimFolder(folder);
  const engine = await openEngine(folder, claim);
  const executor = new Executor(engine, () => new Date());
  // The folder is ours, so a socket file in it is what a killed owner left behind.
  if (socketPath !== undefined) rmSync(socketPath, { force: true });
  const server = await listen(socketPath, executor);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await server.close();
    await engine.storage.close();
    await claim.release();
  };
  const expire = async (): Promise<number> => {
    engine.cursors.expire(Date.now(), cursorTimeoutMs);
    // A full disk must not end the server; the next round tries again.
    return executor.expireDocuments().catch(() => 0);
  };
  const timer = setInterval(() => void expire(), ttlIntervalMs);
  try {
    claim.publish(server.address);
  } catch (error) {
    // A server that listens keeps its thread alive.
    await stop();
    throw error;
  }
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'expire') void expire().then((count) => tell({ kind: 'expired', count }));
    else void close();
  });
  const close = async (): Promise<void> => {
    await stop();
    tell({ kind: 'closed' });
    port.close();
  };
  tell({ kind: 'ready', address: server.address });
}

/** Gives the folder back if its data cannot be opened: the process may live on and try again. */
async function openEngine(folder: string, claim: Claim): Promise<Engine> {
  try {
    return new Engine(folder);
  } catch (error) {
    await claim.release();
    throw error;
  }
}

if (parentPort !== null) {
  const port = parentPort;
  start(workerData as WorkerOptions, port).catch((error: unknown) => {
    const { name, message } = error as Error;
    const pid = error instanceof Error && 'pid' in error ? Number(error.pid) : undefined;
    port.postMessage({ kind: 'failed', name, message, pid } satisfies FromWorker);
    port.close();
  });
}
