/** Counts events by key in a sliding window that ends now. Times are passed in, in milliseconds. */

/** Most keys that are kept. Beyond that the oldest are dropped early, so that random callers cannot fill the memory. */
const MOST_KEYS = 100_000;

/**
 * Exact: stores the newest times of each key. Keys are kept in two generations, each as long as the window. When a new
 * generation begins, keys of the older one that have had no event since are dropped together.
 */
export class RecentTimes {
  readonly #windowMs: number;
  readonly #mostKeys: number;
  #young = new Map<string, number[]>();
  #old = new Map<string, number[]>();
  #begunAtMs = -Infinity;

  constructor(windowMs: number, mostKeys = MOST_KEYS) {
    this.#windowMs = windowMs;
    this.#mostKeys = mostKeys;
  }

  /** Whether it has happened `most` times or more. */
  hasReached(key: string, most: number, atMs: number): boolean {
    this.#turn(atMs);
    const times = this.#young.get(key) ?? this.#old.get(key);
    const decisive = times?.[times.length - most];
    return decisive !== undefined && decisive > atMs - this.#windowMs;
  }

  /** Records an event. Each key keeps only its newest `most` times, because more cannot change an answer. */
  add(key: string, most: number, atMs: number): void {
    this.#turn(atMs);
    const times = this.#young.get(key) ?? this.#old.get(key) ?? [];
    times.push(atMs);
    if (times.length > most) times.splice(0, times.length - most);
    this.#young.set(key, times);
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  #turn(atMs: number): void {
    const age = atMs - this.#begunAtMs;
    if (age < this.#windowMs && this.#young.size < this.#mostKeys) return;
    this.#old = age < 2 * this.#windowMs ? this.#young : new Map<string, number[]>();
    this.#young = new Map();
    this.#begunAtMs = atMs;
  }
}
