/** Server-sent events: the current calls, whenever they change, for as long as the reader may see them. */
import type { Request, Response } from 'express';
import type { Access } from '../access/accounts.js';
import type { LiveBoard } from '../../calls/live/live-board.js';

/** Readers at the same time; further ones are asked to come back later. */
const MOST_STREAMS = 200;

/** A comment line, so that proxies and dead connections are noticed. */
const HEARTBEAT_MS = 15_000;

const LOOK_MS = 3_000;

/** How long a stream may go on after its session has ended. */
const CHECK_MS = 30_000;

export interface StreamSource {
  /** The name of the event, and its current text. */
  readonly event: string;
  readonly text: () => string;
  /** Whether the reader may go on. */
  readonly allowed: () => Promise<boolean>;
}

export class LiveStreams {
  #open = 0;
  readonly #board: LiveBoard;

  constructor(board: LiveBoard) {
    this.#board = board;
  }

  /** Answers with a stream until the reader leaves or loses the permission. */
  serve(request: Request, response: Response, { event, text, allowed }: StreamSource): void {
    if (this.#open >= MOST_STREAMS) {
      response.status(503).set('Retry-After', '10').type('text').send('Too many readers.\n');
      return;
    }
    this.#open += 1;
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // nginx would buffer the answer.
      'X-Accel-Buffering': 'no',
    });
    let last = '';
    const send = (): void => {
      const now = text();
      // A slow reader gets the next state, not all of them.
      if (now === last || response.writableLength > 100_000) return;
      last = now;
      const data = now.split('\n').map((line) => `data: ${line}\n`);
      response.write(`event: ${event}\n${data.join('')}\n`);
    };
    send();
    const stopListening = this.#board.onChange(send);
    // Calls of other instances are read only while somebody watches.
    const look = setInterval(send, LOOK_MS);
    const heartbeat = setInterval(() => response.write(': \n\n'), HEARTBEAT_MS);
    const check = setInterval(() => {
      allowed()
        .catch(() => true)
        .then((still) => {
          if (!still) response.end();
        })
        .catch(() => undefined);
    }, CHECK_MS);
    request.on('close', () => {
      this.#open -= 1;
      stopListening();
      clearInterval(look);
      clearInterval(heartbeat);
      clearInterval(check);
    });
  }
}

export async function mayStillRead(access: Access, name: string, begunAt: number): Promise<boolean> {
  const actor = await access.ofSession(name, new Date(begunAt));
  return actor?.permissions.has('live.read') === true;
}
