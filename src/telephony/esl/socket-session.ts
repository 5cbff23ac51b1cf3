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
} from './commands.js';
import { EslProtocolError, type SessionEnd } from './errors.js';
import type { FrameLimits } from './frame-reader.js';
import type { EslMessage } from './message-decoder.js';
import { Occasion } from './occasion.js';
import type { EslReply, EslSession, WaitOptions } from './session.js';

export interface SessionOptions {
  readonly limits?: FrameLimits;
  /** Time for the first CHANNEL_DATA, and for the rest of any message that has begun. */
  readonly handshakeMs: number;
  /** Time for the reply to every command but `execute`. */
  readonly commandMs: number;
  /** Time that FreeSWITCH gets to close its side after `close()`. */
  readonly closeMs: number;
  /** Called once, when the session has ended. */
  readonly onEnd?: (end: SessionEnd) => void;
}

/** Of a variable; undefined: not set, or empty. */
type Value = string | undefined;

/** `mod_event_socket.c` replies through `char reply[512]`: longer values arrive truncated. */
const REPLY_BYTES = 511;

export class SocketSession implements EslSession {
  readonly #socket: CommandSocket;
  readonly #options: SessionOptions;
  #listener: ((event: EslMessage) => void) | undefined;
  #uuid = '';
  #callerGone = false;
  /** From now on FreeSWITCH reports when the caller has gone. */
  #lingers = false;
  readonly #whenEnded = new Occasion<SessionEnd>();

  /** Takes a fresh connection; `connect()` comes next. */
  constructor(socket: Duplex, options: SessionOptions) {
    this.#options = options;
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

  get ended(): Promise<SessionEnd> {
    return this.#whenEnded.promise;
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
      this.#socket.ask(CONNECT, 'connect', deadlineMs),
      this.#socket.ask(LINGER, 'linger', this.#options.commandMs),
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

  // `execute` and `getVariables` wait for as long as phones ring and people talk: one promise each is all they keep.
  execute(app: string, arg?: string, { deadlineMs }: WaitOptions = {}): Promise<EslReply> {
    return new Promise((resolve, reject) => {
      const waiting = { what: app, deadlineMs, resolve: takingReply(resolve), reject };
      this.#socket.send(executeCommand(app, arg), waiting);
    });
  }

  async api(command: string, options: WaitOptions = {}): Promise<string> {
    const wire = apiCommand(command);
    const what = `api ${command.split(' ', 1)[0] ?? ''}`;
    const message = await this.#socket.ask(wire, what, options.deadlineMs ?? this.#options.commandMs);
    return message.body.replace(/\n$/, '');
  }

  getVariables(names: readonly string[], options: WaitOptions = {}): Promise<readonly Value[]> {
    return new Promise((resolve, reject) => {
      const deadlineMs = options.deadlineMs ?? this.#options.commandMs;
      const commands = names.map(getVariableCommand);
      const texts: string[] = [];
      const take = (message: EslMessage): void => {
        texts.push(message.headers.get('Reply-Text') ?? '');
        if (texts.length < names.length) return;
        resolve(
          Promise.all(texts.map((text, index) => this.#wholeValue(text, names[index] ?? '', deadlineMs))),
        );
      };
      const waiting = { what: `getvar ${names.join()}`, deadlineMs, resolve: take, reject };
      for (const command of commands) this.#socket.send(command, waiting);
    });
  }

  async #wholeValue(text: string, name: string, deadlineMs: number): Promise<Value> {
    // An empty value is answered with this text, because parse_command() takes an empty reply for "no such
    // command".
    if (text === '' || text === '-ERR command not found') return undefined;
    if (Buffer.byteLength(text) < REPLY_BYTES || this.isEnded) return text;
    const command = uuidGetVariableCommand(this.uuid, name);
    const whole = await this.#socket.ask(command, `uuid_getvar ${name}`, deadlineMs);
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
      this.#socket.ask(filterCommand(only.header, only.value), 'filter', deadlineMs),
      this.#socket.ask(eventCommand(names), 'event', deadlineMs),
    ]);
  }

  onEvent(listener: (event: EslMessage) => void): void {
    this.#listener = listener;
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

  #take(message: EslMessage): void {
    switch (message.contentType) {
      case 'text/disconnect-notice':
        // "disconnect" only means that FreeSWITCH closes this socket; its "linger" form says that the caller is
        // gone.
        if (message.headers.get('Content-Disposition') === 'linger') {
          this.#callerGone = true;
        }
        return;
      case 'text/event-plain':
        this.#listener?.(message);
        return;
      default:
        // Log lines and whatever a newer FreeSWITCH adds answer no command.
        return;
    }
  }

  #over(end: SessionEnd): void {
    this.#listener = undefined;
    // FreeSWITCH closes the socket itself if the caller hung up before `linger` was read; later, it has left or
    // died.
    if (end.kind === 'closedByPeer' && !this.#lingers) this.#callerGone = true;
    this.#whenEnded.happened(end);
    this.#options.onEnd?.(end);
  }
}

/** Made here, because a function that is made beside `arg` keeps it: a dial string has kilobytes. */
function takingReply(take: (reply: EslReply) => void): (message: EslMessage) => void {
  return (message) => take(replyOf(message));
}

function replyOf(message: EslMessage): EslReply {
  const text = (message.headers.get('Reply-Text') ?? '').trim();
  const match = /^(\+OK|-ERR)(?: (.*))?$/s.exec(text);
  return { ok: match?.[1] !== '-ERR', text: match === null ? text : (match[2] ?? '') };
}
