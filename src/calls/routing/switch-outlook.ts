/** How long a switch stays as it is, and what comes then. Pure. */
import type { DateTime } from 'luxon';
import type { Switch } from '../../base/model/snapshot.js';
import { nextChange } from './schedule-change.js';
import { readState, readSwitch, type SwitchReading } from './switch-state.js';

export type SwitchNext =
  /** `on`: what it is from then on; after an override it can be the same. */
  | { readonly kind: 'at'; readonly at: DateTime; readonly on: boolean }
  /** It stays until somebody changes it. */
  | { readonly kind: 'byHand' }
  /** It follows a schedule that never says anything else, as far as its holidays are known. */
  | { readonly kind: 'never' };

export interface SwitchOutlook extends SwitchReading {
  /** Whether somebody set it, for a while or without an end, against its schedule or its state by hand. */
  readonly overridden: boolean;
  readonly next: SwitchNext;
}

export function switchOutlook(one: Switch, now: DateTime): SwitchOutlook {
  const reading = readSwitch(one, now);
  const { override, state } = one;
  const isOver = override?.until !== undefined && override.until.toMillis() <= now.toMillis();
  if (override !== undefined && !isOver) {
    const { until } = override;
    const next: SwitchNext =
      until === undefined ? { kind: 'byHand' } : { kind: 'at', at: until, on: readState(state, until).on };
    return { ...reading, overridden: true, next };
  }
  if (state.kind === 'manual') return { ...reading, overridden: false, next: { kind: 'byHand' } };
  const at = nextChange(state, now);
  const next: SwitchNext = at === undefined ? { kind: 'never' } : { kind: 'at', at, on: !reading.on };
  return { ...reading, overridden: false, next };
}
