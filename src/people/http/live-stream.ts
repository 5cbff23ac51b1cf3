/** Server-sent events: the current calls whenever they change, as long as the reader may see them. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { inSlices } from '../../base/in-slices.js';
import type { LiveBoard } from '../../calls/live/live-board.js';

/** Concurrent readers; further ones are told to try again later. */
const MOST_STREAMS = 200;

/** A comment line that keeps proxies from timing out and reveals dead connections. */
const HEARTBEAT_MS = 15_000;

const LOOK_MS = 3_000;

/** How often the reader's permission is checked again, so how long a stream may outlive its session. */
const CHECK_MS = 30_000;

/** A reader for whom more bytes than this wait is slow: states are skipped. */
const SLOW_BYTES = 100_000;

/** A reader who takes nothing for so long is not there any more. */
const LONGEST_SLOW_MS = 60_000;

/** After a state has been sent to all, the next one comes at the earliest after this many times the time that it took. */
const PAUSE_FACTOR = 3;

/** A round that was over so soon needs no pause. */
const QUICK_MS = 20;

/** What a group of readers sees: the text is made once for all of them. */
export interface StreamText {
  /** Tells texts apart: readers of the same name get the same text. */
  readonly name: string;
  /** Event name, and the text to send now. */
  readonly event: string;
  readonly text: () => string;
}

interface StreamLog {
  error(facts: object, message: string): void;
}

interface Reader {
  readonly response: Response;
  /** What was sent last. */
  sent: string;
  slowSinceMs: number | undefined;
}

export interface StreamClock {
  nowMs(): number;
  pause(ms: number): Promise<unknown>;
}

const CLOCK: StreamClock = {
  nowMs: () => performance.now(),
  pause: (ms) => delay(ms, undefined, { ref: false }),
};

interface Readers {
  readonly source: StreamText;
  readonly all: Set<Reader>;
}

export class LiveStreams {
  readonly #board: LiveBoard;
  readonly #log: StreamLog;
  readonly #clock: StreamClock;
  readonly #groups = new Map<string, Readers>();
  #open = 0;
  #stopLooking: (() => void) | undefined;
  #round: 'none' | 'running' | 'again' = 'none';

  constructor(board: LiveBoard, log: StreamLog, clock = CLOCK) {
    this.#board = board;
    this.#log = log;
    this.#clock = clock;
  }

  /**
   * Streams until the reader leaves or loses the permission.
   * @param allowed whether the reader may still see it
   */
  serve(request: Request, response: Response, source: StreamText, allowed: () => Promise<boolean>): void {
    if (this.#open >= MOST_STREAMS) {
      response.status(503).set('Retry-After', '10').type('text').send('Too many readers.\n');
      return;
    }
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // Keeps nginx from buffering the answer.
      'X-Accel-Buffering': 'no',
    });
    const readers = this.#groups.get(source.name) ?? { source, all: new Set() };
    const reader: Reader = { response, sent: '', slowSinceMs: undefined };
    const text = source.text();
    this.#send(reader, text, eventOf(source.event, text));
    this.#groups.set(source.name, readers);
    readers.all.add(reader);
    this.#open += 1;
    this.#stopLooking ??= this.#look();
    const stop = attended(response, allowed);
    request.on('close', () => {
      stop();
      this.#leave(readers, reader);
    });
  }

  #leave(readers: Readers, reader: Reader): void {
    this.#open -= 1;
    readers.all.delete(reader);
    if (readers.all.size === 0) this.#groups.delete(readers.source.name);
    if (this.#open > 0) return;
    this.#stopLooking?.();
    this.#stopLooking = undefined;
  }

  /** Calls of other instances are read only while somebody is watching. */
  #look(): () => void {
    const changed = (): void => void this.#changed();
    const stopListening = this.#board.onChange(changed);
    const timer = setInterval(changed, LOOK_MS);
    return () => {
      stopListening();
      clearInterval(timer);
    };
  }

  /** Where a round takes long, because readers are many or calls wait, states come less often. */
  async #changed(): Promise<void> {
    if (this.#round !== 'none') {
      this.#round = 'again';
      return;
    }
    do {
      this.#round = 'running';
      const begunMs = this.#clock.nowMs();
      await inSlices(this.#sendSteps());
      const tookMs = this.#clock.nowMs() - begunMs;
      if (tookMs > QUICK_MS) await this.#clock.pause(tookMs * PAUSE_FACTOR);
    } while (this.#isAskedAgain());
    this.#round = 'none';
  }

  #isAskedAgain(): boolean {
    return this.#round === 'again';
  }

  *#sendSteps(): Generator<undefined, void> {
    for (const { source, all } of this.#groups.values()) {
      const text = this.#textOf(source);
      if (text === undefined) continue;
      const event = eventOf(source.event, text);
      yield;
      for (const reader of all) {
        this.#send(reader, text, event);
        yield;
      }
    }
  }

  /** A slow reader skips states and gets the newest one later; one who reads nothing at all is let go. */
  #send(reader: Reader, text: string, event: Buffer): void {
    const { response } = reader;
    if (response.writableLength > SLOW_BYTES) {
      const nowMs = this.#clock.nowMs();
      reader.slowSinceMs ??= nowMs;
      if (nowMs - reader.slowSinceMs > LONGEST_SLOW_MS) response.destroy();
      return;
    }
    reader.slowSinceMs = undefined;
    if (text === reader.sent || response.writableEnded) return;
    reader.sent = text;
    response.write(event);
  }

  /** Undefined: it cannot be made, which must not keep later states from anybody. */
  #textOf({ name, text }: StreamText): string | undefined {
    try {
      return text();
    } catch (error) {
      this.#log.error({ err: error, stream: name }, 'the current calls cannot be shown');
      return undefined;
    }
  }
}

/** Ends the stream when the permission is lost, and keeps it alive until then. Returns what stops that. */
function attended(response: Response, allowed: () => Promise<boolean>): () => void {
  const heartbeat = setInterval(() => response.write(': \n\n'), HEARTBEAT_MS);
  const check = setInterval(() => {
    allowed()
      .catch(() => true)
      .then((still) => {
        if (!still) response.end();
      })
      .catch(() => undefined);
  }, CHECK_MS);
  return () => {
    clearInterval(heartbeat);
    clearInterval(check);
  };
}

function eventOf(event: string, text: string): Buffer {
  const data = text.split('\n').map((line) => `data: ${line}\n`);
  return Buffer.from(`event: ${event}\n${data.join('')}\n`);
}
