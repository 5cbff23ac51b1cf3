/** Times of a week in few words: `Mon–Fri 08:00–18:00, Sat 09:00–12:00`. Pure. */
import type { TimeWindow } from '../../../../base/model/calendar.js';
import { coversWeek, windowText } from '../../../../base/model/time-window.js';
import { dayNames } from '../../configuration/words.js';
import type { Language } from '../../language.js';
import { pictureTexts } from '../../../words/words.js';

export function windowsText(windows: readonly TimeWindow[], lang: Language): string {
  const t = pictureTexts[lang];
  if (windows.length === 0) return t.never;
  if (coversWeek(windows)) return t.always;
  return windows.map((one) => `${daysText(one.days, lang)} ${windowText(one).replace('-', '–')}`).join(', ');
}

/** Three and more days in a row are a span. */
function daysText(days: readonly number[], lang: Language): string {
  const names = dayNames(lang);
  const spans: [first: number, last: number][] = [];
  for (const day of days.toSorted((one, other) => one - other)) {
    const last = spans.at(-1);
    if (last?.[1] === day - 1) last[1] = day;
    else spans.push([day, day]);
  }
  const name = (day: number) => names[day - 1] ?? '';
  return spans
    .map(([first, last]) =>
      first === last ? name(first) : `${name(first)}${last - first > 1 ? '–' : ', '}${name(last)}`,
    )
    .join(', ');
}
