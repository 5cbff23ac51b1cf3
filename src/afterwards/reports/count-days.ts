/** Counts the calls of days, so that reports of months need not read them again. */
import type { DateTime } from 'luxon';
import type { Log } from '../../base/log.js';
import type { DayFigures } from '../../base/model/day-figures.js';
import type { Group, Snapshot } from '../../base/model/snapshot.js';
import type { CallStore } from '../../base/store/calls.js';
import { COUNTED_AFTER_MS, dayId, type DayFiguresStore } from '../../base/store/day-figures.js';
import { dateIn, daysOf, earlier, later, shiftDay, type Days } from '../../base/model/dates.js';
import { localDay } from './day.js';
import { DayTally, TALLIED_FIELDS } from './day-tally.js';
import { COUNTED_FIELDS } from './people.js';

/**
 * Counts consecutive days of one group in one query, because on a quiet day most of the time goes into the query itself.
 * Yields each day when it is complete, days without calls too.
 *
 * @param mostCalls it ends behind the day in which these were counted.
 */
export async function* countDays(
  calls: Pick<CallStore, 'ofDay'>,
  group: Pick<Group, 'number' | 'timezone' | 'report'>,
  { from, to }: Days,
  mostCalls: number,
): AsyncGenerator<DayFigures> {
  const { number, timezone } = group;
  const begin = (day: string) => new DayTally(number, timezone, day, group.report?.perPerson === true);
  let day = begin(from);
  let left = mostCalls;
  const end = localDay(to, timezone).to;
  for await (const call of calls.ofDay(number, new Date(day.fromMs), end, TALLIED_FIELDS, COUNTED_FIELDS)) {
    while (call.startedAt.getTime() >= day.toMs) {
      yield day.result();
      if (left <= 0) return;
      day = begin(shiftDay(day.day, 1));
    }
    day.add(call);
    left -= 1;
  }
  for (; day.day <= to; day = begin(shiftDay(day.day, 1))) yield day.result();
}

/** The last day whose figures no longer change by themselves. */
export function lastSettledDay(timezone: string, now: DateTime): string {
  return shiftDay(dateIn(timezone, now.minus({ milliseconds: COUNTED_AFTER_MS })), -1);
}

export interface CountDaysUse {
  readonly calls: Pick<CallStore, 'ofDay' | 'oldestAt'>;
  readonly dayFigures: DayFiguresStore;
  readonly snapshot: () => Snapshot | undefined;
  readonly newId: () => string;
  readonly log: Pick<Log, 'info'>;
}

/** Looked at together. */
const WINDOW_DAYS = 31;

/** Calls counted in one run, so that a backlog of years is counted over some runs. */
const MOST_CALLS = 100_000;

/**
 * Counts all days that are over and are not counted yet, the newest month first. The first run of a day looks at all that
 * is kept, and those behind it too until nothing is left to count; the others look at the newest month.
 */
export function dayCounter(use: CountDaysUse): (now: DateTime) => Promise<number> {
  let completeOn = '';
  return async (now) => {
    const today = now.toUTC().toISODate() ?? '';
    const { days, isComplete } = await countOldDays(use, now, completeOn === today ? 1 : Infinity);
    if (isComplete) completeOn = today;
    if (days > 0) use.log.info({ days }, 'days are counted for reports');
    return days;
  };
}

async function countOldDays(use: CountDaysUse, now: DateTime, windows: number) {
  const groups = [...(use.snapshot()?.groups.values() ?? [])];
  const oldest = await use.calls.oldestAt();
  const work = { days: 0, callsLeft: MOST_CALLS };
  if (oldest === undefined || groups.length === 0) return { days: 0, isComplete: true };
  // A day more on both sides: the calendar of a group is that of its zone.
  const first = shiftDay(oldest.toISOString().slice(0, 10), -1);
  let to = shiftDay(now.toUTC().toISODate() ?? '', 1);
  for (let window = 0; window < windows && to >= first; window += 1) {
    await countWindow(use, groups, { from: later(first, shiftDay(to, 1 - WINDOW_DAYS)), to }, now, work);
    if (work.callsLeft <= 0) return { days: work.days, isComplete: false };
    to = shiftDay(to, -WINDOW_DAYS);
  }
  return { days: work.days, isComplete: true };
}

interface Work {
  days: number;
  callsLeft: number;
}

async function countWindow(
  use: CountDaysUse,
  groups: readonly Group[],
  window: Days,
  now: DateTime,
  work: Work,
): Promise<void> {
  const known = await use.dayFigures.counted(window.from, window.to);
  for (const group of groups) {
    const to = earlier(window.to, lastSettledDay(group.timezone, now));
    const missing = daysOf({ from: window.from, to }).filter((day) => !known.has(dayId(group.number, day)));
    const [from, last] = [missing[0], missing.at(-1)];
    if (from === undefined || last === undefined) continue;
    const counted = await countAndKeep(use, group, { from, to: last }, work.callsLeft);
    work.days += counted.length;
    work.callsLeft -= counted.reduce((sum, day) => sum + callsOf(day), 0);
    if (work.callsLeft <= 0) return;
  }
  await gatherDays(use, groups, window, now);
}

/** Days of which all groups are counted. */
async function gatherDays(
  { dayFigures, newId }: CountDaysUse,
  groups: readonly Group[],
  { from, to }: Days,
  now: DateTime,
): Promise<void> {
  const settled = groups.map(({ timezone }) => lastSettledDay(timezone, now)).reduce(earlier, to);
  const gathered = await dayFigures.gathered(from, to);
  const missing = daysOf({ from, to: settled }).filter((day) => !gathered.has(day));
  if (missing.length === 0) return;
  const counted = await dayFigures.counted(from, to);
  for (const day of missing)
    if (groups.every(({ number }) => counted.has(dayId(number, day)))) await dayFigures.gather(day, newId());
}

/** Counts days that are over, and keeps what is counted unless a call of them changes meanwhile. */
export async function countAndKeep(
  { calls, dayFigures, newId }: Pick<CountDaysUse, 'calls' | 'dayFigures' | 'newId'>,
  group: Group,
  days: Days,
  mostCalls: number,
): Promise<readonly DayFigures[]> {
  const token = newId();
  await dayFigures.begin(daysOf(days).map((day) => ({ group: group.number, day, token })));
  const counted: DayFigures[] = [];
  for await (const day of countDays(calls, group, days, mostCalls)) counted.push(day);
  await dayFigures.put(token, counted);
  return counted;
}

const callsOf = ({ hours }: DayFigures): number => hours.reduce((sum, count) => sum + count, 0);
