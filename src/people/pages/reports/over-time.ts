/** Calls over the time of a report: hours of a day, days of weeks, weeks or months of years. Pure. */
import { DateTime } from 'luxon';
import type { ClassCounts } from '../../../afterwards/reports/classify.js';
import { countsOf } from '../../../afterwards/reports/sum.js';
import { timesOf } from '../../../base/model/times.js';
import { dayNames } from '../configuration/words.js';
import { barChart } from './chart.js';
import { barKind, bars } from './period.js';
import type { Use } from './use.js';

interface Row {
  readonly label: string;
  readonly counts: ClassCounts;
  /** Calls at the same place of the time that this one is compared with. */
  readonly then: number | undefined;
  /** The list of these calls; null: it cannot be asked for. */
  readonly calls: string | null;
  /** The daily mail; null: the row is not one day of one group. */
  readonly mail: string | null;
}

export function overTime(use: Use) {
  const { period, t, sumThen } = use;
  const isDay = period.days.from === period.days.to;
  const rows = isDay ? hourRows(use) : dayRows(use);
  const title = ({ label, counts }: Row) =>
    `${label}: ${counts.calls} (${counts.answered} ${t.answered}, ${counts.missed} ${t.missed}, ${counts.diverted} ${t.diverted}, ${counts.other} ${t.other})`;
  const kind = isDay ? 'hour' : barKind(period.days);
  return {
    heading: t.over[kind],
    column: isDay ? t.hour : t.day,
    chart: barChart(
      rows.map((row) => ({ label: row.label, counts: row.counts, then: row.then, title: title(row) })),
      t.alt,
    ),
    hasThen: sumThen !== undefined,
    hasMails: rows.some(({ mail }) => mail !== null),
    rows: isDay ? rows.filter(({ counts, then = 0 }) => counts.calls + then > 0) : rows,
    total: use.sum.counts,
    totalThen: sumThen?.counts.calls,
  };
}

function hourRows({ sum, sumThen }: Use): readonly Row[] {
  return sum.hours.map((counts, hour) => ({
    label: String(hour).padStart(2, '0'),
    counts,
    then: sumThen?.hours[hour]?.calls,
    calls: null,
    mail: null,
  }));
}

function dayRows({ asked, period, days, then, lang }: Use): readonly Row[] {
  const kind = barKind(period.days);
  const thenBars = asked.against.kind === 'group' ? bars(period.days) : thenDays(asked.against);
  return bars(period.days).map((bar, index) => {
    const other = thenBars[index];
    const inside = (range: typeof bar) => (one: { readonly day: string }) =>
      one.day >= range.from && one.day <= range.to;
    return {
      label: labelOf(bar.from, kind, lang),
      counts: countsOf(days.filter(inside(bar))),
      then: then && other && countsOf(then.filter(inside(other))).calls,
      calls: `/calls?${new URLSearchParams({ ...(asked.group && { group: asked.group.number }), from: bar.from, to: bar.to }).toString()}`,
      mail:
        kind === 'day' && asked.group?.report !== undefined
          ? `/reports/${encodeURIComponent(asked.group.number)}/${bar.from}`
          : null,
    };
  });
}

function thenDays(against: Use['asked']['against']): ReturnType<typeof bars> {
  return against.kind === 'before' || against.kind === 'year' ? bars(against.days) : [];
}

function labelOf(day: string, kind: 'day' | 'week' | 'month', lang: Use['lang']): string {
  const at = DateTime.fromISO(day, { zone: 'utc' });
  const times = timesOf(lang, 'utc');
  if (kind === 'day') return `${dayNames(lang)[at.weekday - 1] ?? ''} ${times.day(at.toJSDate())}`;
  return kind === 'week' ? times.day(at.toJSDate()) : at.toFormat('yyyy-MM');
}
