/** What days come to together. Pure. */
import {
  CLASS_ORDER,
  WAIT_ENDS_SEC,
  type DayFigures,
  type PersonFigures,
  type Waits,
} from '../../base/model/day-figures.js';
import { ClassTally, type ClassCounts } from './classify.js';
import { weekdayOf } from './day.js';

/** Answered within this time is what most houses ask for. */
export const SOON_SEC = 20;

export interface PeriodSum {
  readonly counts: ClassCounts;
  /** By hour of the wall clock, 0 to 23; an hour that comes twice is counted as one. */
  readonly hours: readonly ClassCounts[];
  /** By ISO weekday, Monday first, and hour. */
  readonly week: readonly (readonly ClassCounts[])[];
  readonly answered: Waits;
  readonly missed: Waits;
  /** Calls answered within `SOON_SEC`. */
  readonly soon: number;
  readonly talkingSec: number;
  /** Answered in stage 1, 2, 3 and at the final destination. */
  readonly stages: readonly number[];
  /** On one of the days the figure of a stage says who answered. */
  readonly stagesTellWho: boolean;
  /** Those who answered most come first; null: nobody was counted. */
  readonly people: readonly PersonFigures[] | null;
}

const CLASS_COUNT = CLASS_ORDER.length;
const HOURS = 24;

export function sumOf(days: readonly DayFigures[]): PeriodSum {
  const week = Array.from({ length: 7 }, () => Array.from({ length: HOURS }, () => new ClassTally()));
  const hours = Array.from({ length: HOURS }, () => new ClassTally());
  const total = new ClassTally();
  for (const { day, hours: counts } of days) {
    const ofWeekday = week[weekdayOf(day) - 1];
    for (const [slot, count] of counts.entries()) {
      const [hour, kind] = [Math.floor(slot / CLASS_COUNT), CLASS_ORDER[slot % CLASS_COUNT]];
      if (kind === undefined || count === 0) continue;
      for (const tally of [total, hours[hour], ofWeekday?.[hour]]) tally?.add(kind, count);
    }
  }
  const answered = waitsOf(days.map((day) => day.answered));
  return {
    counts: total.result(),
    hours: hours.map((tally) => tally.result()),
    week: week.map((ofDay) => ofDay.map((tally) => tally.result())),
    answered,
    missed: waitsOf(days.map((day) => day.missed)),
    soon: upTo(answered.classes, WAIT_ENDS_SEC.indexOf(SOON_SEC)),
    talkingSec: days.reduce((sum, { talkingSec }) => sum + talkingSec, 0),
    stages: added(
      days.map(({ stages }) => stages),
      4,
    ),
    stagesTellWho: days.some(({ stagesTellWho }) => stagesTellWho),
    people: peopleOf(days),
  };
}

function waitsOf(all: readonly Waits[]): Waits {
  return {
    classes: added(
      all.map(({ classes }) => classes),
      WAIT_ENDS_SEC.length + 1,
    ),
    totalSec: all.reduce((sum, { totalSec }) => sum + totalSec, 0),
    longestSec: Math.max(0, ...all.map(({ longestSec }) => longestSec)),
  };
}

/** How many are in the classes up to this one. */
function upTo(classes: readonly number[], last: number): number {
  return classes.slice(0, last + 1).reduce((sum, count) => sum + count, 0);
}

function added(lists: readonly (readonly number[])[], length: number): readonly number[] {
  const sums = Array.from({ length }, () => 0);
  for (const list of lists) for (const [at, count] of list.entries()) sums[at] = (sums[at] ?? 0) + count;
  return sums;
}

function peopleOf(days: readonly DayFigures[]): readonly PersonFigures[] | null {
  const all = new Map<string, { -readonly [F in keyof PersonFigures]: PersonFigures[F] }>();
  for (const person of days.flatMap(({ people }) => people ?? [])) {
    const known = all.get(person.key);
    if (known === undefined) all.set(person.key, { ...person });
    else {
      // The newest name.
      known.who = person.who;
      known.rung += person.rung;
      known.answered += person.answered;
      known.talkingSec += person.talkingSec;
    }
  }
  if (days.every(({ people }) => people === null)) return null;
  return [...all.values()].toSorted((one, other) => other.answered - one.answered || other.rung - one.rung);
}

/** Mean of the calls for which a waiting time is known; undefined: there is none. */
export function meanWaitSec({ classes, totalSec }: Waits): number | undefined {
  const count = classes.reduce((sum, one) => sum + one, 0);
  return count === 0 ? undefined : Math.round(totalSec / count);
}
