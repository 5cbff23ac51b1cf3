/**
 * The ends of all channels of one call. In synchronous mode FreeSWITCH delivers events only while no
 * application runs, so they are collected beside the call and merged into its record at the end.
 */
import { readChannelEnd, type ChannelEnd } from '../outcome/channel-times.js';
import type { CallSocket } from './call-socket.js';

export class LegEnds {
  readonly #ends = new Map<string, ChannelEnd>();
  readonly #waiting = new Map<string, () => void>();

  constructor(socket: CallSocket) {
    socket.onEvent((event) => {
      const end = readChannelEnd((name) => event.headers.get(name));
      if (end === undefined) return;
      this.#ends.set(end.id, end);
      this.#waiting.get(end.id)?.();
    });
  }

  get(id: string): ChannelEnd | undefined {
    return this.#ends.get(id);
  }

  /** Resolves when the ends of all these channels are known, or after `limitMs`. */
  async waitFor(ids: readonly string[], limitMs: number): Promise<void> {
    const missing = ids.filter((id) => !this.#ends.has(id));
    if (missing.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    const all = Promise.all(
      missing.map((id) => new Promise<void>((resolve) => void this.#waiting.set(id, resolve))),
    );
    await Promise.race([all, limit]);
    clearTimeout(timer);
    this.#waiting.clear();
  }
}
