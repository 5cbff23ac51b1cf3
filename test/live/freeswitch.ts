/** Starts the FreeSWITCH of FREESWITCH_BIN (or `freeswitch` on PATH) with the configuration of freeswitch/, in a folder of its own. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import dgram from 'node:dgram';
import { endedAtExit, temporaryFolder } from './at-exit.js';

/** The path of a FreeSWITCH that runs, or undefined. */
export function findFreeSwitch(env: NodeJS.ProcessEnv): string | undefined {
  const path = env['FREESWITCH_BIN'] ?? 'freeswitch';
  const tried = spawnSync(path, ['-version'], { encoding: 'utf8' });
  return tried.status === 0 ? path : undefined;
}

/** @param port 0: any. Rejects when it is taken. */
async function tryTcpPort(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return bound;
}

export const freeTcpPort = (): Promise<number> => tryTcpPort(0);

export async function freeUdpPort(): Promise<number> {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** FreeSWITCH's SIP profiles listen on both. */
async function freeSipPort(): Promise<number> {
  const port = await freeUdpPort();
  return await tryTcpPort(port).catch(() => freeSipPort());
}

/** Two for each of the sessions that the configuration allows. */
const MEDIA_PORTS = 1000;

let started = 0;

/** A range for each, below the ports that the system hands out: two at once do not hear each other. */
function firstMediaPort(): number {
  return 10_000 + ((process.pid + 11 * started++) % 22) * MEDIA_PORTS;
}

export interface SwitchOptions {
  readonly binary: string;
  /** The folder freeswitch/ of this project. */
  readonly configuration: string;
  /** UDP port at which the test plays the phone company. */
  readonly telcoPort: number;
  readonly controllerPort: number;
  readonly standbyPort: number;
  readonly loglevel?: string;
  /** Where it listens. Default: 127.0.0.1. */
  readonly address?: string;
  /** From where its event socket may be used. Default: loopback. */
  readonly controllers?: string;
  /** More words for its command line. */
  readonly arguments?: readonly string[];
}

export class FreeSwitch {
  private constructor(
    private readonly launch: () => ChildProcess,
    private child: ChildProcess,
    readonly folder: string,
    /** Of its SIP profiles, and of its event socket. */
    private readonly ports: Readonly<Record<'sip' | 'branch' | 'external' | 'event', number>>,
    readonly address: string,
  ) {}

  get sipPort(): number {
    return this.ports.sip;
  }

  /** Of the phones of the second domain. */
  get branchPort(): number {
    return this.ports.branch;
  }

  get externalPort(): number {
    return this.ports.external;
  }

  get eventPort(): number {
    return this.ports.event;
  }

  static readonly domain = '127.0.0.1';
  static readonly branchDomain = 'branch.example';
  static readonly password = '1234';

  static async start(options: SwitchOptions): Promise<FreeSwitch> {
    const folder = temporaryFolder('rufgruppe-live-');
    const [sip, branch, external] = [await freeSipPort(), await freeSipPort(), await freeSipPort()];
    const event = await freeTcpPort();
    const places = [
      'log',
      'db',
      'run',
      'temp',
      'cache',
      'storage',
      'recordings',
      'certs',
      'scripts',
      'grammar',
      'htdocs',
    ];
    for (const place of places) mkdirSync(join(folder, place));
    const arguments_ = [
      '-nf',
      '-nc',
      '-nonat',
      '-conf',
      options.configuration,
      '-sounds',
      join(options.configuration, 'sounds'),
      ...(options.arguments ?? []),
    ];
    for (const place of places) arguments_.push(`-${place}`, join(folder, place));
    const { address = '127.0.0.1' } = options;
    const mediaPort = firstMediaPort();
    const env = {
      ...process.env,
      RUFGRUPPE_FS_IP: address,
      RUFGRUPPE_FS_CONTROLLERS: options.controllers ?? '127.0.0.0/8',
      RUFGRUPPE_FS_SIP_PORT: String(sip),
      RUFGRUPPE_FS_BRANCH_SIP_PORT: String(branch),
      RUFGRUPPE_FS_EXTERNAL_SIP_PORT: String(external),
      RUFGRUPPE_FS_EVENT_SOCKET_PORT: String(event),
      RUFGRUPPE_FS_TELCO: `127.0.0.1:${options.telcoPort}`,
      RUFGRUPPE_FS_CONTROLLER: `127.0.0.1:${options.controllerPort}`,
      RUFGRUPPE_FS_CONTROLLER_STANDBY: `127.0.0.1:${options.standbyPort}`,
      RUFGRUPPE_FS_RTP_FIRST_PORT: String(mediaPort),
      RUFGRUPPE_FS_RTP_LAST_PORT: String(mediaPort + MEDIA_PORTS - 1),
      RUFGRUPPE_FS_LOGLEVEL: options.loglevel ?? 'debug',
    };
    const launch = () => endedAtExit(spawn(options.binary, arguments_, { stdio: 'ignore', env }));
    const one = new FreeSwitch(launch, launch(), folder, { sip, branch, external, event }, address);
    await one.ready(30_000);
    return one;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** One command on the inbound event socket, as fs_cli does it; returns the answer's body. */
  async api(command: string, localAddress = '127.0.0.1'): Promise<string> {
    const socket = connect({ port: this.eventPort, host: this.address, localAddress });
    socket.on('error', () => undefined);
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.write(`auth ClueCon\n\napi ${command}\n\nexit\n\n`);
    await once(socket, 'close');
    const head = /Content-Type: api\/response\nContent-Length: (\d+)\n\n/.exec(text);
    if (!head) throw new Error(`no answer to ${command}: ${text}`);
    return Buffer.from(text.slice(head.index + head[0].length))
      .subarray(0, Number(head[1]))
      .toString();
  }

  /** The uuid of the only caller's channel; FreeSWITCH lists one some milliseconds after its phones ring. */
  async callersChannel(): Promise<string> {
    for (;;) {
      const listed = JSON.parse(await this.api('show channels as json')) as {
        rows?: { uuid: string; direction: string }[];
      };
      const inbound = listed.rows?.filter(({ direction }) => direction === 'inbound') ?? [];
      const [caller] = inbound;
      // One that has ended is listed a moment longer, too.
      const isThere =
        caller !== undefined && (await this.api(`uuid_exists ${caller.uuid}`)).trim() === 'true';
      if (inbound.length === 1 && isThere) return caller.uuid;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  get log(): string {
    return readFileSync(join(this.folder, 'log', 'freeswitch.log'), 'utf8');
  }

  /** Ends it and starts it again, with the same ports and folder. */
  async restart(): Promise<void> {
    await this.stop(true);
    this.child = this.launch();
    await this.ready(30_000);
  }

  /** As a power cut does it. */
  async kill(): Promise<void> {
    const closed = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await closed;
  }

  /** After `kill`. */
  async again(): Promise<void> {
    this.child = this.launch();
    await this.ready(30_000);
  }

  async stop(keepFolder = false): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const closed = once(this.child, 'exit');
      await this.api('fsctl shutdown now').catch(() => this.child.kill('SIGKILL'));
      await closed;
    }
    if (!keepFolder) rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(deadlineMs: number): Promise<void> {
    const until = performance.now() + deadlineMs;
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`FreeSWITCH ended at once; see ${this.folder}/log`);
      const profiles = await this.api('sofia status').catch(() => '');
      if (/internal\s+profile.*RUNNING/.test(profiles) && /external\s+profile.*RUNNING/.test(profiles))
        return;
      if (performance.now() > until)
        throw new Error(`FreeSWITCH is not ready after ${deadlineMs} ms: ${profiles}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
