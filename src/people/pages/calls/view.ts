/** Calls as the pages show them. Pure. */
import { numberText } from '../../../afterwards/mail/number-text.js';
import { recordingOf } from '../../../afterwards/recordings/of-call.js';
import { missedText } from '../../../calls/words/words.js';
import { shownNumberOf, type CallRecord, type RecordedLeg } from '../../../base/model/call-record.js';
import { timesOf } from '../../../base/model/times.js';
import { fill, type Language } from '../language.js';
import { timelineList } from './timeline-list.js';
import { timelinePicture } from './timeline.js';
import { legWords, plannedWords, OUTCOME_COLOURS } from './words.js';
import { callTexts, outcomeTexts, phoneKindTexts } from '../../words/words.js';

export interface Reader {
  readonly lang: Language;
  readonly timezone: string;
}

export function callPath(id: string): string {
  return `/calls/${encodeURIComponent(id)}`;
}

/** A withheld caller is shown without number and name everywhere. */
export function callerView({ caller }: CallRecord, lang: Language) {
  if (caller.withheld) return { number: callTexts[lang].withheld, name: null };
  return { number: numberText(caller.e164 ?? caller.number ?? ''), name: caller.name };
}

function duration(seconds: number | null): string {
  if (seconds === null) return '';
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes}:${String(seconds % 60).padStart(2, '0')} min`;
}

export function rowView(record: CallRecord, { lang, timezone }: Reader) {
  const { outcome, answeredBy, missed, waitingSec, talkingSec } = record;
  return {
    path: callPath(record._id),
    at: timesOf(lang, timezone).exact(record.startedAt),
    caller: callerView(record, lang),
    group: record.group.name ?? `${record.group.number} (${callTexts[lang].unknownGroup})`,
    outcome: outcomeTexts[lang][outcome],
    colour: missed === null ? OUTCOME_COLOURS[outcome] : 'red',
    by: answeredBy === null ? null : fill(callTexts[lang].by, { who: answeredBy.who }),
    missed: missed !== null,
    waiting: duration(waitingSec),
    // A voicemail box or an announcement has no talking time.
    talking: outcome !== 'answered' || talkingSec === null || talkingSec === 0 ? '' : duration(talkingSec),
  };
}

function legView(leg: RecordedLeg, answeredBy: CallRecord['answeredBy'], { lang, timezone }: Reader) {
  const t = callTexts[lang];
  const time = (at: Date | null) => (at === null ? '' : timesOf(lang, timezone).clock(at));
  return {
    who: leg.who,
    group: leg.group,
    to: leg.kind === 'desk' ? leg.to : numberText(leg.to),
    stage: leg.stage === null ? t.destination : `${t.stage} ${leg.stage}`,
    kind: phoneKindTexts[lang][leg.kind],
    planned: plannedWords(leg, lang),
    rang: time(leg.rangAt),
    ended: time(leg.endedAt),
    state: legWords(leg, answeredBy, lang),
    isAnswered: leg.outcome === 'answered',
    cause: causeText(leg, lang),
  };
}

/** FreeSWITCH's cause and SIP status, for troubleshooting; null if there is none. */
function causeText({ cause, sipStatus }: RecordedLeg, lang: Language): string | null {
  const t = callTexts[lang];
  const parts = [
    cause === null || cause === 'NONE' || cause === 'SUCCESS' ? null : fill(t.cause, { cause }),
    sipStatus === null ? null : `SIP ${sipStatus}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** @param reasonText puts a recorded decision into the reader's language */
export function callView(
  record: CallRecord,
  reader: Reader,
  reasonText: (step: CallRecord['steps'][number]) => string,
) {
  const { lang, timezone } = reader;
  const row = rowView(record, reader);
  const { caller } = record;
  const search = shownNumberOf(caller);
  return {
    ...row,
    id: record._id,
    title: fill(callTexts[lang].callTitle, { at: row.at }),
    groupNumber: record.group.number,
    answeredBy: record.answeredBy?.who ?? null,
    why: record.missed === null ? null : missedText(record.missed.why, lang),
    more: search === null ? null : `/calls?${new URLSearchParams({ caller: search }).toString()}`,
    recording: recordingOf(record) === null ? null : `/recordings/${encodeURIComponent(record._id)}`,
    picture: timelinePicture(record, lang) ?? null,
    narrow: timelineList(record, lang) ?? null,
    steps: record.steps.map((step) => ({
      at: timesOf(lang, timezone).clock(step.at),
      group: step.group,
      text: reasonText(step),
    })),
    legs: record.legs.map((leg) => legView(leg, record.answeredBy, reader)),
    controller: record.controller,
    hangupCause: record.hangupCause,
  };
}
