/** The pictures and tables of a report beside its days. Pure. */
import { WAIT_ENDS_SEC } from '../../../base/model/day-figures.js';
import { numberText } from '../../../afterwards/mail/number-text.js';
import { dayNames } from '../configuration/words.js';
import { fill } from '../language.js';
import { barChart, heatMap } from './chart.js';
import type { Use } from './use.js';

const hourText = (hour: number): string => String(hour).padStart(2, '0');

/** Calls by weekday and hour. */
export function heatPart({ sum, lang, t }: Use) {
  const names = dayNames(lang);
  const rows = sum.week.map((hours, weekday) => ({
    label: names[weekday] ?? '',
    cells: hours.map(({ calls }, hour) => ({
      calls,
      title: t.heatCell(names[weekday] ?? '', hourText(hour), calls),
    })),
  }));
  return {
    chart: heatMap(rows, t.alt),
    days: rows.map(({ label }) => label),
    // Hours from top to bottom: seven columns fit every screen.
    rows: Array.from({ length: 24 }, (_, hour) => ({
      label: hourText(hour),
      calls: rows.map(({ cells }) => cells[hour]?.calls ?? 0),
    })),
  };
}

/** How long callers waited, in classes. */
export function waitsPart({ sum, formats, t }: Use) {
  const rows = Array.from({ length: WAIT_ENDS_SEC.length + 1 }, (_, at) => {
    const [answered, missed] = [sum.answered.classes[at] ?? 0, sum.missed.classes[at] ?? 0];
    return { label: waitText(at, { formats, t }), answered, missed };
  });
  return {
    rows,
    chart: barChart(
      rows.map(({ label, answered, missed }) => ({
        label,
        counts: { calls: answered + missed, answered, missed, diverted: 0, other: 0 },
        title: `${label}: ${answered} ${t.answered}, ${missed} ${t.missed}`,
      })),
      t.alt,
    ),
  };
}

function waitText(at: number, { formats, t }: Pick<Use, 'formats' | 't'>): string {
  const [from, to] = [WAIT_ENDS_SEC[at - 1], WAIT_ENDS_SEC[at]];
  if (from === undefined) return fill(t.waitUpTo, { to: formats.clock(to ?? 0) });
  if (to === undefined) return fill(t.waitFrom, { from: formats.clock(from) });
  return fill(t.waitBetween, { from: formats.clock(from), to: formats.clock(to) });
}

/** Where nobody may be named, stages that would tell who answered are one figure. */
export function stagesPart({ sum, asked, formats, t }: Use) {
  const { answered } = sum.counts;
  const isFolded = sum.stagesTellWho && asked.group?.report?.perPerson !== true;
  const [one = 0, two = 0, three = 0, final = 0] = sum.stages;
  const named = [one, two, three, final].map((count, at) => ({ label: t.stages[at] ?? '', count }));
  const folded = [
    { label: t.stagesTogether, count: one + two + three },
    { label: t.stages[3] ?? '', count: final },
  ];
  return {
    hint: isFolded ? t.stagesHint : null,
    rows: (isFolded ? folded : named)
      .filter(({ count }) => count > 0)
      .map(({ label, count }) => ({ label, count, share: formats.share(count, answered) })),
  };
}

/** Only where the group names persons, now and when the day was counted. */
export function peoplePart({ sum, asked, formats }: Use) {
  const mayName = asked.group?.report?.perPerson === true;
  return {
    mayName,
    rows: (mayName ? (sum.people ?? []) : []).map(({ who, rung, answered, talkingSec }) => ({
      who: numberText(who),
      rung,
      answered,
      talking: answered === 0 ? '–' : formats.duration(talkingSec),
    })),
  };
}
