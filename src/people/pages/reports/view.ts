/** Figures as tiles, pictures and tables. Pure. */
import type { DayFigures } from '../../../base/model/day-figures.js';
import { formatsOf } from '../../../afterwards/reports/format.js';
import { shortSumOf, SOON_SEC, sumOf } from '../../../afterwards/reports/sum.js';
import { fill } from '../language.js';
import { reportTexts } from '../../words/words.js';
import { addressOf, type Against } from './asked.js';
import { nameOf, type Use, type ViewInput } from './use.js';
import { overTime } from './over-time.js';
import { heatPart, peoplePart, stagesPart, waitsPart } from './parts.js';
import { tilesOf } from './tiles.js';
import type { Period } from './period.js';

export function figuresView(input: ViewInput) {
  const { asked, days, lang, period } = input;
  const sumThen = input.then && sumOf(input.then);
  // Beside nothing, every figure would look like a change.
  const then = sumThen?.counts.calls === 0 ? undefined : input.then;
  const t = reportTexts[lang];
  const use: Use = {
    ...input,
    then,
    t,
    sum: sumOf(days),
    sumThen: then && sumThen,
    formats: formatsOf(lang, asked.group?.timezone ?? 'utc'),
  };
  return {
    heading: fill(t.title_of, { group: asked.group?.name ?? t.allGroups, days: daysText(period.days, use) }),
    comparedWith: againstText(asked.against, use),
    soonTitle: fill(t.soon, { sec: SOON_SEC }),
    hasCalls: use.sum.counts.calls > 0,
    tiles: tilesOf(use),
    over: overTime(use),
    heat: heatPart(use),
    waits: waitsPart(use),
    stages: asked.group === undefined ? null : stagesPart(use),
    people: asked.group === undefined ? null : peoplePart(use),
    groups: asked.group === undefined ? groupsPart(use) : null,
  };
}

export function daysText({ from, to }: Period['days'], { formats, t }: Pick<Use, 'formats' | 't'>): string {
  if (from === to) return fill(t.onDay, { day: formats.day(from) });
  return fill(t.fromTo, { from: formats.shortDay(from), to: formats.shortDay(to) });
}

function againstText(against: Against, use: Use): string | null {
  if (against.kind === 'none') return null;
  const what = against.kind === 'group' ? nameOf(against.group) : daysText(against.days, use);
  return fill(use.sumThen === undefined ? use.t.noneThen : use.t.comparedWith, { what });
}

/** Groups with calls, those with most first. */
function groupsPart({ asked, days, formats }: Use) {
  const byGroup = new Map<string, DayFigures[]>();
  for (const day of days) byGroup.set(day.group, [...(byGroup.get(day.group) ?? []), day]);
  return asked.groups
    .map((group) => ({ group, sum: shortSumOf(byGroup.get(group.number) ?? []) }))
    .filter(({ sum }) => sum.counts.calls > 0)
    .toSorted((one, other) => other.sum.counts.calls - one.sum.counts.calls)
    .map(({ group, sum }) => ({
      name: nameOf(group),
      path: addressOf({ ...asked, group }),
      counts: sum.counts,
      soon: formats.share(sum.soon, sum.counts.answered + sum.counts.missed),
      longest: formats.clock(Math.max(sum.answered.longestSec, sum.missed.longestSec)),
    }));
}
