/** One call's event socket in synchronous mode: commands out in order, replies in in the same order. */
import { finished, type Duplex } from 'node:stream';
import { channelData, refusalReason, type ChannelData } from './channel-data.js';
import {
  apiCommand,
  CONNECT,
  eventCommand,
  filterCommand,
  executeCommand,
  EXIT,
  getVariableCommand,
  LINGER,
  uuidGetVariableCommand,
  type WireCommand,
} from './commands.js';
import { EslClosedError, EslProtocolError, type SessionEnd } from './errors.js';
import { DEFAULT_LIMITS, FrameReader, type FrameLimits } from './frame-reader.js';
import type { EslReply, EslSession, WaitOptions } from './session.js';
import { MessageDecoder, type EslMessage } from './message-decoder.js';
import { ReplyQueue } from './reply-queue.js';

export interface SessionOptions {
  readonly limits?: FrameLimits;
  /** Time for the first CHANNEL_DATA, and for the rest of any message that has begun. */
  readonly handshakeMs: number;
  /** Time for the reply to every command but `execute`. */
  readonly commandMs: number;
  /** Time that FreeSWITCH gets to close its side after `close()`. */
  readonly closeMs: number;
}

/** `mod_event_socket.c` answers through `char reply[512]`: longer values arrive cut. */
const REPLY_BYTES = 511;

export class SocketSession implements EslSession {
  readonly callerGone: Promise<void>;
  readonly ended: Promise<SessionEnd>;
  readonly #socket: Duplex;
  readonly #options: SessionOptions;
  readonly #reader: FrameReader;
  readonly #decoder = new MessageDecoder();
  readonly #replies: ReplyQueue;
  readonly #listeners = new Set<(event: EslMessage) => void>();
  #connected: EslMessage | undefined;
  #end: SessionEnd | undefined;
  #callerGone = false;
  #stallTimer: NodeJS.Timeout | undefined;
  #settleCallerGone!: () => void;
  #settleEnded!: (end: SessionEnd) => void;

  /** Takes a fresh connection and sends `connect` and `linger` in one write. */
  constructor(socket: Duplex, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#reader = new FrameReader(options.limits ?? DEFAULT_LIMITS);
    this.#replies = new ReplyQueue((what) => this.#finish({ kind: 'deadline', what }));
    this.callerGone = new Promise((resolve) => (this.#settleCallerGone = resolve));
    this.ended = new Promise((resolve) => (this.#settleEnded = resolve));
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    // 'close' follows 'end' and 'error' alike; `finished` reports an end in the middle as an error too.
    finished(socket, (error) => {
      const premature = error?.code === 'ERR_STREAM_PREMATURE_CLOSE';
      this.#finish(error && !premature ? { kind: 'error', error } : { kind: 'closedByPeer' });
    });
    socket.on('error', () => undefined); // A reset that comes after `finished` was told.
  }

  get uuid(): string {
    return this.#connected?.headers.get('Unique-ID') ?? '';
  }

  get channel(): ChannelData {
    if (this.#connected === undefined) throw new EslProtocolError('The session is not connected yet');
    return channelData(this.#connected);
  }

  get isCallerGone(): boolean {
    return this.#callerGone;
  }

  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Rejects with EslProtocolError when the peer is no synchronous FreeSWITCH, EslClosedError when it left. */
  async connect(): Promise<void> {
    const deadlineMs = this.#options.handshakeMs;
    const [first] = this.batch(() => [
      this.#send(CONNECT, 'connect', deadlineMs),
      this.#send(LINGER, 'linger', this.#options.commandMs).catch(() => undefined),
    ]);
    const message = await first;
    const reason = refusalReason(message);
    if (reason !== undefined) throw new EslProtocolError(reason);
    this.#connected = message;
  }

  async execute(app: string, arg?: string, options: WaitOptions = {}): Promise<EslReply> {
    return replyOf(await this.#send(executeCommand(app, arg), app, options.deadlineMs));
  }

  async api(command: string, options: WaitOptions = {}): Promise<string> {
    const wire = apiCommand(command);
    const what = `api ${command.split(' ', 1)[0] ?? ''}`;
    const message = await this.#send(wire, what, options.deadlineMs ?? this.#options.commandMs);
    return message.body.replace(/\n$/, '');
  }

  async getVariable(name: string, options: WaitOptions = {}): Promise<string | undefined> {
    const deadlineMs = options.deadlineMs ?? this.#options.commandMs;
    const message = await this.#send(getVariableCommand(name), `getvar ${name}`, deadlineMs);
    const text = message.headers.get('Reply-Text') ?? '';
    // An empty value is answered with this text: parse_command() takes an empty reply for "no such command".
    if (text === '' || text === '-ERR command not found') return undefined;
    if (Buffer.byteLength(text) < REPLY_BYTES || this.isEnded) return text;
    const whole = await this.#send(
      uuidGetVariableCommand(this.uuid, name),
      `uuid_getvar ${name}`,
      deadlineMs,
    );
    // No such channel any more: the beginning is all that can be had.
    return whole.body.startsWith('-ERR') ? text : whole.body.replace(/\n$/, '');
  }

  batch<T>(work: () => T): T {
    this.#socket.cork();
    try {
      return work();
    } finally {
      this.#socket.uncork();
    }
  }

  async subscribe(names: readonly string[], only: { header: string; value: string }): Promise<void> {
    const deadlineMs = this.#options.commandMs;
    // The filter first: without it, all calls of the machine would be heard for a moment.
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
    this.#finish({ kind: 'closedByUs' });
  }

  /** Ends the session with an error that was found outside, such as a refused handshake. */
  fail(error: Error): void {
    this.#finish({ kind: 'error', error });
  }

  #send(command: WireCommand, what: string, deadlineMs: number | undefined): Promise<EslMessage> {
    return new Promise((resolve, reject) => {
      this.#replies.add({ what, deadlineMs, resolve, reject });
      if (this.#end === undefined) this.#socket.write(command);
    });
  }

  #read(chunk: Buffer): void {
    if (this.#end !== undefined) return;
    try {
      for (const frame of this.#reader.push(chunk)) {
        this.#take(this.#decoder.decode(frame));
        if (this.isEnded) return;
      }
    } catch (error) {
      this.#finish({
        kind: 'error',
        error: error instanceof Error ? error : new EslProtocolError(String(error)),
      });
      return;
    }
    this.#watchStall();
  }

  #take(message: EslMessage): void {
    switch (message.contentType) {
      case 'command/reply':
      case 'api/response':
        if (!this.#replies.settleFirst(message)) throw new EslProtocolError('A reply that nobody asked for');
        return;
      case 'text/disconnect-notice':
        // "disconnect" is FreeSWITCH's goodbye to this socket; only "linger" says that the caller is gone.
        if (message.headers.get('Content-Disposition') === 'linger') {
          this.#callerGone = true;
          this.#settleCallerGone();
        }
        return;
      case 'text/event-plain':
      case 'text/event-json':
        for (const listener of this.#listeners) listener(message);
        return;
      default:
        // Log lines and whatever a newer FreeSWITCH adds answer no command.
        return;
    }
  }

  /** The rest of a message follows at once on a healthy connection; a drip is a fault or an attack. */
  #watchStall(): void {
    if (!this.#reader.partial) {
      clearTimeout(this.#stallTimer);
      this.#stallTimer = undefined;
      return;
    }
    this.#stallTimer ??= setTimeout(
      () => this.#finish({ kind: 'deadline', what: 'the rest of a message' }),
      this.#options.handshakeMs,
    );
  }

  #finish(end: SessionEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    clearTimeout(this.#stallTimer);
    this.#replies.close(new EslClosedError(end));
    this.#listeners.clear();
    this.#hangUp(end);
    // FreeSWITCH closes by itself when the caller has left before `linger` was read.
    if (end.kind === 'closedByPeer') this.#callerGone = true;
    this.#settleCallerGone();
    this.#settleEnded(end);
  }

  /** FreeSWITCH reads `exit` only when no application runs; it must not keep our socket until then. */
  #hangUp(end: SessionEnd): void {
    if (end.kind !== 'closedByUs' || this.#socket.destroyed || this.#connected === undefined) {
      this.#socket.destroy();
      return;
    }
    this.#socket.resume();
    this.#socket.end(EXIT);
    const timer = setTimeout(() => this.#socket.destroy(), this.#options.closeMs);
    this.#socket.once('close', () => clearTimeout(timer));
  }
}

function replyOf(message: EslMessage): EslReply {
  const text = (message.headers.get('Reply-Text') ?? '').trim();
  const match = /^(\+OK|-ERR)(?: (.*))?$/s.exec(text);
  return { ok: match?.[1] !== '-ERR', text: match === null ? text : (match[2] ?? '') };
}
