/** Quiet hours of a group's missed-call mails. Pure. */
import type { DateTime } from 'luxon';
import type { TimeWindow } from '../model/snapshot.js';
import { inWindow } from '../routing/time-window.js';

/** Windows that cover the whole week would never end; after so long a mail is sent all the same. */
const LONGEST_HOURS = 14 * 24;

/**
 * The first full minute from `moment` on that is outside all windows, on the wall clock of `timezone`: when a mail that
 * is due at `moment` may be sent. `moment` itself when it is outside.
 */
export function quietEnd(windows: readonly TimeWindow[], timezone: string, moment: DateTime): DateTime {
  if (!inWindow(windows, timezone, moment)) return moment;
  let minute: DateTime = moment.setZone(timezone).startOf('minute');
  const last = minute.plus({ hours: LONGEST_HOURS });
  while (minute < last && inWindow(windows, timezone, minute)) minute = nextChange(windows, minute);
  return minute;
}

/**
 * The next minute in which a window may end: one that its clock time names, or a quarter of an hour, where a clock may
 * jump. Looking at each minute of a long weekend would hold up calls.
 */
function nextChange(windows: readonly TimeWindow[], from: DateTime): DateTime {
  const clock = from.hour * 60 + from.minute;
  const steps = windows.map(({ toMinute }) => toMinute - clock).filter((minutes) => minutes > 0);
  return from.plus({ minutes: Math.min(15 - (from.minute % 15), ...steps) });
}
