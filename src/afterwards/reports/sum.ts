/** What days come to together. Pure. */
import {
  CLASS_ORDER,
  WAIT_ENDS_SEC,
  type DayFigures,
  type PersonFigures,
  type Waits,
} from '../../base/model/day-figures.js';
import type { ClassCounts } from './classify.js';
import { weekdayOf } from '../../base/model/dates.js';

/** Answered within this time is what most houses ask for. */
export const SOON_SEC = 20;

/** What is said of each of many groups or bars; cheap to count. */
export interface ShortSum {
  readonly counts: ClassCounts;
  readonly answered: Waits;
  readonly missed: Waits;
  /** Calls answered within `SOON_SEC`. */
  readonly soon: number;
}

export interface PeriodSum extends ShortSum {
  /** By hour of the wall clock, 0 to 23; an hour that comes twice is counted as one. */
  readonly hours: readonly ClassCounts[];
  /** By ISO weekday, Monday first, and hour. */
  readonly week: readonly (readonly ClassCounts[])[];
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

export function countsOf(days: readonly Pick<DayFigures, 'hours'>[]): ClassCounts {
  const [answered = 0, missed = 0, diverted = 0, other = 0] = CLASS_ORDER.map((_, first) => {
    let sum = 0;
    for (const { hours } of days)
      for (let slot = first; slot < hours.length; slot += CLASS_COUNT) sum += hours[slot] ?? 0;
    return sum;
  });
  return { calls: answered + missed + diverted + other, answered, missed, diverted, other };
}

export function shortSumOf(days: readonly DayFigures[]): ShortSum {
  const answered = waitsOf(days.map((day) => day.answered));
  return {
    counts: countsOf(days),
    answered,
    missed: waitsOf(days.map((day) => day.missed)),
    soon: upTo(answered.classes, WAIT_ENDS_SEC.indexOf(SOON_SEC)),
  };
}

export function sumOf(days: readonly DayFigures[]): PeriodSum {
  const week = Array.from({ length: 7 }, (): DayFigures[] => []);
  for (const day of days) week[weekdayOf(day.day) - 1]?.push(day);
  return {
    ...shortSumOf(days),
    hours: byHour(days),
    week: week.map(byHour),
    talkingSec: days.reduce((sum, { talkingSec }) => sum + talkingSec, 0),
    stages: added(
      days.map(({ stages }) => stages),
      4,
    ),
    stagesTellWho: days.some(({ stagesTellWho }) => stagesTellWho),
    people: peopleOf(days),
  };
}

/** Of the days together, 0 to 23. */
function byHour(days: readonly DayFigures[]): readonly ClassCounts[] {
  const slots = added(
    days.map(({ hours }) => hours),
    HOURS * CLASS_COUNT,
  );
  return Array.from({ length: HOURS }, (_, hour) =>
    countsOf([{ hours: slots.slice(hour * CLASS_COUNT, (hour + 1) * CLASS_COUNT) }]),
  );
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
  for (const list of lists) list.forEach((count, at) => (sums[at] = (sums[at] ?? 0) + count));
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
