/** Whether a switch was overridden without an end and then forgotten. Pure. */
import type { DateTime } from 'luxon';
import type { Switch } from '../../base/model/snapshot.js';

const FORGOTTEN_AFTER_DAYS = 1;

/** Its schedule has been overridden for a day or longer, and stays so until somebody changes it. */
export function isForgotten({ state, override }: Switch, now: DateTime): boolean {
  const { until, since } = override ?? {};
  const isOpen = state.kind === 'schedule' && until === undefined && since !== undefined;
  return isOpen && since <= now.minus({ days: FORGOTTEN_AFTER_DAYS });
}
