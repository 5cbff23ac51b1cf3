/** The service as a process of its own, with its own data folder and the configuration of the live tests. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { endedAtExit, temporaryFolder } from './at-exit.js';

/** The checkout: this file runs from dist/test/live/. */
export const PROJECT = path.resolve(import.meta.dirname, '../../..');

/** Of the first administrator, which a service without a terminal leaves in a file. @param said its output so far */
export async function firstPassword(said: () => string): Promise<string> {
  const limit = AbortSignal.timeout(30_000);
  for (;;) {
    const [, file] = /password\s+in the file (\S+);/.exec(said()) ?? [];
    if (file !== undefined) return readFileSync(file, 'utf8').trim();
    if (limit.aborted) throw new Error(`No password is told: ${said()}`);
    await delay(50);
  }
}

/** Where a service's pages are. */
export function pagesOf(said: string): string {
  return /Pages\s+(http:\S+)/.exec(said)?.[1] ?? '';
}

export class LiveService {
  output = '';

  private constructor(
    private readonly launch: () => ChildProcess,
    private child: ChildProcess,
    readonly folder: string,
  ) {}

  /**
   * @param events the inbound event socket to listen to, as `host:port`.
   * @param cdrs the folder of FreeSWITCH's CDRs; empty: they are not read.
   * @param edit changes the configuration of the live tests.
   * @param launcher a program with its arguments that starts the service's own command line.
   */
  static async start(
    eslPort: number,
    recordingsFolder: string,
    events = 'none',
    launcher: readonly string[] = [],
    edit: (yaml: string) => string = (yaml) => yaml,
    cdrs = '',
  ): Promise<LiveService> {
    const folder = temporaryFolder('rufgruppe-live-service-');
    const env = {
      ...process.env,
      ESL_PORT: String(eslPort),
      ADMIN_PORT: '0',
      DATA_DIR: folder,
      MONGODB_URI: '',
      FREESWITCH_EVENTS: events,
      FREESWITCH_CDRS: cdrs,
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'debug',
    };
    const yaml = readFileSync(path.join(PROJECT, 'test/live/configuration.yaml'), 'utf8');
    const file = path.join(folder, 'configuration.yaml');
    writeFileSync(file, edit(yaml.replace('RECORDINGS', recordingsFolder)));
    const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
    const imported = spawnSync(process.execPath, [script, 'config', 'import', file], {
      env,
      cwd: PROJECT,
      encoding: 'utf8',
    });
    if (imported.status !== 0) throw new Error(`import: ${imported.stdout}${imported.stderr}`);

    const [program, ...words] = [...launcher, process.execPath, path.join(PROJECT, 'dist/src/main.js')];
    const launch = () => endedAtExit(spawn(program, words, { env, cwd: PROJECT }));
    const service = new LiveService(launch, launch(), folder);
    await service.running();
    return service;
  }

  /** `rufgruppe switch turn …` beside the running service. */
  turn(...words: readonly string[]): void {
    this.command('switch', 'turn', ...words);
  }

  /** A command beside the running service. Resolves with what it said. */
  command(...words: readonly string[]): string {
    const script = path.join(PROJECT, 'dist/scripts/rufgruppe.js');
    const env = { ...process.env, DATA_DIR: this.folder, MONGODB_URI: '' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
      env,
      cwd: PROJECT,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }

  /** As a power cut does it: no goodbye. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As a power cut does it; its folder stays for `again`. */
  crash(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Starts it anew on its folder. */
  async again(): Promise<void> {
    this.output = '';
    this.child = this.launch();
    await this.running();
  }

  /** As an administrator restarts it. */
  async restart(): Promise<void> {
    await this.end('SIGTERM');
    await this.again();
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  private async running(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const take = (chunk: Buffer) => {
        this.output += chunk.toString();
        if (this.output.includes('Rufgruppe is running')) resolve();
      };
      this.child.stdout?.on('data', take);
      this.child.stderr?.on('data', take);
      this.child.on('exit', (code) => reject(new Error(`the service ended with ${code}: ${this.output}`)));
    });
  }
}
