/**
 * Accepts FreeSWITCH's outbound connections: one per call.
 *
 * Whatever connects, the process survives, logs one line and keeps nothing. Sockets have an error listener from the
 * first moment, strangers and floods are closed at once (FreeSWITCH then continues with its dialplan's next
 * action), and every wait has a deadline. A peer that vanishes without FIN (a power cut, a cable, a firewall that
 * drops its state) is detected by TCP keepalive after about 40 s when the line is idle (30 s, then 10 probes of 1
 * s, set by Node), by the command's deadline when a command waits for a reply, and by the kernel's retransmission
 * timeout when only a bridge is waiting.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { AppError } from '../../base/errors.js';
import { callArrived } from '../../base/in-slices.js';
import { createAllowList, LOOPBACK_ONLY, plainAddress } from './allow-list.js';
import type { ChannelData } from './channel-data.js';
import { describeEnd, EslClosedError, type SessionEnd } from './errors.js';
import type { FrameLimits } from './frame-reader.js';
import { createFloodLog, type EslLog } from './flood-log.js';
import type { EslSession } from './session.js';
import { SocketSession } from './socket-session.js';

export interface EslServerOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Addresses and networks of the FreeSWITCH hosts; default: loopback. */
  readonly allow?: readonly string[];
  /** Time for FreeSWITCH to describe its channel. Default 5 s. */
  readonly handshakeMs?: number;
  /** Time for the reply to a command other than `execute`. Default 10 s. */
  readonly commandMs?: number;
  /** Time that FreeSWITCH gets to close its side. Default 1 s. */
  readonly closeMs?: number;
  /** Connections at the same time, those in their handshake included. Default 2000. */
  readonly maxSessions?: number;
  readonly limits?: FrameLimits;
  readonly log: EslLog;
  /** The session is closed when this settles; an error is logged, thrown or rejected. */
  readonly onSession: (session: EslSession, channel: ChannelData) => Promise<void>;
}

export interface EslServer {
  readonly address: string;
  readonly port: number;
  /** Open connections, including those in their handshake. */
  readonly sessionCount: number;
  /** Whether a new call would be taken; false once `stopAccepting` was called. */
  readonly isAccepting: boolean;
  /** New calls are refused (FreeSWITCH tries its next host or action); calls in progress go on. */
  stopAccepting(): Promise<void>;
  /** Resolves when all calls in progress are over, or after `limitMs`. */
  drained(limitMs: number): Promise<void>;
  /** Gives up control of all calls, which go on in FreeSWITCH; resolves when their work here is done. */
  closeAll(): Promise<void>;
}

/**
 * Connections that the system holds until they are accepted; Linux takes at most net.core.somaxconn of them, 4096. With one more
 * than that FreeSWITCH believes to be connected, and its caller waits for ever: with Node's 511 that happened to calls which
 * came while pages were busy.
 */
const BACKLOG = 4096;

/** Rejects with an AppError when the address cannot be bound or the allow list is unreadable. */
export async function startEslServer(options: EslServerOptions): Promise<EslServer> {
  const listener = new Listener(options);
  await listener.listen(options.host ?? '127.0.0.1', options.port);
  return listener;
}

class Listener implements EslServer {
  readonly #options: EslServerOptions;
  readonly #server: Server;
  readonly #allowed: (address: string | undefined) => boolean;
  readonly #warn: (reason: string, facts: Record<string, unknown>, message: string) => void;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<SocketSession>();
  /** Called when no call is in progress any more. */
  readonly #waiting: (() => void)[] = [];
  #bound: AddressInfo | undefined;

  constructor(options: EslServerOptions) {
    this.#options = options;
    this.#allowed = createAllowList(options.allow ?? LOOPBACK_ONLY);
    this.#warn = createFloodLog(options.log);
    this.#server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }, (socket) =>
      this.#accept(socket),
    );
  }

  get address(): string {
    return this.#bound?.address ?? '';
  }

  get port(): number {
    return this.#bound?.port ?? 0;
  }

  get sessionCount(): number {
    return this.#sockets.size;
  }

  get isAccepting(): boolean {
    return this.#server.listening;
  }

  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) =>
        reject(new AppError('ESL_LISTEN', `The event socket cannot listen: ${cause.message}`, { cause })),
      );
      this.#server.listen({ host, port, backlog: BACKLOG }, resolve);
    });
    this.#server.removeAllListeners('error');
    // For example, no file descriptors are left. Calls in progress go on.
    this.#server.on('error', (error) => this.#warn('accept', { error: error.message }, 'Cannot accept'));
    this.#bound = this.#server.address() as AddressInfo;
  }

  stopAccepting(): Promise<void> {
    // The callback of close() waits for the sessions in progress; listening itself has stopped when close()
    // returns.
    this.#server.close();
    return Promise.resolve();
  }

  async drained(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([this.#idle(), limit]);
    clearTimeout(timer);
  }

  async closeAll(): Promise<void> {
    for (const session of this.#sessions) session.close();
    await this.#idle();
  }

  #idle(): Promise<void> {
    if (this.#sessions.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #accept(socket: Socket): void {
    socket.on('error', () => undefined);
    const from = plainAddress(socket.remoteAddress ?? 'unknown');
    // Reset before it was accepted; the peer is gone.
    if (socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    if (!this.#allowed(from)) {
      this.#warn('address', { from }, 'Refused a connection from an address that is not allowed');
      socket.destroy();
      return;
    }
    if (this.#sockets.size >= (this.#options.maxSessions ?? 2000)) {
      this.#warn('flood', { from, sessions: this.#sockets.size }, 'Refused a connection: too many sessions');
      socket.destroy();
      return;
    }
    callArrived();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    void this.#serve(socket, from);
  }

  /** Never rejects. */
  async #serve(socket: Socket, from: string): Promise<void> {
    const session: SocketSession = new SocketSession(socket, {
      onEnd: (end) => this.#tellEnd(session, end, { from, saidNothing: socket.bytesRead === 0 }),
      handshakeMs: this.#options.handshakeMs ?? 5_000,
      commandMs: this.#options.commandMs ?? 10_000,
      closeMs: this.#options.closeMs ?? 1_000,
      ...(this.#options.limits === undefined ? {} : { limits: this.#options.limits }),
    });
    this.#sessions.add(session);
    try {
      // An async function keeps its variables while it waits: the channel, 8 to 30 KiB, is only passed on.
      await session.connect().then((channel) => this.#options.onSession(session, channel));
    } catch (error) {
      // A caller who hung up, or a reset; the end of the session has its own log line.
      if (error instanceof EslClosedError) return;
      if (session.uuid === '') session.fail(asError(error));
      else this.#options.log.error({ err: asError(error), call: session.uuid }, 'A call failed');
    } finally {
      session.close();
      this.#sessions.delete(session);
      if (this.#sessions.size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }

  #tellEnd(
    session: SocketSession,
    end: SessionEnd,
    { from, saidNothing }: { readonly from: string; readonly saidNothing: boolean },
  ): void {
    if (session.uuid === '') {
      // Somebody looked whether the port is open: the doctor, or a load balancer.
      if (saidNothing && end.kind !== 'deadline') return;
      this.#warn('handshake', { from, end: describeEnd(end) }, 'A connection ended before it was a call');
    } else if (end.kind === 'error' || end.kind === 'deadline') {
      this.#warn('lost', { from, call: session.uuid, end: describeEnd(end) }, 'An event socket was lost');
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new AppError('ESL_FAILURE', String(error));
}
