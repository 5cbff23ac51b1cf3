/** When a notice is tried again. Pure. */

const MINUTE_MS = 60_000;

/** Pauses between attempts; the last one repeats. */
const PAUSES_MIN = [1, 2, 5, 15, 30, 60];

/** Later it is no news any more; the daily reminder tells what lasts. */
const GIVE_UP_AFTER_MS = 24 * 60 * MINUTE_MS;

/** @param attempts those that failed, from 1. Undefined: it is given up. */
export function nextAttempt(attempts: number, tryingSince: Date, now: Date): Date | undefined {
  if (now.getTime() - tryingSince.getTime() >= GIVE_UP_AFTER_MS) return undefined;
  const minutes = PAUSES_MIN[Math.min(Math.max(attempts, 1), PAUSES_MIN.length) - 1] ?? 60;
  return new Date(now.getTime() + minutes * MINUTE_MS);
}
