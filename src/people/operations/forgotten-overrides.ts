/** The switches that the first page and the status page warn about. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import { isForgotten } from '../../calls/routing/forgotten.js';

/** Names of switches with a schedule that have been overridden for a day or longer, without an end. */
export function forgottenOverrides(snapshot: Snapshot | undefined, now: DateTime): string[] {
  return [...(snapshot?.switches.values() ?? [])]
    .filter((one) => isForgotten(one, now))
    .map(({ name }) => name);
}
