/**
 * The timeline for a narrow screen: phone under phone, each with its name, a bar over the whole width, and in words when it
 * rang, for how long, and what became of it. Pure.
 */
import type { CallRecord, RecordedLeg } from '../../../base/model/call-record.js';
import { callTexts } from '../../words/words.js';
import { fill, type Language } from '../language.js';
import { barOf, lengthOf, secondsOf, type Bar } from './timeline.js';
import { legWords } from './words.js';

/** Undefined: no phone was called. Places of bars are in percent of the width. */
export function timelineList(record: CallRecord, lang: Language) {
  const { legs, answeredAt } = record;
  if (legs.length === 0) return undefined;
  const seconds = secondsOf(record);
  const length = lengthOf(record, seconds);
  const percent = (second: number) => Math.round((Math.min(second, length) / length) * 1000) / 10;
  const t = callTexts[lang];
  return {
    begin: fill(t.seconds, { count: 0 }),
    end: fill(t.seconds, { count: length }),
    rows: legs.map((leg, index) => {
      const bar = barOf(leg, seconds, length);
      const before = legs[index - 1];
      const isNext = before?.stage !== leg.stage || before.group !== leg.group;
      return {
        stage: isNext ? stageText(leg, lang) : null,
        who: leg.who,
        when: bar === undefined ? null : whenText(leg, bar, record, lang),
        state: legWords(leg, record.answeredBy, lang),
        className: `leg ${leg.outcome}`,
        x: bar === undefined ? null : percent(bar.from),
        width: bar === undefined ? 0 : Math.max(1, percent(bar.to) - percent(bar.from)),
        answerX: answeredAt === null ? null : percent(seconds(answeredAt)),
      };
    }),
  };
}

function stageText({ stage, group }: RecordedLeg, lang: Language): string {
  const t = callTexts[lang];
  return `${stage === null ? t.destination : `${t.stage} ${stage}`} (${group})`;
}

/** `after 3 s, for 9 s`: a phone that was answered rang until then. */
function whenText(leg: RecordedLeg, { from, to }: Bar, record: CallRecord, lang: Language): string {
  const t = callTexts[lang];
  const answered = leg.outcome === 'answered' ? record.answeredAt : null;
  const until = answered === null ? to : Math.max(from, secondsOf(record)(answered));
  const sec = Math.round(until - from);
  return `${fill(t.plannedAfter, { sec: Math.round(from) })}, ${fill(t.plannedFor, { sec })}`;
}
