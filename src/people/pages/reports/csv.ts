/** The figures of each group and day as a file for spreadsheets. Pure. */
import type { DayFigures } from '../../../base/model/day-figures.js';
import type { Group } from '../../../base/model/snapshot.js';
import { BYTE_ORDER_MARK, spreadsheetCsv } from '../../../afterwards/reports/csv-form.js';
import { meanWaitSec, shortSumOf, SOON_SEC } from '../../../afterwards/reports/sum.js';
import { oneLine } from '../../../afterwards/mail/one-line.js';
import { fill, type Language } from '../language.js';
import { reportTexts } from '../../words/words.js';

/** A step for each line; the text of the file is what it returns. */
export function* figuresCsv(
  groups: readonly Group[],
  days: readonly DayFigures[],
  lang: Language,
): Generator<undefined, string> {
  const t = reportTexts[lang];
  const form = spreadsheetCsv(lang, 'utc');
  const names = new Map(groups.map(({ number, name }) => [number, oneLine(name)]));
  const seconds = (title: string) => `${title} (s)`;
  const lines = [
    form.line([
      t.day,
      t.group,
      t.name,
      t.calls,
      t.answered,
      t.missed,
      t.diverted,
      t.other,
      fill(t.soon, { sec: SOON_SEC }),
      seconds(t.meanWait),
      seconds(t.longestWait),
      seconds(t.talking),
    ]),
  ];
  for (const day of days.toSorted((one, other) => (one.day < other.day ? -1 : 1))) {
    const { counts, soon, answered, missed } = shortSumOf([day]);
    const figures = [
      counts.calls,
      counts.answered,
      counts.missed,
      counts.diverted,
      counts.other,
      soon,
      meanWaitSec(answered) ?? '',
      Math.max(answered.longestSec, missed.longestSec),
      day.talkingSec,
    ];
    lines.push(form.line([day.day, day.group, names.get(day.group) ?? '', ...figures.map(String)]));
    yield;
  }
  return BYTE_ORDER_MARK + lines.join('');
}
