/** The switches about which the first page and the status page warn. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import { isForgotten } from '../../calls/routing/forgotten.js';

/** Names of the switches with a schedule that have been overridden without an end for a day or longer. */
export function forgottenOverrides(snapshot: Snapshot | undefined, now: DateTime): string[] {
  return [...(snapshot?.switches.values() ?? [])]
    .filter((one) => isForgotten(one, now))
    .map(({ name }) => name);
}
