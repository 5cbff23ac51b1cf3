/** Whether a switch is on, and why, at one moment. */
import type { DateTime } from 'luxon';
import { assertNever } from '../../base/errors.js';
import type { SwitchWhy } from '../../base/model/reason.js';
import type { Switch, SwitchState } from '../../base/model/snapshot.js';
import { clockText, holidayAt, whyOutside, windowAt, windowText } from '../../base/model/time-window.js';

export interface SwitchReading {
  readonly on: boolean;
  readonly why: SwitchWhy;
}

/**
 * An override wins while it lasts. At exactly its end it is over, so that "until 08:00" and a window that
 * begins at 08:00 meet without a gap and without an overlap.
 */
export function readSwitch(one: Switch, now: DateTime): SwitchReading {
  const { override } = one;
  if (override === undefined) return readState(one.state, now);
  if (override.until === undefined) return { on: override.on, why: { kind: 'overrideOpen' } };
  if (override.until.toMillis() > now.toMillis()) {
    return {
      on: override.on,
      why: {
        kind: 'overrideUntil',
        until: dateText(override.until),
        then: readState(one.state, override.until).on,
      },
    };
  }
  return readState(one.state, now);
}

/** What it says without an override. */
export function readState(state: SwitchState, now: DateTime): SwitchReading {
  switch (state.kind) {
    case 'manual':
      return { on: state.on, why: { kind: 'byHand', on: state.on } };
    case 'schedule':
      return readSchedule(state, now);
    default:
      return assertNever(state);
  }
}

function readSchedule(state: Extract<SwitchState, { kind: 'schedule' }>, now: DateTime): SwitchReading {
  const { windows, timezone, holidays, onHolidays } = state;
  const holiday = holidayAt(holidays, timezone, now);
  if (holiday !== undefined && onHolidays !== 'asUsual') {
    return { on: onHolidays === 'on', why: { kind: 'holiday', name: holiday.name } };
  }
  const window = windowAt(windows, timezone, now);
  return window === undefined
    ? { on: false, why: whyOutside(windows, timezone, now) }
    : { on: true, why: { kind: 'inside', window: windowText(window) } };
}

/** `2026-11-24 08:00` in the moment's own zone; luxon's toFormat would write it in the machine's numerals. */
function dateText(moment: DateTime): string {
  return `${moment.toISODate() ?? ''} ${clockText(moment.hour * 60 + moment.minute)}`;
}
