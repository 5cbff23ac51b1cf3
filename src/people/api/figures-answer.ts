/** Figures as the REST interface gives them. Pure. */
import * as z from 'zod';
import type { Group } from '../../base/model/snapshot.js';
import { WAIT_ENDS_SEC, type DayFigures } from '../../base/model/day-figures.js';
import { SOON_SEC, sumOf, type PeriodSum } from '../../afterwards/reports/sum.js';
import type { RangeFigures } from '../operations/figures.js';

const waits = z.object({
  classes: z
    .array(z.int())
    .describe(`Calls by waiting time: up to ${WAIT_ENDS_SEC.join(', ')} seconds, and above.`),
  totalSec: z.int(),
  longestSec: z.int(),
});

/** What stands beside the counts, of a day and of all days. */
export const timesSchema = {
  waiting: z.object({ answered: waits, missed: waits }),
  soon: z.int().describe(`Answered within ${SOON_SEC} seconds.`),
  talkingSec: z.int(),
};

const timesOf = ({ answered, missed, soon, talkingSec }: PeriodSum) => ({
  waiting: { answered, missed },
  soon,
  talkingSec,
});

const ofDay = (day: DayFigures) => {
  const sum = sumOf([day]);
  return { date: day.day, counts: sum.counts, ...timesOf(sum) };
};

export function figuresAnswer(group: Group, { days, cutAt }: RangeFigures) {
  const sum = sumOf(days);
  const names = group.report?.perPerson === true;
  return {
    days: days.map(ofDay),
    hours: sum.hours,
    total: sum.counts,
    ...timesOf(sum),
    stages: sum.stagesTellWho && !names ? null : sum.stages,
    people: names
      ? (sum.people ?? []).map(({ who, rung, answered, talkingSec }) => ({ who, rung, answered, talkingSec }))
      : null,
    cutAt: cutAt ?? null,
  };
}
