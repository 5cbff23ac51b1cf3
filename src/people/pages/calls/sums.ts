/** The sums of a search, and its hours as a picture with a table behind it. Pure. */
import type { CallSums, HourSum } from '../../operations/call-sums.js';
import { fill, type Language } from '../language.js';
import { barChart } from '../reports/chart.js';
import { callTexts } from '../../words/words.js';

export function sumsView(sums: CallSums, lang: Language) {
  const t = callTexts[lang];
  const hours = sums.hours.map((hour, index) => ({ hour, label: `${String(index).padStart(2, '0')}:00` }));
  const has = ({ hour }: (typeof hours)[number]) => hour.calls > 0;
  const shown = sums.calls === 0 ? [] : hours.slice(hours.findIndex(has), hours.findLastIndex(has) + 1);
  return {
    facts: [
      { name: t.sumCalls, value: number(sums.calls, lang) },
      { name: t.sumAnswered, value: number(sums.answered, lang) },
      { name: t.sumMissed, value: number(sums.missed, lang) },
      { name: t.sumOther, value: number(sums.other, lang) },
      { name: t.sumWait, value: sums.averageWaitSec === undefined ? '–' : `${sums.averageWaitSec} s` },
      { name: t.sumTalk, value: hoursText(sums.talkingSec) },
    ],
    cut: sums.isCut ? fill(t.sumCut, { most: number(sums.calls, lang) }) : null,
    chart:
      shown.length === 0
        ? null
        : barChart(
            shown.map(({ hour, label }) => barOf(hour, label, lang)),
            t.sumAlt,
          ),
    hours: shown.map(({ hour, label }) => ({ label, ...hour })),
  };
}

function barOf(hour: HourSum, label: string, lang: Language) {
  const t = callTexts[lang];
  const { calls, answered, missed, other } = hour;
  const title = `${label}: ${t.sumAnswered} ${answered}, ${t.sumMissed} ${missed}, ${t.sumOther} ${other}`;
  return { label: label.slice(0, 2), title, counts: { calls, answered, missed, diverted: 0, other } };
}

function number(count: number, lang: Language): string {
  return new Intl.NumberFormat(lang).format(count);
}

/** `12:05 h` */
function hoursText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`;
}
