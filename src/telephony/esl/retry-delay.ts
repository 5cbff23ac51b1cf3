const FIRST_MS = 500;
/** Also used when only a person can help: a wrong password, an address that is not allowed. */
export const SLOWEST_RETRY_MS = 30_000;

/**
 * How long to wait before the next attempt: 0.5 s, doubled with each failure up to 30 s, minus a random part of up
 * to half, so that several services do not return to a restarted FreeSWITCH at the same moment.
 *
 * @param failures attempts that have failed in a row before this one, from 0.
 * @param random 0 (inclusive) to 1 (exclusive).
 */
export function retryDelayMs(failures: number, random: number): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures, 10), SLOWEST_RETRY_MS);
  return Math.round(whole * (1 - random / 2));
}
