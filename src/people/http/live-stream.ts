/** Server-sent events: the current calls whenever they change, as long as the reader may see them. */
import type { Request, Response } from 'express';
import type { Access } from '../access/accounts.js';
import type { LiveBoard } from '../../calls/live/live-board.js';

/** Concurrent readers; further ones are told to try again later. */
const MOST_STREAMS = 200;

/** A comment line that keeps proxies from timing out and reveals dead connections. */
const HEARTBEAT_MS = 15_000;

const LOOK_MS = 3_000;

/** How often the reader's permission is checked again, so how long a stream may outlive its session. */
const CHECK_MS = 30_000;

export interface StreamSource {
  /** Event name, and the text to send now. */
  readonly event: string;
  readonly text: () => string;
  /** Whether the reader may still see it. */
  readonly allowed: () => Promise<boolean>;
}

export class LiveStreams {
  #open = 0;
  readonly #board: LiveBoard;

  constructor(board: LiveBoard) {
    this.#board = board;
  }

  /** Streams until the reader leaves or loses the permission. */
  serve(request: Request, response: Response, { event, text, allowed }: StreamSource): void {
    if (this.#open >= MOST_STREAMS) {
      response.status(503).set('Retry-After', '10').type('text').send('Too many readers.\n');
      return;
    }
    this.#open += 1;
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // Keeps nginx from buffering the answer.
      'X-Accel-Buffering': 'no',
    });
    let last = '';
    const send = (): void => {
      const now = text();
      // A slow reader skips states and gets the newest one later.
      if (now === last || response.writableLength > 100_000) return;
      last = now;
      const data = now.split('\n').map((line) => `data: ${line}\n`);
      response.write(`event: ${event}\n${data.join('')}\n`);
    };
    send();
    const stopListening = this.#board.onChange(send);
    // Calls of other instances are read only while somebody is watching.
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
