/** A group's calls by day and by hour, counted while they are read; only counters are kept. */
import type { Group } from '../../base/model/snapshot.js';
import { ClassTally, judge, JUDGED_FIELDS, type ClassCounts } from '../../afterwards/reports/classify.js';
import { dayAfter, localDay, shiftDay } from '../../afterwards/reports/day.js';
import type { CallStore } from '../../base/store/calls.js';

/** The most days in one chart. */
export const MOST_DAYS = 62;

/** The most calls that one chart is counted from, so that counting does not hold up calls in progress. */
const MOST_CALLS = 100_000;

export interface DayFigures {
  readonly date: string;
  readonly counts: ClassCounts;
}

export interface Figures {
  readonly days: readonly DayFigures[];
  /** By hour of the wall clock, 0 to 23; an hour that occurs twice is counted as one. */
  readonly hours: readonly ClassCounts[];
  readonly total: ClassCounts;
  /** The last day that was counted completely, if there were too many calls to count all days. */
  readonly cutAt: string | undefined;
}

/** Counts for one request at a time; others wait. */
export class FigureCounter {
  readonly #calls: Pick<CallStore, 'ofDay'>;
  #work: Promise<unknown> = Promise.resolve();

  constructor(calls: Pick<CallStore, 'ofDay'>) {
    this.#calls = calls;
  }

  /** @param from first day, on the group's own calendar. */
  count(group: Group, from: string, days: number): Promise<Figures> {
    const mine = this.#work.then(() => this.#count(group, from, days));
    this.#work = mine.catch(() => undefined);
    return mine;
  }

  async #count({ number, timezone }: Group, from: string, days: number): Promise<Figures> {
    const hours = Array.from({ length: 24 }, () => new ClassTally());
    const total = new ClassTally();
    const counted: DayFigures[] = [];
    let left = MOST_CALLS;
    let isCut = false;
    let day = countedDay(from, timezone);
    const endDay = () => {
      counted.push({ date: day.date, counts: day.tally.result() });
      day = countedDay(dayAfter(day.date), timezone);
    };
    const { to } = localDay(shiftDay(from, days - 1), timezone);
    // All days in one query: on a quiet day most of the time goes into the query itself.
    for await (const call of this.#calls.ofDay(number, new Date(day.fromMs), to, JUDGED_FIELDS)) {
      const atMs = call.startedAt.getTime();
      while (atMs >= day.toMs) endDay();
      isCut = left <= 0 && counted.length > 0;
      if (isCut) break;
      const verdict = judge(call, number);
      left -= 1;
      if (verdict === undefined) continue;
      for (const one of [day.tally, total, hours[hourOf(atMs, day)]]) one?.add(verdict.kind);
    }
    while (counted.length < days && !isCut) endDay();
    return {
      days: counted,
      hours: hours.map((tally) => tally.result()),
      total: total.result(),
      cutAt: isCut ? counted.at(-1)?.date : undefined,
    };
  }
}

/** A day in milliseconds: comparing thousands of date objects takes longer than counting the calls. */
interface CountedDay {
  readonly date: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The hour that the clock shows up to a moment. */
  readonly hours: readonly { readonly toMs: number; readonly hour: number }[];
  readonly tally: ClassTally;
}

function countedDay(date: string, timezone: string): CountedDay {
  const { from, to, hours } = localDay(date, timezone);
  return {
    date,
    fromMs: from.getTime(),
    toMs: to.getTime(),
    hours: hours.map((one) => ({ toMs: one.to.getTime(), hour: Math.floor(one.fromMinute / 60) })),
    tally: new ClassTally(),
  };
}

function hourOf(atMs: number, { hours }: CountedDay): number {
  return hours.find(({ toMs }) => atMs < toMs)?.hour ?? 0;
}
