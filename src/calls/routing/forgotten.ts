/** Whether a switch was set aside without an end by somebody who went away. Pure. */
import type { DateTime } from 'luxon';
import type { Switch } from '../../base/model/snapshot.js';

const FORGOTTEN_AFTER_DAYS = 1;

/** Its schedule does not count, has not for a day or longer, and will not until somebody changes that. */
export function isForgotten({ state, override }: Switch, now: DateTime): boolean {
  const { until, since } = override ?? {};
  const isOpen = state.kind === 'schedule' && until === undefined && since !== undefined;
  return isOpen && since <= now.minus({ days: FORGOTTEN_AFTER_DAYS });
}
