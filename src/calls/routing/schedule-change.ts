/** When a schedule next says something else. Pure. */
import { DateTime } from 'luxon';
import type { SwitchState } from '../../base/model/snapshot.js';
import { readState } from './switch-state.js';

export type Schedule = Extract<SwitchState, { kind: 'schedule' }>;

/** A week repeats; one day more, because today has begun. */
const DAYS_OF_WEEK = 8;

const MINUTES_PER_DAY = 1440;

/** On a day with a clock change every half hour is looked at: the change itself may be where a window begins or ends. */
const CLOCK_CHANGE_STEP_MIN = 30;

/**
 * The first moment after `now` at which the schedule turns on or off; undefined: it never does, as far as its holidays
 * are known. Follows the wall clock as `readSwitch` does: in the hour that comes twice a window can end twice.
 */
export function nextChange(schedule: Schedule, now: DateTime): DateTime | undefined {
  const isOn = readState(schedule, now).on;
  for (const date of datesToLookAt(schedule, now)) {
    const found = momentsOf(schedule, date)
      .filter((moment) => moment.toMillis() > now.toMillis())
      .find((moment) => readState(schedule, moment).on !== isOn);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The next week, and later each holiday with the day after it. */
function datesToLookAt({ timezone, holidays }: Schedule, now: DateTime): string[] {
  const today = now.setZone(timezone).startOf('day');
  const dates = new Set<string>();
  const add = (date: DateTime) => {
    const text = date.toISODate();
    if (text !== null) dates.add(text);
  };
  for (let days = 0; days <= DAYS_OF_WEEK; days += 1) add(today.plus({ days }));
  const first = today.toISODate() ?? '';
  for (const date of holidays?.days.keys() ?? []) {
    if (date < first) continue;
    add(DateTime.fromISO(date, { zone: timezone }));
    add(DateTime.fromISO(date, { zone: timezone }).plus({ days: 1 }));
  }
  return [...dates].sort();
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
