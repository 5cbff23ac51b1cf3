/** One TCP connection to the inbound event socket of a FreeSWITCH (mod_event_socket), from `auth` to its end. */
import type { Duplex } from 'node:stream';
import { CommandSocket, isRefusal } from './command-socket.js';
import { apiCommand, authCommand, sendEventCommand, type WireCommand } from './commands.js';
import type { FiredEvent } from './event-source.js';
import { EslClosedError, EslProtocolError, EslRefusedError, type SessionEnd } from './errors.js';
import { DEFAULT_LIMITS, type FrameLimits } from './frame-reader.js';
import type { EslMessage } from './message-decoder.js';
import { subscriptionCommands, type EventSubscription } from './subscription.js';

export interface EventConnectionOptions {
  readonly password: string;
  /** Time for the connection and FreeSWITCH's `auth/request`, and for the rest of any message that has begun. */
  readonly handshakeMs: number;
  /** Time for the reply to every command. */
  readonly commandMs: number;
  readonly limits?: FrameLimits | undefined;
  /** Must not throw: what it throws ends the connection. */
  readonly onEvent: (event: EslMessage) => void;
}

/**
 * Lists grow with the house: 500 calls at once make about a megabyte of `show channels as json`, and 3,000 phones as much
 * of registrations. An answer beyond the limit would end the connection, and the next one after the same question.
 */
const LISTS: FrameLimits = { ...DEFAULT_LIMITS, maxBodyBytes: 32 * 1024 * 1024 };

export class EventConnection {
  /** Resolves when the connection has ended, for whatever reason; never rejects. */
  readonly ended: Promise<SessionEnd>;
  readonly #socket: CommandSocket;
  readonly #options: EventConnectionOptions;
  readonly #invited: Promise<void>;
  #settleInvited!: (refused?: Error) => void;
  #settleEnded!: (end: SessionEnd) => void;

  /** Takes a connection that may still be opening. */
  constructor(socket: Duplex, options: EventConnectionOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => (this.#settleEnded = resolve));
    this.#invited = new Promise((resolve, reject) => {
      this.#settleInvited = (refused) => (refused === undefined ? resolve() : reject(refused));
    });
    this.#invited.catch(() => undefined); // The error reaches whoever calls `open()`.
    this.#socket = new CommandSocket(socket, {
      limits: options.limits ?? LISTS,
      stallMs: options.handshakeMs,
      onMessage: (message) => this.#take(message),
      onEnd: (end) => {
        this.#settleInvited(new EslClosedError(end));
        this.#settleEnded(end);
      },
    });
  }

  get isEnded(): boolean {
    return this.#socket.isEnded;
  }

  /**
   * Waits for FreeSWITCH's `auth/request` and answers it.
   *
   * @throws EslRefusedError when the password is wrong, EslClosedError when the connection ends before; the
   *   connection is over then, and `ended` names the same reason.
   */
  async open(): Promise<void> {
    const timer = setTimeout(
      () => this.#socket.finish({ kind: 'deadline', what: 'auth/request' }),
      this.#options.handshakeMs,
    );
    try {
      await this.#invited;
    } finally {
      clearTimeout(timer);
    }
    const reply = await this.#send(authCommand(this.#options.password), 'auth');
    if (isRefusal(reply))
      this.#refuse('FreeSWITCH does not accept the password (FREESWITCH_EVENTS_PASSWORD)');
  }

  /** Subscribes to events, in one write, in addition to earlier subscriptions. Throws like `open()`. */
  async subscribe(subscriptions: readonly EventSubscription[]): Promise<void> {
    const commands = subscriptionCommands(subscriptions);
    const replies = await Promise.all(
      this.#socket.batch(() => commands.map((command) => this.#send(command, 'event'))),
    );
    if (replies.some(isRefusal)) this.#refuse('FreeSWITCH does not accept "filter" or "event"');
  }

  /** Body of the answer, `-ERR …` included, without the line break at its end. Throws EslClosedError. */
  async api(command: string): Promise<string> {
    const reply = await this.#send(apiCommand(command), `api ${command.split(' ', 1)[0] ?? ''}`);
    return reply.body.replace(/\n$/, '');
  }

  /** Fires events, in one write. Throws EslClosedError, or EslUnsafeCommandError when a value cannot be sent. */
  async fire(events: readonly FiredEvent[]): Promise<void> {
    const commands = events.map(({ name, headers }) => sendEventCommand(name, headers));
    await Promise.all(this.#socket.batch(() => commands.map((command) => this.#send(command, 'sendevent'))));
  }

  /** Closes at once. An inbound connection loses nothing by not saying `exit`. */
  close(): void {
    this.#socket.finish({ kind: 'closedByUs' });
  }

  /** Ends the connection for an outside reason; a connection that has already ended keeps its own reason. */
  fail(error: unknown): void {
    this.#socket.finish({
      kind: 'error',
      error: error instanceof Error ? error : new EslProtocolError(String(error)),
    });
  }

  #send(command: WireCommand, what: string): Promise<EslMessage> {
    return this.#socket.ask(command, what, this.#options.commandMs);
  }

  #refuse(reason: string): never {
    const error = new EslRefusedError(reason);
    this.#socket.finish({ kind: 'error', error });
    throw error;
  }

  #take(message: EslMessage): void {
    switch (message.contentType) {
      case 'auth/request':
        this.#settleInvited();
        return;
      case 'text/rude-rejection':
        throw new EslRefusedError(
          'FreeSWITCH does not let this address in (apply-inbound-acl in event_socket.conf.xml)',
        );
      case 'text/disconnect-notice':
        // The end of the connection follows. A peer that leaves it half open must not keep us waiting, but it is
        // not closed at once: the reply that refuses a password comes in the same packet, and it is the reason to
        // report.
        setImmediate(() => this.#socket.finish({ kind: 'closedByPeer' }));
        return;
      case 'text/event-plain':
        this.#options.onEvent(message);
        return;
      default:
        if (message.contentType === '') throw new EslProtocolError('A message without a Content-Type');
        // Log lines and whatever a newer FreeSWITCH adds.
        return;
    }
  }
}
