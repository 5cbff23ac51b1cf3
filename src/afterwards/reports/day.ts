/** One day in a time zone, as its wall clocks show it: start, end and hours. Pure. */
import { DateTime, IANAZone } from 'luxon';
import { AppError } from '../../base/errors.js';
import { dayAfter, isIsoDate } from '../../base/model/dates.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** No zone has ever been further from UTC. */
const FURTHEST_MS = 16 * HOUR_MS;

/** A stretch in which the clock shows one hour: `from` inclusive, `to` exclusive. */
export interface Hour {
  /** `08`; an hour that the clock shows twice is `02A` and `02B`, as German law names them. */
  readonly label: string;
  readonly from: Date;
  readonly to: Date;
  /** What the clock shows at `from`, in minutes from 00:00; not a multiple of 60 after a half-hour shift. */
  readonly fromMinute: number;
}

/** `from` inclusive, `to` exclusive: `to` is the next day's `from`, so that each moment is in one day only. */
export interface LocalDay {
  /** `2026-11-22` */
  readonly date: string;
  readonly timezone: string;
  readonly from: Date;
  readonly to: Date;
  /** In the order in which they pass; an hour that the clock jumps over is not among them. */
  readonly hours: readonly Hour[];
}

/**
 * A day that the zone's calendar omits (Samoa had no 30 December 2011) is empty: `from` is `to`.
 * Errors: `NO_DAY` if it is not an ISO date, or not a zone.
 */
export function localDay(date: string, timezone: string): LocalDay {
  if (!isIsoDate(date)) throw new AppError('NO_DAY', `${date} is not a date such as 2026-11-22`);
  if (!isZone(timezone)) throw new AppError('NO_DAY', `${timezone} is not a time zone`);
  const from = startMs(date, timezone);
  const to = startMs(dayAfter(date), timezone);
  return {
    date,
    timezone,
    from: new Date(from),
    to: new Date(to),
    hours: usualHours(from, to, timezone) ?? withLabels(stretches(from, to, timezone)),
  };
}

const zones = new Set<string>();

/** The library builds a format for each zone name that it is asked about, which takes a millisecond. */
function isZone(name: string): boolean {
  if (!zones.has(name) && IANAZone.isValidZone(name)) zones.add(name);
  return zones.has(name);
}

/**
 * The moment from which the clock shows `minute` (from 00:00) of the day. For a time that the clock skips it is the
 * next minute that is shown; for one that is shown twice, the first.
 */
export function momentAt(day: LocalDay, minute: number): Date {
  for (const { from, to, fromMinute } of day.hours) {
    const waitMs = Math.max(0, minute - fromMinute) * MINUTE_MS;
    if (from.getTime() + waitMs < to.getTime()) return new Date(from.getTime() + waitMs);
  }
  return day.to;
}

/** The first moment with this date or a later one; `startOf('day')` does not promise the first of two midnights. */
function startMs(date: string, zone: string): number {
  const shows = (at: number) => (DateTime.fromMillis(at, { zone }).toISODate() ?? '') >= date;
  // Nearly always the library's answer is right.
  const usual = DateTime.fromISO(date, { zone }).toMillis();
  if (usual % MINUTE_MS === 0 && shows(usual) && !shows(usual - MINUTE_MS)) return usual;
  const middle = DateTime.fromISO(date, { zone: 'utc' }).toMillis();
  return firstMinute(middle - FURTHEST_MS, middle + FURTHEST_MS, shows);
}

/** The first whole minute after `low` at which `holds` is true; it must be false at `low` and true at `high`. */
function firstMinute(low: number, high: number, holds: (at: number) => boolean): number {
  let [before, at] = [low, high];
  while (at - before > MINUTE_MS) {
    const middle = before + Math.floor((at - before) / MINUTE_MS / 2) * MINUTE_MS;
    if (holds(middle)) at = middle;
    else before = middle;
  }
  return at;
}

const USUAL_LABELS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

/** The hours of a day of 24 hours without a clock change; undefined: it has one. */
function usualHours(from: number, to: number, zone: string): readonly Hour[] | undefined {
  const begin = DateTime.fromMillis(from, { zone });
  const isUsual =
    to - from === USUAL_LABELS.length * HOUR_MS &&
    begin.hour + begin.minute === 0 &&
    begin.offset === begin.zone.offset(to - MINUTE_MS);
  if (!isUsual) return undefined;
  return USUAL_LABELS.map((label, hour) => ({
    label,
    from: new Date(from + hour * HOUR_MS),
    to: new Date(from + (hour + 1) * HOUR_MS),
    fromMinute: hour * 60,
  }));
}

type Stretch = Omit<Hour, 'label'>;

function stretches(from: number, to: number, zone: string): readonly Stretch[] {
  const found: Stretch[] = [];
  for (let at = from; at < to;) {
    const local = DateTime.fromMillis(at, { zone });
    const end = Math.min(to, stretchEnd(at, local));
    const fromMinute = local.hour * 60 + local.minute;
    found.push({ from: new Date(at), to: new Date(end), fromMinute });
    at = end;
  }
  return found;
}

/** The next full hour, or the clock change before it. */
function stretchEnd(at: number, local: DateTime): number {
  const full = at + (60 - local.minute) * MINUTE_MS;
  const changed = (moment: number) => local.zone.offset(moment) !== local.offset;
  if (!changed(full - MINUTE_MS)) return full;
  return firstMinute(at, full - MINUTE_MS, changed);
}

function withLabels(hours: readonly Stretch[]): readonly Hour[] {
  const hourOf = ({ fromMinute }: Stretch) => Math.floor(fromMinute / 60);
  return hours.map((stretch, index) => {
    const same = hours.filter((other) => hourOf(other) === hourOf(stretch));
    const earlier = hours.slice(0, index).filter((other) => hourOf(other) === hourOf(stretch)).length;
    const hour = String(hourOf(stretch)).padStart(2, '0');
    return { ...stretch, label: same.length === 1 ? hour : `${hour}${'ABC'[earlier] ?? ''}` };
  });
}
