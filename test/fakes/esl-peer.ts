/** A raw TCP client that stands for FreeSWITCH, or for whatever else connects. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startEslServer, type EslServer, type EslServerOptions } from '../../src/telephony/esl/server.js';
import type { ChannelData } from '../../src/telephony/esl/channel-data.js';
import type { EslSession } from '../../src/telephony/esl/session.js';

export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly facts: Record<string, unknown>;
  readonly message: string;
}

/** A session with what FreeSWITCH said of its channel. */
type Arrived = EslSession & { readonly channel: ChannelData };

/** A server on a free port that keeps its log and hands out its sessions. */
export async function listen(options: Partial<EslServerOptions> = {}): Promise<{
  server: EslServer;
  log: LogLine[];
  /** Resolves with the next line. */
  logged: () => Promise<LogLine>;
  session: () => Promise<Arrived>;
}> {
  const log: LogLine[] = [];
  const lineListeners: ((line: LogLine) => void)[] = [];
  const sessions: Arrived[] = [];
  const sessionListeners: ((session: Arrived) => void)[] = [];
  const write = (level: 'warn' | 'error') => (facts: Record<string, unknown>, message: string) => {
    const line = { level, facts, message };
    log.push(line);
    lineListeners.shift()?.(line);
  };
  const server = await startEslServer({
    port: 0,
    log: { warn: write('warn'), error: write('error') },
    onSession: async (session, channel) => {
      const [arrived, listener] = [Object.assign(session, { channel }), sessionListeners.shift()];
      if (listener === undefined) sessions.push(arrived);
      else listener(arrived);
      await session.ended;
    },
    ...options,
  });
  return {
    server,
    log,
    logged: () => new Promise((resolve) => lineListeners.push(resolve)),
    session: () =>
      new Promise((resolve) => {
        const ready = sessions.shift();
        if (ready === undefined) sessionListeners.push(resolve);
        else resolve(ready);
      }),
  };
}

export class RawPeer {
  received = '';
  readonly closed: Promise<unknown>;

  private constructor(readonly socket: Socket) {
    socket.setNoDelay();
    socket.on('data', (chunk) => (this.received += chunk.toString()));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', resolve));
  }

  static async connect(port: number, host = '127.0.0.1'): Promise<RawPeer> {
    const socket = connect({ port, host });
    const peer = new RawPeer(socket);
    await once(socket, 'connect');
    return peer;
  }

  /** The other end of a connection that somebody else opened. */
  static of(socket: Socket): RawPeer {
    return new RawPeer(socket);
  }

  /** Connects and describes a channel as FreeSWITCH does. */
  static async call(port: number, headers?: Parameters<typeof channelData>[0]): Promise<RawPeer> {
    const peer = await RawPeer.connect(port);
    await peer.hears('linger\n\n');
    peer.says(channelData(headers));
    peer.says(reply('+OK will linger'));
    return peer;
  }

  says(text: string | Buffer): void {
    this.socket.write(text);
  }

  async hears(text: string): Promise<void> {
    while (!this.received.includes(text)) await once(this.socket, 'data');
  }
}

export function channelData(headers: Readonly<Record<string, string>> = {}): string {
  const all = {
    'Event-Name': 'CHANNEL_DATA',
    'Unique-ID': 'dba898d1-3ca8-4813-ae08-15d9ef49be7f',
    'Caller-Caller-ID-Name': 'Erika%20Muster',
    variable_hunt_group: '700',
    'Content-Type': 'command/reply',
    'Reply-Text': '%2BOK%0A',
    'Socket-Mode': 'static',
    Control: 'full',
    ...headers,
  };
  return `${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}\n`;
}

export function reply(text: string): string {
  return `Content-Type: command/reply\nReply-Text: ${text}\n\n`;
}

export function apiResponse(body: string): string {
  return `Content-Type: api/response\nContent-Length: ${Buffer.byteLength(body)}\n\n${body}`;
}

export const NOTICE =
  'Content-Type: text/disconnect-notice\nControlled-Session-UUID: dba898d1-3ca8-4813-ae08-15d9ef49be7f\n' +
  'Content-Disposition: linger\nChannel-Name: sofia/internal/030@127.0.0.1\nLinger-Time: -1\nContent-Length: 0\n\n';

/** The value of one variable. */
export async function valueOf(call: EslSession, name: string): Promise<string | undefined> {
  const [value] = await call.getVariables([name]);
  return value;
}

/** The caller has hung up, or the session has ended. */
export async function untilCallerGone(call: EslSession): Promise<void> {
  while (!call.isCallerGone && !call.isEnded) await new Promise(setImmediate);
}
