/**
 * Replies carry no number: FreeSWITCH answers commands in the order in which it received them, so the order is the
 * only key. One queue therefore holds every command, whatever kind of reply it expects.
 */
import type { EslMessage } from './message-decoder.js';

/** Takes the reply of one command, or of several whose replies it counts. */
export interface Waiting {
  /** Named in the log when the deadline passes. */
  readonly what: string;
  /** Time for the reply, counted from the moment when all earlier replies have arrived; undefined: no limit. */
  readonly deadlineMs: number | undefined;
  resolve(message: EslMessage): void;
  reject(error: Error): void;
}

export class ReplyQueue {
  readonly #waiting: Waiting[] = [];
  readonly #onDeadline: (what: string) => void;
  #timer: NodeJS.Timeout | undefined;
  /** Makes the error for commands that get no reply any more. */
  #closed: (() => Error) | undefined;

  constructor(onDeadline: (what: string) => void) {
    this.#onDeadline = onDeadline;
  }

  get length(): number {
    return this.#waiting.length;
  }

  add(waiting: Waiting): void {
    if (this.#closed !== undefined) {
      waiting.reject(this.#closed());
      return;
    }
    this.#waiting.push(waiting);
    if (this.#waiting.length === 1) this.#watchFirst();
  }

  /** False when no command is waiting: the peer's messages and our commands no longer match. */
  settleFirst(message: EslMessage): boolean {
    const first = this.#waiting.shift();
    this.#watchFirst();
    first?.resolve(message);
    return first !== undefined;
  }

  /** Rejects what waits and what comes later. Most calls end with nothing waiting, and an error costs a stack trace. */
  close(error: () => Error): void {
    if (this.#closed !== undefined) return;
    this.#closed = error;
    clearTimeout(this.#timer);
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error());
  }

  /**
   * A command behind a running bridge waits for the bridge; its own time begins when FreeSWITCH can work on it.
   */
  #watchFirst(): void {
    clearTimeout(this.#timer);
    const first = this.#waiting[0];
    if (first?.deadlineMs === undefined) return;
    this.#timer = setTimeout(() => this.#onDeadline(first.what), first.deadlineMs);
  }
}
