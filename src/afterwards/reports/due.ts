/** Which days of a group are to be reported now. Pure; the state that it reads only moves forward. */
import type { DateTime } from 'luxon';
import type { ReportPolicy } from '../../base/model/snapshot.js';
import { dateIn, dayAfter, shiftDay, weekdayOf } from '../../base/model/dates.js';
import { localDay, momentAt } from './day.js';

/**
 * A day that is due. `report` false: it is skipped without a mail, because the group wants no report for that
 * weekday.
 */
export interface DueDay {
  /** `2026-11-22` */
  readonly day: string;
  readonly report: boolean;
}

export interface DueQuestion {
  /** The date of the last day that was reported or skipped. */
  readonly lastDay: string;
  readonly policy: Pick<ReportPolicy, 'days' | 'atMinute'>;
  readonly timezone: string;
  readonly now: DateTime;
  /** The most days that are returned; the rest follows when these are done. */
  readonly most: number;
}

/**
 * The days after `lastDay` that are due, the oldest first. Day D is due at `atMinute` of day D+1, in the group's
 * current zone. After a change of the zone no day is reported twice, because days are compared by date and
 * `lastDay` has been passed.
 */
export function dueDays({ lastDay, policy, timezone, now, most }: DueQuestion): readonly DueDay[] {
  const today = dateIn(timezone, now);
  const due: DueDay[] = [];
  for (let day = dayAfter(lastDay); day < today && due.length < most; day = dayAfter(day)) {
    if (now.toMillis() < momentAt(localDay(dayAfter(day), timezone), policy.atMinute).getTime()) break;
    due.push({ day, report: isReported(day, policy, timezone) });
  }
  return due;
}

function isReported(day: string, { days }: Pick<ReportPolicy, 'days'>, timezone: string): boolean {
  if (!days.some((one) => one === weekdayOf(day))) return false;
  // A date that the zone's calendar omits has nothing to report.
  const { from, to } = localDay(day, timezone);
  return from < to;
}

/**
 * The first state of a group whose report was switched on at `now`: today is the first day that is reported,
 * earlier days count as done.
 */
export function firstState(
  timezone: string,
  now: DateTime,
): { readonly since: string; readonly lastDay: string } {
  const since = dateIn(timezone, now);
  return { since, lastDay: shiftDay(since, -1) };
}
