/** Figures as charts and tables. Pure. */
import { DateTime } from 'luxon';
import type { Group } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import type { Figures } from '../../operations/figures.js';
import type { ClassCounts } from '../../../afterwards/reports/classify.js';
import { dayNames } from '../configuration/words.js';
import { fill, type Language } from '../language.js';
import { barChart } from './chart.js';
import { reportTexts } from '../../words/words.js';

export function figuresView(figures: Figures, group: Group, lang: Language) {
  const t = reportTexts[lang];
  const words = ({ calls, answered, missed, diverted, other }: ClassCounts) =>
    `${calls}: ${answered} ${t.answered}, ${missed} ${t.missed}, ${diverted} ${t.diverted}, ${other} ${t.other}`;
  const days = figures.days.map(({ date, counts }) => {
    const day = DateTime.fromISO(date, { zone: 'utc' });
    const label = `${dayNames(lang)[day.weekday - 1] ?? ''} ${timesOf(lang, 'utc').day(day.toJSDate())}`;
    return {
      date,
      label,
      counts,
      path: `/reports/${encodeURIComponent(group.number)}/${date}`,
      calls: `/calls?${new URLSearchParams({ group: group.number, from: date, to: date }).toString()}`,
    };
  });
  const hours = figures.hours.map((counts, hour) => ({ label: String(hour).padStart(2, '0'), counts }));
  return {
    days,
    hours: hours.filter(({ counts }) => counts.calls > 0),
    total: figures.total,
    cut:
      figures.cutAt === undefined
        ? null
        : fill(t.cut, { day: timesOf(lang, 'utc').date(new Date(figures.cutAt)) }),
    dayChart: barChart(
      days.map(({ label, counts, date }) => ({ label, counts, title: `${date}: ${words(counts)}` })),
      t.alt,
    ),
    hourChart: barChart(
      hours.map(({ label, counts }) => ({ label, counts, title: `${label}:00: ${words(counts)}` })),
      t.alt,
    ),
  };
}
