/** Which phones ring for calls that people place by a click. Times are passed in. */
import type { PhoneAddress } from '../../base/model/phone-address.js';

/** The own phone was not lifted, or has hung up. */
export type PlacedEnd = 'notLifted' | 'over';

export interface PlacedLegsOf {
  readonly extension: PhoneAddress;
  /** The channels of the extension's phones. */
  readonly legs: readonly string[];
  readonly atMs: number;
  readonly onOver: (how: PlacedEnd) => void;
}

interface Ringing extends PlacedLegsOf {
  readonly ringing: Set<string>;
  answered: string | undefined;
}

/** By then the own phone has been lifted or given up; events of it were lost. */
const LONGEST_RING_MS = 40_000;

/** A talk whose end was never told is forgotten when so many others have begun. */
const MOST = 10_000;

export class PlacedLegs {
  readonly #calls = new Map<string, Ringing>();
  readonly #asked = new Set<PhoneAddress>();

  /** Between a click and `begin` FreeSWITCH is asked: a second click must not get in. Its answer ends it. */
  asking<T>(extension: PhoneAddress, ask: () => Promise<T>): Promise<T> {
    this.#asked.add(extension);
    return ask().finally(() => this.#asked.delete(extension));
  }

  begin(id: string, one: PlacedLegsOf): void {
    this.#calls.set(id, { ...one, ringing: new Set(one.legs), answered: undefined });
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > MOST && oldest !== undefined) this.#calls.delete(oldest);
  }

  /** Nothing rings for it after all. */
  forget(id: string): void {
    this.#calls.delete(id);
  }

  answered(id: string, leg: string): void {
    const call = this.#calls.get(id);
    if (call?.legs.includes(leg) === true) call.answered ??= leg;
  }

  ended(id: string, leg: string): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    call.ringing.delete(leg);
    if (call.answered === leg) this.#over(id, call, 'over');
    else if (call.answered === undefined && call.ringing.size === 0) this.#over(id, call, 'notLifted');
  }

  /** Or is about to ring. */
  isRinging(extension: PhoneAddress, nowMs: number): boolean {
    if (this.#asked.has(extension)) return true;
    return [...this.#calls.values()].some(
      (call) =>
        call.extension === extension && call.answered === undefined && nowMs - call.atMs < LONGEST_RING_MS,
    );
  }

  #over(id: string, { onOver }: Ringing, how: PlacedEnd): void {
    this.#calls.delete(id);
    onOver(how);
  }
}
