/** Time as the peer sees it; FreeSWITCH counts wall-clock seconds, so there is one clock for both. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once; the result cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Time stands still until the result is called, because somebody is working on an answer. */
  hold(): () => void;
}

export function realClock(): Clock {
  return {
    now: () => Date.now(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    hold: () => () => undefined,
  };
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Virtual time: it jumps to the next timer as soon as nobody holds it. The peer holds it whenever it waits for the
 * controller, so a stage of 20 s takes no real time and yet exactly 20 s.
 */
export class JumpingClock implements Clock {
  #now: number;
  #order = 0;
  #holds = 0;
  #scheduled = false;
  readonly #timers = new Set<Timer>();

  constructor(startMs: number) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, callback };
    this.#timers.add(timer);
    this.#wake();
    return () => this.#timers.delete(timer);
  }

  hold(): () => void {
    this.#holds += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds -= 1;
      this.#wake();
    };
  }

  #wake(): void {
    if (this.#scheduled || this.#holds > 0 || this.#timers.size === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#holds === 0) this.#jump();
      this.#wake();
    });
  }

  #jump(): void {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (next === undefined || timer.at < next.at || (timer.at === next.at && timer.order < next.order))
        next = timer;
    }
    if (next === undefined) return;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.callback();
  }
}
