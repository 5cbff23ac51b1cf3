/** Whether a switch is on at a given moment, why, for how long, and what comes next; the only place that decides this. Pure. */
import type { DateTime } from 'luxon';
import type { SwitchNextFact } from '../../base/model/reason.js';
import { seasonOfRepeated } from '../../base/model/repeated-hour.js';
import type { Switch } from '../../base/model/snapshot.js';
import { clockText } from '../../base/model/time-window.js';
import { nextChange } from './schedule-change.js';
import { readState, type StateReading } from './switch-state.js';

export type SwitchNext =
  /** `on`: what it is from then on; after an override it can be the same. */
  | { readonly kind: 'at'; readonly at: DateTime; readonly on: boolean }
  /** It stays as it is until somebody changes it. */
  | { readonly kind: 'byHand' }
  /** It follows a schedule that never changes, as far as its holidays are known. */
  | { readonly kind: 'never' };

export interface SwitchReading extends StateReading {
  /** Whether somebody has overridden its schedule or manual state, with or without an end. */
  readonly overridden: boolean;
  readonly next: SwitchNext;
}

/**
 * An override wins while it lasts. At exactly its end it is over, so that "until 08:00" and a window that
 * begins at 08:00 meet without a gap and without an overlap.
 */
export function readSwitch(one: Switch, now: DateTime): SwitchReading {
  const { state } = one;
  const override = overrideAt(one, now);
  if (override === undefined) {
    const { on, why } = readState(state, now);
    return { on, why, overridden: false, next: nextOf(state, on, now) };
  }
  const { on, until } = override;
  const next: SwitchNext =
    until === undefined ? { kind: 'byHand' } : { kind: 'at', at: until, on: readState(state, until).on };
  return { on, why: { kind: 'override' }, overridden: true, next };
}

/** Only whether it is on, without looking for what comes next. */
export function isOn(one: Switch, now: DateTime): boolean {
  return (overrideAt(one, now) ?? readState(one.state, now)).on;
}

/** Undefined: none lasts. */
function overrideAt({ override }: Switch, now: DateTime): Switch['override'] {
  const until = override?.until;
  return until === undefined || until.toMillis() > now.toMillis() ? override : undefined;
}

function nextOf(state: Switch['state'], on: boolean, now: DateTime): SwitchNext {
  if (state.kind === 'manual') return { kind: 'byHand' };
  const at = nextChange(state, now);
  return at === undefined ? { kind: 'never' } : { kind: 'at', at, on: !on };
}

/** The form stored in facts, on the wall clock of `timezone`. */
export function nextFactOf(next: SwitchNext, timezone: string): SwitchNextFact {
  if (next.kind !== 'at') return next;
  return { kind: 'at', at: wallClock(next.at.setZone(timezone)), on: next.on };
}

/** `2026-11-24 08:00`, in the repeated hour `2026-10-25 02:30 summer`; luxon's toFormat would use the numerals of the machine's locale. */
export function wallClock(moment: DateTime): string {
  const shown = `${moment.toISODate() ?? ''} ${clockText(moment.hour * 60 + moment.minute)}`;
  const season = seasonOfRepeated(moment);
  return season === undefined ? shown : `${shown} ${season}`;
}
