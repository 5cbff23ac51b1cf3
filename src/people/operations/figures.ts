/** A group's calls over days and hours, counted while they are read; only counters are kept. */
import type { Group } from '../../base/model/snapshot.js';
import { ClassTally, judge, JUDGED_FIELDS, type ClassCounts } from '../../afterwards/reports/classify.js';
import { dayAfter, localDay } from '../../afterwards/reports/day.js';
import type { CallStore } from '../../base/store/calls.js';
import { DateTime } from 'luxon';

/** Days of one picture. */
export const MOST_DAYS = 62;

/** How many calls one picture is counted from; calls that are ringing come first. */
const MOST_CALLS = 100_000;

export interface DayFigures {
  readonly date: string;
  readonly counts: ClassCounts;
}

export interface Figures {
  readonly days: readonly DayFigures[];
  /** By the hour of the wall clock, 0 to 23; of a repeated hour both. */
  readonly hours: readonly ClassCounts[];
  readonly total: ClassCounts;
  /** The last day that was counted completely, if there were too many calls for all of them. */
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
    for (let date = from; counted.length < days && left > 0; date = dayAfter(date)) {
      const day = localDay(date, timezone);
      const tally = new ClassTally();
      for await (const call of this.#calls.ofDay(number, day.from, day.to, JUDGED_FIELDS)) {
        const verdict = judge(call, number);
        left -= 1;
        if (verdict === undefined) continue;
        for (const one of [tally, total, hours[hourOf(call.startedAt, timezone)]]) one?.add(verdict.kind);
      }
      counted.push({ date, counts: tally.result() });
    }
    return {
      days: counted,
      hours: hours.map((tally) => tally.result()),
      total: total.result(),
      cutAt: counted.length < days ? counted.at(-1)?.date : undefined,
    };
  }
}

function hourOf(at: Date, timezone: string): number {
  return DateTime.fromJSDate(at).setZone(timezone).hour;
}
