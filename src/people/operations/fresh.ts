/**
 * What every page shows and the database knows: read for all visitors together, every few seconds at most, and only while
 * somebody looks.
 */
import { setTimeout as delay } from 'node:timers/promises';

const FRESH_MS = 5_000;

/** A page does not wait longer for a slow database. */
const PATIENCE_MS = 300;

export class Fresh<T> {
  readonly #read: () => Promise<T>;
  readonly #nowMs: () => number;
  readonly #patience: () => Promise<unknown>;
  #known: { readonly value: T; readonly atMs: number } | undefined;
  #reading: Promise<void> | undefined;
  /** Counts changes, so that what was read before one is not taken for new. */
  #changes = 0;

  constructor(
    read: () => Promise<T>,
    nowMs: () => number = () => performance.now(),
    patience: () => Promise<unknown> = () => delay(PATIENCE_MS),
  ) {
    this.#read = read;
    this.#nowMs = nowMs;
    this.#patience = patience;
  }

  /** What is known, which may be nothing. */
  get known(): T | undefined {
    return this.#known?.value;
  }

  /** Resolves when `known` is new, or it has taken too long. Never rejects. */
  async look(): Promise<void> {
    const known = this.#known;
    if (known !== undefined && this.#nowMs() - known.atMs < FRESH_MS) return;
    this.#reading ??= this.#readNow();
    await Promise.race([this.#reading, this.#patience()]);
  }

  /** Somebody has done something, so what is known may be wrong. */
  changed(): void {
    this.#changes += 1;
    if (this.#known !== undefined) this.#known = { ...this.#known, atMs: -Infinity };
    this.#reading = undefined;
  }

  async #readNow(): Promise<void> {
    const [changes, atMs] = [this.#changes, this.#nowMs()];
    try {
      const value = await this.#read();
      if (changes === this.#changes) this.#known = { value, atMs };
    } catch {
      // The database is away, which its own warnings say; what was known stays.
    } finally {
      if (changes === this.#changes) this.#reading = undefined;
    }
  }
}
