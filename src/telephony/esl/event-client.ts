/**
 * Keeps one connection to the inbound event socket of one FreeSWITCH, for as long as the service runs.
 *
 * Whatever the other side does, nothing is thrown into the process: a connection that fails or ends is replaced
 * after a delay, and listeners that throw are logged. Calls do not depend on any of this.
 *
 * A dead peer is found in two ways. The kernel's TCP keepalive (30 s idle, then 10 probes of 1 s) finds a host
 * that is gone; a command every 20 s (`api uptime`, answered in under 1 ms) finds a FreeSWITCH that hangs while
 * its kernel still acknowledges, within 30 s. HEARTBEAT events would tell less: their pace is a setting of
 * FreeSWITCH, and they prove one direction only.
 */
import { connect, type Socket } from 'node:net';
import { describeEnd, EslClosedError, EslRefusedError, type SessionEnd } from './errors.js';
import { EventConnection } from './event-connection.js';
import type {
  EventClientState,
  EventSocketAddress,
  EventSource,
  FiredEvent,
  SwitchApi,
} from './event-source.js';
import { createFloodLog } from './flood-log.js';
import type { FrameLimits } from './frame-reader.js';
import type { EslMessage } from './message-decoder.js';
import { retryDelayMs, SLOWEST_RETRY_MS } from './retry-delay.js';
import { isWanted, type EventSubscription } from './subscription.js';

/** What is needed of a logger; a pino logger fits. */
export interface EventLog {
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

/** Calls `work` after `ms`; the result cancels it. */
export type Schedule = (work: () => void, ms: number) => () => void;

export interface EventClientOptions {
  readonly password: string;
  readonly log: EventLog;
  /** Default 5 s. */
  readonly handshakeMs?: number;
  /** Default 10 s. */
  readonly commandMs?: number;
  /** Default 20 s. */
  readonly pingMs?: number;
  readonly limits?: FrameLimits;
  readonly schedule?: Schedule;
  readonly random?: () => number;
}

/** How many different failure reasons are logged until a connection has been good again. */
const MAX_REASONS = 20;

interface Watcher {
  readonly subscription: EventSubscription;
  readonly listener: (event: EslMessage) => void;
}

export class EventClient implements EventSource {
  readonly name: string;
  readonly #address: EventSocketAddress;
  readonly #options: EventClientOptions;
  readonly #warn: (reason: string, facts: Record<string, unknown>, message: string) => void;
  readonly #watchers = new Set<Watcher>();
  readonly #stateListeners = new Set<(state: EventClientState) => void>();
  readonly #connectedListeners = new Set<(api: SwitchApi) => void | Promise<void>>();
  /** Failure reasons logged since a connection was last good for a while. */
  readonly #told = new Set<string>();
  /** Whether the next "connected" is worth logging. */
  #connectingIsNews = true;
  #state: EventClientState = { kind: 'connecting' };
  #connection: EventConnection | undefined;
  /** Connections that ended in a row, none of them good for a while. */
  #losses = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(address: EventSocketAddress, options: EventClientOptions) {
    this.#address = address;
    this.#options = options;
    this.#warn = createFloodLog(options.log);
    this.name = `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
  }

  get state(): EventClientState {
    return this.#state;
  }

  /** Begins to connect; returns at once. */
  start(): void {
    if (this.#connection === undefined && this.#state.kind === 'connecting') this.#connect();
  }

  /** Final: closes the connection and drops timers and listeners. */
  stop(): void {
    if (this.#isStopped()) return;
    this.#cancelTimer();
    this.#become({ kind: 'stopped' });
    this.#watchers.clear();
    this.#stateListeners.clear();
    this.#connectedListeners.clear();
    this.#connection?.close();
  }

  onState(listener: (state: EventClientState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  onConnected(listener: (api: SwitchApi) => void | Promise<void>): () => void {
    this.#connectedListeners.add(listener);
    const connection = this.#connection;
    if (this.#state.kind === 'connected' && connection !== undefined) this.#callHook(listener, connection);
    return () => this.#connectedListeners.delete(listener);
  }

  watch(subscription: EventSubscription, listener: (event: EslMessage) => void): () => void {
    const watcher = { subscription, listener };
    this.#watchers.add(watcher);
    const connection = this.#connection;
    if (this.#state.kind === 'connected' && connection !== undefined) {
      connection.subscribe([subscription]).catch((error: unknown) => connection.fail(error));
    }
    return () => this.#watchers.delete(watcher);
  }

  fire(events: readonly FiredEvent[]): void {
    const connection = this.#connection;
    if (this.#state.kind !== 'connected' || connection === undefined || events.length === 0) return;
    connection.fire(events).catch((error: unknown) => {
      // The end of the connection is reported by itself.
      if (error instanceof EslClosedError) return;
      this.#warn('fire', { err: error, freeswitch: this.name }, 'An event could not be given to FreeSWITCH');
    });
  }

  #connect(): void {
    const { handshakeMs = 5_000, commandMs = 10_000, limits } = this.#options;
    const connection = new EventConnection(this.#openSocket(), {
      password: this.#address.password ?? this.#options.password,
      handshakeMs,
      commandMs,
      limits,
      onEvent: (event) => this.#deliver(event),
    });
    this.#connection = connection;
    void connection.ended.then((end) => this.#over(end));
    this.#introduce(connection).catch((error: unknown) => connection.fail(error));
  }

  #openSocket(): Socket {
    const { host, port } = this.#address;
    return connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 });
  }

  async #introduce(connection: EventConnection): Promise<void> {
    await connection.open();
    const watchers = [...this.#watchers];
    await connection.subscribe(watchers.map(({ subscription }) => subscription));
    // Listeners added meanwhile are subscribed before the connection is announced.
    const late = [...this.#watchers].filter((watcher) => !watchers.includes(watcher));
    await connection.subscribe(late.map(({ subscription }) => subscription));
    if (connection.isEnded) return;
    if (this.#connectingIsNews) {
      this.#options.log.info({ freeswitch: this.name }, 'connected to the events of FreeSWITCH');
      this.#connectingIsNews = false;
    }
    this.#pingLater(connection);
    this.#become({ kind: 'connected' });
    for (const listener of this.#connectedListeners) this.#callHook(listener, connection);
  }

  #pingLater(connection: EventConnection): void {
    this.#cancelTimer = this.#schedule(() => {
      connection
        .api('uptime')
        .then(() => {
          this.#losses = 0;
          this.#told.clear();
          if (!connection.isEnded) this.#pingLater(connection);
        })
        .catch((error: unknown) => connection.fail(error));
    }, this.#options.pingMs ?? 20_000);
  }

  #deliver(event: EslMessage): void {
    for (const { subscription, listener } of this.#watchers) {
      if (!isWanted(subscription, event)) continue;
      try {
        listener(event);
      } catch (error) {
        this.#warn('listener', { err: error, event: event.eventName }, 'An event could not be worked on');
      }
    }
  }

  #callHook(listener: (api: SwitchApi) => void | Promise<void>, connection: EventConnection): void {
    const work = async (): Promise<void> => listener((command) => connection.api(command));
    work().catch((error: unknown) => {
      // If the connection has ended meanwhile, its own end is reported instead.
      if (error instanceof EslClosedError) return;
      this.#warn('hook', { err: error, freeswitch: this.name }, 'The work after a connection failed');
    });
  }

  #over(end: SessionEnd): void {
    this.#connection = undefined;
    this.#cancelTimer();
    if (this.#isStopped()) return;
    const refused = end.kind === 'error' && end.error instanceof EslRefusedError;
    const reason = describeEnd(end);
    const isLost = this.#state.kind === 'connected';
    this.#tell(reason, refused ? 'refused' : isLost ? 'lost' : 'unreachable');
    this.#become({ kind: 'refused', reason });
    if (this.#isStopped()) return; // A listener of states may have called stop().
    // Lamps and the live page wait for a FreeSWITCH that starts, so one that is away is looked for every second.
    const failures = isLost ? this.#losses++ : 1;
    const delayMs = refused
      ? SLOWEST_RETRY_MS
      : retryDelayMs(failures, (this.#options.random ?? Math.random)());
    this.#cancelTimer = this.#schedule(() => this.#connect(), delayMs);
  }

  #isStopped(): boolean {
    return this.#state.kind === 'stopped';
  }

  /**
   * A FreeSWITCH that restarts is away for a while, and one may be missing where the service is tried; one that stays away
   * becomes a problem that is told. A refusal needs somebody who sets the password right.
   */
  #tell(reason: string, how: 'refused' | 'lost' | 'unreachable'): void {
    if (this.#told.has(reason) || this.#told.size >= MAX_REASONS) return;
    this.#told.add(reason);
    this.#connectingIsNews = true;
    const facts = { freeswitch: this.name, reason };
    const { log } = this.#options;
    if (how === 'refused') log.warn(facts, 'FreeSWITCH refuses its events; retrying');
    else if (how === 'lost') log.info(facts, 'no events from FreeSWITCH; retrying');
    else log.info(facts, 'FreeSWITCH cannot be reached for its events; retrying');
  }

  #become(state: EventClientState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) {
      try {
        listener(state);
      } catch (error) {
        this.#warn('state', { err: error, freeswitch: this.name }, 'A change of state was not worked on');
      }
    }
  }

  #schedule(work: () => void, ms: number): () => void {
    if (this.#options.schedule !== undefined) return this.#options.schedule(work, ms);
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  }
}

/** One client for each FreeSWITCH, each connecting by itself. */
export function startEventClients(
  addresses: readonly EventSocketAddress[],
  options: EventClientOptions,
): EventClient[] {
  const clients = addresses.map((address) => new EventClient(address, options));
  for (const client of clients) client.start();
  return clients;
}
