/** When a schedule next turns its switch on or off. Pure. */
import { DateTime } from 'luxon';
import type { SwitchState } from '../../base/model/snapshot.js';
import { readState } from './switch-state.js';

export type Schedule = Extract<SwitchState, { kind: 'schedule' }>;

/** The windows repeat weekly; one more day because today is already partly over. */
const DAYS_OF_WEEK = 8;

const MINUTES_PER_DAY = 1440;

/** On a day with a clock change every half hour is checked, because a window may begin or end at the change itself. */
const CLOCK_CHANGE_STEP_MIN = 30;

/** At any time from `since` until before `at`, the next change is at `at`; undefined: there is none. */
interface Stretch {
  readonly since: number;
  readonly at: DateTime | undefined;
}

/** Caches the last result for each schedule: every call needs it, and computing it takes as long as routing the call. */
const found = new WeakMap<Schedule, Stretch>();

/**
 * The first moment after `now` at which the schedule turns on or off; undefined: it never does, as far as its holidays
 * are known. Follows the wall clock as `readState` does: in the hour that comes twice a window can end twice.
 */
export function nextChange(schedule: Schedule, now: DateTime): DateTime | undefined {
  const known = found.get(schedule);
  const moment = now.toMillis();
  const holds = known !== undefined && moment >= known.since && !(known.at && moment >= known.at.toMillis());
  if (holds) return known.at;
  const at = look(schedule, now);
  found.set(schedule, { since: moment, at });
  return at;
}

function look(schedule: Schedule, now: DateTime): DateTime | undefined {
  const isOn = readState(schedule, now).on;
  for (const date of datesToLookAt(schedule, now)) {
    const change = momentsOf(schedule, date)
      .filter((moment) => moment.toMillis() > now.toMillis())
      .find((moment) => readState(schedule, moment).on !== isOn);
    if (change !== undefined) return change;
  }
  return undefined;
}

/** In order: each day of the next week, then each later holiday and the day after it. */
function* datesToLookAt({ timezone, holidays }: Schedule, now: DateTime): Generator<string> {
  const today = now.setZone(timezone).startOf('day');
  let last = '';
  for (let days = 0; days <= DAYS_OF_WEEK; days += 1) {
    last = today.plus({ days }).toISODate() ?? '';
    yield last;
  }
  for (const date of [...(holidays?.days.keys() ?? [])].sort()) {
    const after = DateTime.fromISO(date, { zone: timezone }).plus({ days: 1 }).toISODate() ?? '';
    for (const one of [date, after]) {
      if (one <= last) continue;
      last = one;
      yield one;
    }
  }
}

/** The moments of a day at which the schedule can change, in order. */
function momentsOf({ timezone, windows, holidays }: Schedule, date: string): DateTime[] {
  const minutes = new Set([0, ...windows.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])]);
  const holiday = holidays?.days.get(date);
  if (holiday !== undefined) minutes.add(holiday.fromMinute);
  const day = DateTime.fromISO(date, { zone: timezone });
  if (day.offset !== day.plus({ days: 1 }).offset) {
    for (let minute = 0; minute < MINUTES_PER_DAY; minute += CLOCK_CHANGE_STEP_MIN) minutes.add(minute);
  }
  return [...minutes]
    .filter((minute) => minute < MINUTES_PER_DAY)
    .flatMap((minute): DateTime[] =>
      day.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).getPossibleOffsets(),
    )
    .sort((one, other) => one.toMillis() - other.toMillis());
}
