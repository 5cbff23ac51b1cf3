/** The choices above a report. Pure. */
import { reportTexts } from '../../words/words.js';
import type { Language } from '../language.js';
import { addressOf, ALL, type Asked } from './asked.js';
import { PERIODS, stepped } from './period.js';
import { nameOf } from './use.js';

export function formView(asked: Asked, lang: Language) {
  const { group, groups, kind, from, to, today, period, against } = asked;
  const t = reportTexts[lang];
  const step = (steps: number) => period && stepped(kind, period.days, steps);
  const [earlier, later] = [step(-1), step(1)];
  const chosen = against.kind === 'group' ? against.group.number : against.kind;
  const others = group === undefined ? [] : groups.filter(({ number }) => number !== group.number);
  return {
    from: from.slice(0, 20),
    to: to.slice(0, 20),
    isRange: kind === 'days',
    periods: PERIODS.map((value) => ({ value, text: t.periods[value], selected: value === kind })),
    groups: [
      ...(groups.length > 1 ? [{ value: ALL, text: t.allGroups, selected: group === undefined }] : []),
      ...groups.map((one) => ({ value: one.number, text: nameOf(one), selected: one === group })),
    ],
    againsts: [
      ...(['before', 'year', 'none'] as const).map((value) => ({ value, text: t.againsts[value] })),
      ...others.map((one) => ({ value: one.number, text: nameOf(one) })),
    ].map((option) => ({ ...option, selected: option.value === chosen })),
    earlier: earlier && addressOf(asked, { days: earlier }),
    later: later !== undefined && later.from <= today ? addressOf(asked, { days: later }) : null,
    csv: period === undefined ? null : addressOf(asked, { path: '/reports.csv' }),
  };
}
