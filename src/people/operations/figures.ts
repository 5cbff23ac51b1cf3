/** The figures of groups over days: those that are kept, and the newest counted from their calls. */
import type { DateTime } from 'luxon';
import type { DayFigures } from '../../base/model/day-figures.js';
import { isIn, type Scope } from '../../base/model/scope.js';
import type { Group } from '../../base/model/snapshot.js';
import {
  countAndKeep,
  countDays,
  lastSettledDay,
  type CountDaysUse,
} from '../../afterwards/reports/count-days.js';
import { dateIn, daysOf, earlier, later, shiftDay, type Days } from '../../base/model/dates.js';
import type { CallStore } from '../../base/store/calls.js';
import { dayId } from '../../base/store/day-figures.js';
import { OpenDays } from './open-days.js';

/** The most calls that are counted for one request, so that counting does not hold up calls in progress. */
const MOST_CALLS = 100_000;

export interface FiguresUse extends Pick<CountDaysUse, 'dayFigures' | 'newId'> {
  readonly calls: Pick<CallStore, 'ofDay' | 'ofTime' | 'oldestAt'>;
}

export interface RangeFigures {
  /** Every day that was counted, those without calls too; of several groups, a day of each. */
  readonly days: readonly DayFigures[];
  /** The last day that is counted of one group, if there were too many calls to count all days. */
  readonly cutAt: string | undefined;
}

/** Counts for one request at a time; others wait. */
export class FigureDesk {
  readonly #use: FiguresUse;
  readonly #open: OpenDays;
  #work: Promise<unknown> = Promise.resolve();

  constructor(use: FiguresUse) {
    this.#use = use;
    this.#open = new OpenDays(use.calls);
  }

  /** Days of the group's own calendar; those to come have no calls. None of a group that the scope does not have. */
  of(scope: Scope, group: Group, days: Days, now: DateTime): Promise<RangeFigures> {
    if (!isIn(scope, group.number)) return Promise.resolve({ days: [], cutAt: undefined });
    return this.#next(() => this.#of(group, days, now));
  }

  /**
   * Those of the groups that the scope has. Days that are over and that are not counted yet are missing: the recurring work
   * counts them. Those of the newest days are at most ten seconds old.
   */
  ofAll(scope: Scope, groups: readonly Group[], days: Days, now: DateTime): Promise<RangeFigures> {
    return this.#ofAll(
      groups.filter(({ number }) => isIn(scope, number)),
      days,
      now,
    );
  }

  /** The first day of a range from which on figures of all groups are to be expected; undefined: there is no call. */
  countedSince(from: string): Promise<string | undefined> {
    return this.#notBeforeCalls(from);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#work.then(work);
    this.#work = mine.catch(() => undefined);
    return mine;
  }

  async #of(group: Group, { from, to }: Days, now: DateTime): Promise<RangeFigures> {
    const [begin, last] = [await this.#notBeforeCalls(from), earlier(to, dateIn(group.timezone, now))];
    if (begin === undefined) return { days: [], cutAt: undefined };
    const kept = await this.#use.dayFigures.of({ group: group.number, from: begin, to: last });
    const found = new Map(kept.map((day) => [day.day, day]));
    let cutAt: string | undefined;
    for (const span of gaps(daysOf({ from: begin, to: last }), found, lastSettledDay(group.timezone, now))) {
      const counted = await this.#count(group, span);
      for (const day of counted) found.set(day.day, day);
      const end = counted.at(-1)?.day;
      if (end !== undefined && end < span.to) cutAt = end;
      if (cutAt !== undefined) break;
    }
    return { days: [...found.values()].toSorted((one, other) => (one.day < other.day ? -1 : 1)), cutAt };
  }

  /** Nobody can have days counted that are before all calls, however many. Undefined: there is no call. */
  async #notBeforeCalls(from: string): Promise<string | undefined> {
    const oldest = await this.#use.calls.oldestAt();
    return oldest && later(from, oldest.toISOString().slice(0, 10));
  }

  async #count(group: Group, span: Span): Promise<readonly DayFigures[]> {
    if (span.isSettled) return countAndKeep(this.#use, group, span, MOST_CALLS);
    const counted: DayFigures[] = [];
    for await (const day of countDays(this.#use.calls, group, span, MOST_CALLS)) counted.push(day);
    return counted;
  }

  async #ofAll(groups: readonly Group[], { from, to }: Days, now: DateTime): Promise<RangeFigures> {
    const wanted = new Set(groups.map(({ number }) => number));
    const kept = (await this.#use.dayFigures.ofAll(from, to)).filter(({ group }) => wanted.has(group));
    const known = new Set(kept.map(({ group, day }) => dayId(group, day)));
    const open = groups.flatMap((group) => {
      const begin = shiftDay(lastSettledDay(group.timezone, now), 1);
      const last = dateIn(group.timezone, now);
      return daysOf({ from: later(begin, from), to: earlier(last, to) })
        .filter((day) => !known.has(dayId(group.number, day)))
        .map((day) => ({ group, day }));
    });
    return { days: [...kept, ...(await this.#next(() => this.#open.of(open, now)))], cutAt: undefined };
  }
}

interface Span extends Days {
  /** All its days are over. */
  readonly isSettled: boolean;
}

/** Days without figures, as spans that are counted at once. Today, which is not kept, is a span of its own. */
function gaps(days: readonly string[], found: ReadonlyMap<string, DayFigures>, settled: string): Span[] {
  const spans: Span[] = [];
  for (const day of days) {
    if (found.has(day)) continue;
    const last = spans.at(-1);
    const isSettled = day <= settled;
    if (last !== undefined && last.isSettled === isSettled && shiftDay(last.to, 1) === day)
      spans[spans.length - 1] = { ...last, to: day };
    else spans.push({ from: day, to: day, isSettled });
  }
  return spans;
}
