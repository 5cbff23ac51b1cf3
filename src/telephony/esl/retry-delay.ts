const FIRST_MS = 500;
/** Also the pace where only somebody's hand helps: a wrong password, an address that is not allowed. */
export const SLOWEST_RETRY_MS = 30_000;

/**
 * How long to wait before the next attempt: 0.5 s, doubled with each failure up to 30 s, of which a random part
 * is taken off (up to half), so that several services do not come back to a restarted FreeSWITCH in one moment.
 *
 * @param failures attempts that have failed in a row before this one, from 0.
 * @param random 0 (inclusive) to 1 (exclusive).
 */
export function retryDelayMs(failures: number, random: number): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures, 10), SLOWEST_RETRY_MS);
  return Math.round(whole * (1 - random / 2));
}
