/** The programs that `npm run bench:load` measures, each in a process of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { LoadResult } from './peer.js';

const PROJECT = path.resolve(import.meta.dirname, '../../..');

export interface Program {
  readonly port: number;
  /** Its data folder; empty: it stores nothing. */
  readonly folder: string;
  /** Processor time of the whole process so far, milliseconds. */
  cpuMs(): number;
  /** Memory in use now, megabytes. */
  memoryMb(): number;
  stop(): Promise<void>;
}

/** One group, 700, that rings the phone 1001, and `others` users besides. */
function configuration(others: number): string {
  const users = Array.from(
    { length: others },
    (_, index) => `  - {id: u${index}, name: User ${index}, extension: "${20_000 + index}"}`,
  );
  return `version: 1
settings: {country: DE, timezone: Europe/Berlin, domain: 127.0.0.1}
users:
  - {id: anna, name: Anna, extension: "1001"}
${users.join('\n')}
groups:
  - number: "700"
    name: Sales
    stages:
      - {ringSec: 20, members: [anna]}
    final: {announcement: /sounds/closed.wav}
`;
}

export async function startService(others: number): Promise<Program> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rufgruppe-load-'));
  const port = await freePort();
  const env = {
    ...process.env,
    ESL_PORT: String(port),
    ADMIN_PORT: '0',
    DATA_DIR: folder,
    MONGODB_URI: '',
    FREESWITCH_EVENTS: 'none',
    FREESWITCH_CDRS: '',
    LOG_LEVEL: 'warn',
    ESL_MAX_CALLS: '20000',
  };
  const file = path.join(folder, 'configuration.yaml');
  writeFileSync(file, configuration(others));
  const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
  const imported = spawnSync(process.execPath, [script, 'config', 'import', file, '--replace', '--yes'], {
    env,
    encoding: 'utf8',
  });
  if (imported.status !== 0) throw new Error(`import: ${imported.stdout}${imported.stderr}`);
  const child = spawn(process.execPath, [path.join(PROJECT, 'dist/src/main.js')], { env });
  await says(child, 'Rufgruppe is running');
  return programOf(child, port, folder);
}

export async function startBareModesl(): Promise<Program> {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bare-modesl.js'), String(port)]);
  await says(child, 'listening');
  return programOf(child, port, '');
}

/** Rejects when a call failed. */
export async function placeCalls(
  { port }: Program,
  { calls, parallel, ringMs }: { readonly calls: number; readonly parallel: number; readonly ringMs: number },
): Promise<LoadResult> {
  const words = [port, calls, parallel, ringMs].map(String);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'peer.js'), ...words, '700'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(child, 'close');
  const result = JSON.parse(text) as LoadResult;
  if (result.faults.length > 0) throw new Error(`calls went wrong: ${result.faults.join('; ')}`);
  return result;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function says(child: ChildProcess, what: string): Promise<void> {
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

function programOf(child: ChildProcess, port: number, folder: string): Program {
  const { pid } = child;
  return {
    port,
    folder,
    // Linux counts in hundredths of a second, in the 14th and 15th field.
    cpuMs: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    },
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      if (folder !== '') rmSync(folder, { recursive: true, force: true });
    },
  };
}
