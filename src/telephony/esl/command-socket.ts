/**
 * One event socket, whichever side opened it: bytes in, messages out; commands go out and replies come back in the
 * same order. The owner decides what a message means: socket-session.ts for one call, event-connection.ts for a
 * whole FreeSWITCH.
 */
import type { Duplex } from 'node:stream';
import { EXIT, type WireCommand } from './commands.js';
import { EslClosedError, EslProtocolError, type SessionEnd } from './errors.js';
import { DEFAULT_LIMITS, FrameReader, type FrameLimits } from './frame-reader.js';
import { decodeFrame, type EslMessage } from './message-decoder.js';
import { ReplyQueue, type Waiting } from './reply-queue.js';

export interface CommandSocketOptions {
  readonly limits?: FrameLimits | undefined;
  /** Time for the rest of any message that has begun. */
  readonly stallMs: number;
  /** Takes every message that is not a reply to a command. If it throws, the connection ends. */
  readonly onMessage: (message: EslMessage) => void;
  /** Called once, after all waiting commands were rejected. */
  readonly onEnd: (end: SessionEnd) => void;
}

export class CommandSocket {
  readonly #socket: Duplex;
  readonly #options: CommandSocketOptions;
  readonly #reader: FrameReader;
  readonly #replies: ReplyQueue;
  #end: SessionEnd | undefined;
  #stallTimer: NodeJS.Timeout | undefined;
  /** The commands of a running batch. */
  #batch: WireCommand[] | undefined;

  /** Takes a fresh connection, which may still be opening; sends nothing by itself. */
  constructor(socket: Duplex, options: CommandSocketOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#reader = new FrameReader(options.limits ?? DEFAULT_LIMITS);
    this.#replies = new ReplyQueue((what) => this.finish({ kind: 'deadline', what }));
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    let failure: Error | undefined;
    socket.on('error', (error) => (failure ??= error));
    // Follows 'end' and 'error' alike.
    socket.once('close', () =>
      this.finish(failure === undefined ? { kind: 'closedByPeer' } : { kind: 'error', error: failure }),
    );
  }

  get isEnded(): boolean {
    return this.#end !== undefined;
  }

  /**
   * @param deadlineMs as in `Waiting`. When it passes, the whole connection ends.
   * @throws EslClosedError (as a rejection) when the connection ends, or has ended, before the reply.
   */
  ask(command: WireCommand, what: string, deadlineMs: number | undefined): Promise<EslMessage> {
    return new Promise((resolve, reject) => this.send(command, { what, deadlineMs, resolve, reject }));
  }

  /** The same without a promise, of which a call that rings would keep dozens. */
  send(command: WireCommand, waiting: Waiting): void {
    this.#replies.add(waiting);
    if (this.#end !== undefined) return;
    if (this.#batch === undefined) this.#socket.write(command);
    else this.#batch.push(command);
  }

  /** Sends all commands that `work` issues in one write. */
  batch<T>(work: () => T): T {
    if (this.#batch !== undefined) return work();
    this.#batch = [];
    try {
      return work();
    } finally {
      this.#sendBatch();
    }
  }

  /** As one text: to the system, a list of texts is more expensive than a long one. */
  #sendBatch(): void {
    const commands = this.#batch ?? [];
    this.#batch = undefined;
    if (commands.length > 0) this.#socket.write(commands.join(''));
  }

  /**
   * Ends the connection; only the first end counts.
   *
   * @param farewellMs says `exit` and gives FreeSWITCH this time to close its side; undefined: closes at once.
   */
  finish(end: SessionEnd, farewellMs?: number): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    clearTimeout(this.#stallTimer);
    this.#replies.close(() => new EslClosedError(end));
    this.#hangUp(farewellMs);
    this.#options.onEnd(end);
  }

  #read(chunk: Buffer): void {
    if (this.#end !== undefined) return;
    try {
      for (const frame of this.#reader.push(chunk)) {
        this.#take(decodeFrame(frame));
        if (this.isEnded) return;
      }
    } catch (error) {
      this.finish({
        kind: 'error',
        error: error instanceof Error ? error : new EslProtocolError(String(error)),
      });
      return;
    }
    this.#watchStall();
  }

  #take(message: EslMessage): void {
    if (message.contentType !== 'command/reply' && message.contentType !== 'api/response') {
      this.#options.onMessage(message);
      return;
    }
    if (!this.#replies.settleFirst(message)) throw new EslProtocolError('A reply that nobody asked for');
  }

  /** On a healthy connection the rest of a message follows at once; a slow trickle is a fault or an attack. */
  #watchStall(): void {
    if (!this.#reader.partial) {
      clearTimeout(this.#stallTimer);
      this.#stallTimer = undefined;
      return;
    }
    this.#stallTimer ??= setTimeout(
      () => this.finish({ kind: 'deadline', what: 'the rest of a message' }),
      this.#options.stallMs,
    );
  }

  /** FreeSWITCH reads `exit` only when no application is running; our socket must not stay open because of that. */
  #hangUp(farewellMs: number | undefined): void {
    if (farewellMs === undefined || this.#socket.destroyed) {
      this.#socket.destroy();
      return;
    }
    this.#sendBatch();
    this.#socket.resume();
    this.#socket.end(EXIT);
    const timer = setTimeout(() => this.#socket.destroy(), farewellMs);
    this.#socket.once('close', () => clearTimeout(timer));
  }
}

/** Only `-ERR …` is a refusal. A reply that does not say `+OK` may still be a success. */
export function isRefusal(reply: EslMessage): boolean {
  return (reply.headers.get('Reply-Text') ?? '').startsWith('-ERR');
}
