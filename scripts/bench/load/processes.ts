/** The programs that `npm run bench:load` measures, each in a process of its own. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../../src/app/database.js';
import { connectStore } from '../../../src/base/store/connection.js';
import { startChild } from './child.js';
import type { LoadResult } from './peer.js';

export const PROJECT = path.resolve(import.meta.dirname, '../../../..');

export interface Program {
  readonly pid: number;
  /** Where calls are placed. */
  readonly port: number;
  /** Its data folder; empty: it stores nothing. */
  readonly folder: string;
  /** Processor time of the whole process so far, milliseconds. */
  cpuMs(): number;
  /** Memory in use now, megabytes. */
  memoryMb(): number;
  stop(): Promise<void>;
}

/** Processor time of a process so far, milliseconds. Linux counts in hundredths of a second, in the 14th and 15th field. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Open files and sockets of a process. */
export function filesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** A new folder, which does not outlive this process. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rufgruppe-load-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return folder;
}

export async function startBareModesl(): Promise<Program> {
  const port = await freePort();
  const script = path.join(import.meta.dirname, 'bare-modesl.js');
  const child = startChild(script, [String(port)], { output: 'pipe', errors: 'pipe' });
  await says(child, 'listening');
  return programOf(child, port, '');
}

export interface Load {
  readonly calls: number;
  /** At the same time. */
  readonly parallel: number;
  readonly ringMs: number;
  /** A call begins each 1/perSec seconds, however many are up; 0: as soon as another one ends. */
  readonly perSec?: number;
}

/** Rejects when a call failed. */
export async function placeCalls(
  { port }: Program,
  { calls, parallel, ringMs, perSec = 0 }: Load,
): Promise<LoadResult> {
  const words = [port, calls, parallel, ringMs, perSec].map(String);
  const peer = path.join(import.meta.dirname, 'peer.js');
  const child = startChild(peer, [...words, '700'], { output: 'pipe' });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  const result = JSON.parse(text) as LoadResult;
  if (result.faults.length > 0) throw new Error(`calls went wrong: ${result.faults.join('; ')}`);
  return result;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export function says(child: ChildProcess, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes(what)) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)));
  });
}

export function programOf(child: ChildProcess, port: number, folder: string): Program {
  const { pid = 0 } = child;
  return {
    pid,
    port,
    folder,
    cpuMs: () => cpuMsOf(pid),
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      if (folder !== '') rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until each of `placed` calls has its record, which says who answered. */
export async function everyRecord(folder: string, placed: number): Promise<void> {
  const database = await openDatabase({ dataFolder: folder });
  const store = await connectStore(database.uri);
  try {
    const calls = store.connection.collection('calls');
    for (let look = 0; look < 600; look += 1) {
      if ((await calls.countDocuments({ endedAt: null })) === 0 && (await calls.countDocuments()) >= placed)
        break;
      await delay(100);
    }
    const [all, answered] = [
      await calls.countDocuments(),
      await calls.countDocuments({ outcome: 'answered', 'answeredBy.who': 'Anna' }),
    ];
    if (all !== placed || answered !== placed)
      throw new Error(`${placed} calls, ${all} records, ${answered} answered`);
  } finally {
    await store.close();
    await database.close();
  }
}
