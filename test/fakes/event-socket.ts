/** A FreeSWITCH's inbound event socket that says what the test says, and a clock that the test moves. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import {
  EventClient,
  type EventClientOptions,
  type EventLog,
  type Schedule,
} from '../../src/telephony/esl/event-client.js';
import type { EventClientState } from '../../src/telephony/esl/event-source.js';
import { RawPeer, reply } from './esl-peer.js';

export const AUTH_REQUEST = 'Content-Type: auth/request\n\n';
export const RUDE_REJECTION =
  'Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n';
/** What FreeSWITCH says before it closes, at a wrong password and at its end. */
export const GOODBYE =
  'Content-Type: text/disconnect-notice\nContent-Length: 67\n\n' +
  'Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n';

export function plainEvent(headers: Readonly<Record<string, string>>): string {
  const body = `${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}\n`;
  return `Content-Length: ${Buffer.byteLength(body)}\nContent-Type: text/event-plain\n\n${body}`;
}

export class FakeEventSocket {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #waiting: RawPeer[] = [];
  readonly #takers: ((peer: RawPeer) => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      const peer = RawPeer.of(socket);
      const taker = this.#takers.shift();
      if (taker === undefined) this.#waiting.push(peer);
      else taker(peer);
    });
  }

  /** Half-open connections stay half open, as with a peer that never closes its side. */
  static async start(context: TestContext): Promise<FakeEventSocket> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const fake = new FakeEventSocket(server);
    context.after(() => fake.stop());
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next connection that no test line has taken yet. */
  accept(): Promise<RawPeer> {
    const peer = this.#waiting.shift();
    return peer === undefined ? new Promise((resolve) => this.#takers.push(resolve)) : Promise.resolve(peer);
  }

  /** The next connection, let in. */
  async welcome(): Promise<RawPeer> {
    const peer = await this.accept();
    peer.says(AUTH_REQUEST);
    await peer.hears('auth ClueCon\n\n');
    peer.says(reply('+OK accepted'));
    return peer;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

interface Alarm {
  readonly work: () => void;
  readonly ms: number;
}

/** Time that passes when the test says so. */
export class ManualClock {
  readonly alarms: Alarm[] = [];
  readonly #takers: (() => void)[] = [];

  readonly schedule: Schedule = (work, ms) => {
    const alarm = { work, ms };
    this.alarms.push(alarm);
    for (const taker of this.#takers.splice(0)) taker();
    return () => {
      const at = this.alarms.indexOf(alarm);
      if (at !== -1) this.alarms.splice(at, 1);
    };
  };

  /** Waits until something waits for the clock, lets its time pass, says how long that was. */
  async pass(): Promise<number> {
    while (this.alarms.length === 0) await new Promise<void>((resolve) => this.#takers.push(resolve));
    const alarm = this.alarms.shift();
    alarm?.work();
    return alarm?.ms ?? NaN;
  }
}

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly facts: Record<string, unknown>;
  readonly message: string;
}

/** A client of that socket which the end of the test stops; its log; and its clock. */
export function connectTo(
  context: TestContext,
  port: number,
  options: Partial<EventClientOptions> = {},
): { client: EventClient; clock: ManualClock; lines: LoggedLine[] } {
  const lines: LoggedLine[] = [];
  const write =
    (level: LoggedLine['level']): EventLog['info'] =>
    (facts, message) =>
      lines.push({ level, facts, message });
  const clock = new ManualClock();
  const client = new EventClient(
    { host: '127.0.0.1', port },
    {
      password: 'ClueCon',
      log: { info: write('info'), warn: write('warn'), error: write('error') },
      schedule: clock.schedule,
      random: () => 0,
      ...options,
    },
  );
  context.after(() => client.stop());
  return { client, clock, lines };
}

/** Resolves with the next state of this kind; not with the present one. */
export function nextState<K extends EventClientState['kind']>(
  client: EventClient,
  kind: K,
): Promise<Extract<EventClientState, { kind: K }>> {
  return new Promise((resolve) => {
    const off = client.onState((state) => {
      if (state.kind !== kind) return;
      off();
      resolve(state as Extract<EventClientState, { kind: K }>);
    });
  });
}
