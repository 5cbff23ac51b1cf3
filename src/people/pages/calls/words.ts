/** Outcomes of calls and phones in words. Pure. */
import type { ExportWords } from '../../operations/call-export.js';
import type { CallOutcome, CallRecord, RecordedLeg } from '../../../base/model/call-record.js';
import { fill, type Language } from '../language.js';
import {
  callTexts,
  columnTexts,
  commonTexts,
  legTexts,
  othersAnsweredTexts,
  outcomeTexts,
} from '../../words/words.js';

/** Colour names of the style kit. */
export const OUTCOME_COLOURS: Readonly<Record<CallOutcome, string>> = {
  open: 'blue',
  answered: 'green',
  gaveUp: 'red',
  voicemail: 'orange',
  announcement: 'orange',
  playedNothing: 'red',
  released: 'secondary',
  handedBack: 'secondary',
};

/** The phone was due to ring later, or had not started ringing, when the call was answered or given up. */
export function endedBeforeRinging({ rangAt, sipStatus, outcome }: RecordedLeg): boolean {
  const byOthers = outcome === 'colleagueAnswered' || outcome === 'callerGaveUp';
  return byOthers && rangAt === null && sipStatus === null;
}

/** What happened to a phone; `answeredBy` is who took the call. */
export function legWords(leg: RecordedLeg, answeredBy: CallRecord['answeredBy'], lang: Language): string {
  const t = othersAnsweredTexts[lang];
  const before = endedBeforeRinging(leg);
  if (leg.outcome === 'callerGaveUp' && before) return t.gaveUpBefore;
  if (leg.outcome !== 'colleagueAnswered') return legTexts[lang][leg.outcome];
  const isOwn = leg.userId !== null && leg.userId === answeredBy?.userId;
  if (isOwn) return before ? t.ownBefore : t.own;
  return before ? t.before : legTexts[lang].colleagueAnswered;
}

/** `by plan after 12 s, for 10 s`; null: as long as its stage. */
export function plannedWords({ rings }: RecordedLeg, lang: Language): string | null {
  if (rings === undefined) return null;
  const t = callTexts[lang];
  const { fromSec, untilSec } = rings;
  const length = fill(t.plannedFor, { sec: untilSec - fromSec });
  return fromSec === 0 ? length : `${fill(t.plannedAfter, { sec: fromSec })}, ${length}`;
}

/** Words for the CSV file of the calls page. */
export function exportWords(lang: Language): ExportWords {
  const { yes, no } = commonTexts[lang];
  return {
    titles: columnTexts[lang],
    outcome: (outcome) => outcomeTexts[lang][outcome],
    yesNo: (value) => (value ? yes : no),
  };
}
