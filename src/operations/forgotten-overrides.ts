/** Switches whose schedule does not count, because somebody set it aside without an end and went away. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../model/snapshot.js';

const FORGOTTEN_AFTER_DAYS = 1;

/** Names of the switches with a schedule that have been overridden without an end for a day or longer. */
export function forgottenOverrides(snapshot: Snapshot | undefined, now: DateTime): string[] {
  const limit = now.minus({ days: FORGOTTEN_AFTER_DAYS });
  return [...(snapshot?.switches.values() ?? [])]
    .filter(({ state, override }) => {
      const { until, since } = override ?? {};
      return state.kind === 'schedule' && until === undefined && since !== undefined && since <= limit;
    })
    .map(({ name }) => name);
}
