/** Quiet hours of a group's missed-call mails. Pure. */
import type { DateTime } from 'luxon';
import type { TimeWindow } from '../../base/model/calendar.js';
import { inWindow } from '../../base/model/time-window.js';

/**
 * The windows repeat every week. Quiet hours that have not ended after one week, and the hour of a clock change,
 * never end.
 */
const LONGEST_HOURS = 7 * 24 + 2;

/** When mails go out, once a day, if the quiet hours never end. */
const DAILY_HOUR = 8;

export type Quiet =
  | { readonly kind: 'no' }
  | { readonly kind: 'until'; readonly at: DateTime }
  /**
   * Quiet hours that cover the whole week, about which the configuration warns: nothing is held forever, mails go
   * out once a day.
   */
  | { readonly kind: 'endless'; readonly at: DateTime };

/**
 * Whether a mail that is due at `moment` has to wait, and until when: the first full minute that is outside all
 * windows, on the wall clock of `timezone`.
 */
export function quietAt(windows: readonly TimeWindow[], timezone: string, moment: DateTime): Quiet {
  if (!inWindow(windows, timezone, moment)) return { kind: 'no' };
  let minute: DateTime = moment.setZone(timezone).startOf('minute');
  const last = minute.plus({ hours: LONGEST_HOURS });
  while (minute < last && inWindow(windows, timezone, minute)) minute = nextChange(windows, minute);
  return minute < last ? { kind: 'until', at: minute } : { kind: 'endless', at: nextDaily(moment, timezone) };
}

function nextDaily(moment: DateTime, timezone: string): DateTime {
  const today = moment.setZone(timezone).startOf('day').set({ hour: DAILY_HOUR });
  return today > moment ? today : today.plus({ days: 1 });
}

/**
 * The next minute at which a window may end: a minute that a window names, or a quarter of an hour, when the clock
 * may change. Checking every minute of a long weekend would hold up calls.
 */
function nextChange(windows: readonly TimeWindow[], from: DateTime): DateTime {
  const clock = from.hour * 60 + from.minute;
  const steps = windows.map(({ toMinute }) => toMinute - clock).filter((minutes) => minutes > 0);
  return from.plus({ minutes: Math.min(15 - (from.minute % 15), ...steps) });
}
