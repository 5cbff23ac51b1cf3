/** One call's event socket in synchronous mode: commands go out and replies come back in the same order. */
import type { Duplex } from 'node:stream';
import { channelData, refusalReason, type ChannelData } from './channel-data.js';
import { CommandSocket } from './command-socket.js';
import {
  apiCommand,
  CONNECT,
  eventCommand,
  filterCommand,
  executeCommand,
  getVariableCommand,
  LINGER,
  uuidGetVariableCommand,
  type WireCommand,
} from './commands.js';
import { EslProtocolError, type SessionEnd } from './errors.js';
import type { FrameLimits } from './frame-reader.js';
import type { EslMessage } from './message-decoder.js';
import type { EslReply, EslSession, WaitOptions } from './session.js';

export interface SessionOptions {
  readonly limits?: FrameLimits;
  /** Time for the first CHANNEL_DATA, and for the rest of any message that has begun. */
  readonly handshakeMs: number;
  /** Time for the reply to every command but `execute`. */
  readonly commandMs: number;
  /** Time that FreeSWITCH gets to close its side after `close()`. */
  readonly closeMs: number;
}

/** `mod_event_socket.c` replies through `char reply[512]`: longer values arrive truncated. */
const REPLY_BYTES = 511;

export class SocketSession implements EslSession {
  readonly callerGone: Promise<void>;
  readonly ended: Promise<SessionEnd>;
  readonly #socket: CommandSocket;
  readonly #options: SessionOptions;
  readonly #listeners = new Set<(event: EslMessage) => void>();
  #uuid = '';
  #callerGone = false;
  /** From now on FreeSWITCH reports when the caller has gone. */
  #lingers = false;
  #settleCallerGone!: () => void;
  #settleEnded!: (end: SessionEnd) => void;

  /** Takes a fresh connection; `connect()` comes next. */
  constructor(socket: Duplex, options: SessionOptions) {
    this.#options = options;
    this.callerGone = new Promise((resolve) => (this.#settleCallerGone = resolve));
    this.ended = new Promise((resolve) => (this.#settleEnded = resolve));
    this.#socket = new CommandSocket(socket, {
      limits: options.limits,
      stallMs: options.handshakeMs,
      onMessage: (message) => this.#take(message),
      onEnd: (end) => this.#over(end),
    });
  }

  get uuid(): string {
    return this.#uuid;
  }

  get isCallerGone(): boolean {
    return this.#callerGone;
  }

  get isEnded(): boolean {
    return this.#socket.isEnded;
  }

  /**
   * Sends `connect` and `linger` in one write. Rejects with EslProtocolError when the peer is not a FreeSWITCH in
   * synchronous mode, EslClosedError when it has left.
   *
   * @returns the channel as FreeSWITCH described it, which the session does not keep: it is 8 to 30 KiB.
   */
  async connect(): Promise<ChannelData> {
    const deadlineMs = this.#options.handshakeMs;
    const [first, second] = this.batch(() => [
      this.#send(CONNECT, 'connect', deadlineMs),
      this.#send(LINGER, 'linger', this.#options.commandMs),
    ]);
    second.then(
      () => (this.#lingers = true),
      () => undefined,
    );
    const message = await first;
    const reason = refusalReason(message);
    if (reason !== undefined) throw new EslProtocolError(reason);
    this.#uuid = message.headers.get('Unique-ID') ?? '';
    return channelData(message);
  }

  // `execute` and `getVariable` wait for as long as phones ring and people talk: an async function would keep more.
  execute(app: string, arg?: string, options: WaitOptions = {}): Promise<EslReply> {
    return this.#sendMade(() => executeCommand(app, arg), app, options.deadlineMs).then(replyOf);
  }

  async api(command: string, options: WaitOptions = {}): Promise<string> {
    const wire = apiCommand(command);
    const what = `api ${command.split(' ', 1)[0] ?? ''}`;
    const message = await this.#send(wire, what, options.deadlineMs ?? this.#options.commandMs);
    return message.body.replace(/\n$/, '');
  }

  getVariable(name: string, options: WaitOptions = {}): Promise<string | undefined> {
    const deadlineMs = options.deadlineMs ?? this.#options.commandMs;
    return this.#sendMade(() => getVariableCommand(name), `getvar ${name}`, deadlineMs).then((message) =>
      this.#wholeValue(message.headers.get('Reply-Text') ?? '', name, deadlineMs),
    );
  }

  async #wholeValue(text: string, name: string, deadlineMs: number): Promise<string | undefined> {
    // An empty value is answered with this text, because parse_command() takes an empty reply for "no such
    // command".
    if (text === '' || text === '-ERR command not found') return undefined;
    if (Buffer.byteLength(text) < REPLY_BYTES || this.isEnded) return text;
    const whole = await this.#send(
      uuidGetVariableCommand(this.uuid, name),
      `uuid_getvar ${name}`,
      deadlineMs,
    );
    // The channel is gone: the truncated value is all there is.
    return whole.body.startsWith('-ERR') ? text : whole.body.replace(/\n$/, '');
  }

  batch<T>(work: () => T): T {
    return this.#socket.batch(work);
  }

  async subscribe(names: readonly string[], only: { header: string; value: string }): Promise<void> {
    const deadlineMs = this.#options.commandMs;
    // The filter goes first: without it, events of all calls on the machine would arrive for a moment.
    await Promise.all([
      this.#send(filterCommand(only.header, only.value), 'filter', deadlineMs),
      this.#send(eventCommand(names), 'event', deadlineMs),
    ]);
  }

  onEvent(listener: (event: EslMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    // `exit` lets the dialplan go on. A caller who has gone has no dialplan any more: closing is all that is needed.
    const saysExit = this.#uuid !== '' && !this.#callerGone;
    this.#socket.finish({ kind: 'closedByUs' }, saysExit ? this.#options.closeMs : undefined);
  }

  /** Ends the session for an error found outside, such as a refused handshake. */
  fail(error: Error): void {
    this.#socket.finish({ kind: 'error', error });
  }

  /** Rejects when the command cannot be made, too. */
  #sendMade(make: () => WireCommand, what: string, deadlineMs: number | undefined): Promise<EslMessage> {
    return new Promise((resolve) => resolve(this.#send(make(), what, deadlineMs)));
  }

  #send(command: WireCommand, what: string, deadlineMs: number | undefined): Promise<EslMessage> {
    return this.#socket.send(command, what, deadlineMs);
  }

  #take(message: EslMessage): void {
    switch (message.contentType) {
      case 'text/disconnect-notice':
        // "disconnect" only means that FreeSWITCH closes this socket; its "linger" form says that the caller is
        // gone.
        if (message.headers.get('Content-Disposition') === 'linger') {
          this.#callerGone = true;
          this.#settleCallerGone();
        }
        return;
      case 'text/event-plain':
        for (const listener of this.#listeners) listener(message);
        return;
      default:
        // Log lines and whatever a newer FreeSWITCH adds answer no command.
        return;
    }
  }

  #over(end: SessionEnd): void {
    this.#listeners.clear();
    // FreeSWITCH closes the socket itself if the caller hung up before `linger` was read; later, it has left or
    // died.
    if (end.kind === 'closedByPeer' && !this.#lingers) this.#callerGone = true;
    this.#settleCallerGone();
    this.#settleEnded(end);
  }
}

function replyOf(message: EslMessage): EslReply {
  const text = (message.headers.get('Reply-Text') ?? '').trim();
  const match = /^(\+OK|-ERR)(?: (.*))?$/s.exec(text);
  return { ok: match?.[1] !== '-ERR', text: match === null ? text : (match[2] ?? '') };
}
