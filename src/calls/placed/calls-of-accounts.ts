/** How many calls an account may place by a click. Pure; times are passed in. */
import { RecentTimes } from '../limits/recent-times.js';

/** Whoever works off a list needs less; whoever has stolen a session gets no further. */
const LIMITS = [
  { most: 6, minutes: 1 },
  { most: 60, minutes: 60 },
] as const;

const MINUTE_MS = 60_000;

export interface TooMany {
  readonly most: number;
  readonly minutes: number;
}

/** Counts in this process; behind several controllers an account may place so many on each. */
export class CallsOfAccounts {
  readonly #counts = LIMITS.map((limit) => ({ ...limit, times: new RecentTimes(limit.minutes * MINUTE_MS) }));

  /** Counts one call more, if that is within the limits; otherwise which limit is met. */
  count(account: string, atMs: number): TooMany | undefined {
    const met = this.#counts.find(({ most, times }) => times.hasReached(account, most, atMs));
    if (met !== undefined) return { most: met.most, minutes: met.minutes };
    for (const { most, times } of this.#counts) times.add(account, most, atMs);
    return undefined;
  }
}
