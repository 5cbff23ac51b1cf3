/** When a clock shows a time of day, also where it is turned in between. Pure. */
import type { DateTime } from 'luxon';

export const MINUTES_PER_DAY = 1440;

export interface Shown {
  /** The first one first: two where the hour comes twice and both are still to come. */
  readonly at: readonly [DateTime, ...DateTime[]];
  /** The clock skips this time; `at` is later by the size of the change. */
  readonly isSkipped: boolean;
}

/**
 * When the clock of `after` shows a minute on a day; undefined: that has passed.
 *
 * @param day its beginning, in the zone of `after`
 * @param minute since midnight; 1440 is the end of the day
 */
export function shownOn(day: DateTime, minute: number, after: DateTime): Shown | undefined {
  const of = minute === MINUTES_PER_DAY ? day.plus({ days: 1 }) : day;
  const wanted = { hour: Math.floor(minute / 60) % 24, minute: minute % 60, second: 0, millisecond: 0 };
  const shown = of.set(wanted);
  const isSkipped = shown.hour !== wanted.hour || shown.minute !== wanted.minute;
  const moments = isSkipped ? [shown] : shown.getPossibleOffsets();
  const [first, ...more] = moments
    .filter((one) => one > after)
    .sort((one, other) => one.toMillis() - other.toMillis());
  return first && { at: [first, ...more], isSkipped };
}

/** The first moment after `after` at which its clock shows the minute. */
export function nextShown(minute: number, after: DateTime): DateTime {
  const today = after.startOf('day');
  const next = shownOn(today, minute, after) ?? shownOn(today.plus({ days: 1 }), minute, after);
  // What has passed today comes tomorrow in every zone.
  return next?.at[0] ?? after.plus({ days: 1 });
}
