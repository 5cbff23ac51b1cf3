/** Whether a switch is on at a given moment, and why, apart from any override. Pure. */
import type { DateTime } from 'luxon';
import { assertNever } from '../../base/errors.js';
import type { SwitchWhy } from '../../base/model/reason.js';
import type { SwitchState } from '../../base/model/snapshot.js';
import { holidayAt, whyOutside, windowAt, windowText } from '../../base/model/time-window.js';

export interface StateReading {
  readonly on: boolean;
  readonly why: SwitchWhy;
}

/** The state without an override. */
export function readState(state: SwitchState, now: DateTime): StateReading {
  switch (state.kind) {
    case 'manual':
      return { on: state.on, why: { kind: 'byHand', on: state.on } };
    case 'schedule':
      return readSchedule(state, now);
    default:
      return assertNever(state);
  }
}

function readSchedule(state: Extract<SwitchState, { kind: 'schedule' }>, now: DateTime): StateReading {
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
