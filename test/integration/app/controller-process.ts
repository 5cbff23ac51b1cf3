/** The service as a process of its own, as an administrator starts it: a test can kill it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { connectStore } from '../../../src/base/store/connection.js';
import { configuration, file } from '../../unit/base/configuration/minimal.js';

const MAIN = path.join(import.meta.dirname, '../../../src/main.js');

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

export interface Controller {
  /** What it has printed. */
  output(): string;
  /** Resolves when it has gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** @param settings environment variables of the service. Resolves when it takes calls. */
export async function startController(settings: Readonly<Record<string, string>>): Promise<Controller> {
  const env = { ...process.env, ADMIN_PORT: '0', FREESWITCH_EVENTS: 'none', ...settings };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code, signal) => {
      reject(new Error(`the controller has ended (${signal ?? String(code)}): ${output}`));
    });
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString();
      if (output.includes('Rufgruppe is running.')) resolve();
    });
  });
  return { output: () => output, end: (signal) => ended(child, signal) };
}

/** What the administrator of a new database has set up before. */
export async function withConfiguration(uri: string, input: Parameters<typeof file>[0]): Promise<void> {
  const store = await connectStore(uri);
  await importConfiguration({
    configurations: store.configurations,
    configuration: configuration(file(input)),
    author: 'test',
    reason: 'test',
    at: new Date(0),
  });
  await store.close();
}

/** Resolves when the process has gone. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
