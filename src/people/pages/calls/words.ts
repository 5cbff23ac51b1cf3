/** What became of calls and phones, in words. Pure. */
import type { CallColumn, ExportWords } from '../../operations/call-export.js';
import type { CallOutcome, CallRecord, RecordedLeg } from '../../../base/model/call-record.js';
import type { Language } from '../language.js';

export const OUTCOME_WORDS: Readonly<Record<Language, Readonly<Record<CallOutcome, string>>>> = {
  en: {
    open: 'in progress',
    answered: 'answered',
    gaveUp: 'caller gave up',
    voicemail: 'voicemail',
    announcement: 'announcement',
    playedNothing: 'answered with silence',
    released: 'ended by the group',
    handedBack: 'handed back to FreeSWITCH',
  },
  de: {
    open: 'läuft',
    answered: 'angenommen',
    gaveUp: 'Anrufer gab auf',
    voicemail: 'Voicemail',
    announcement: 'Ansage',
    playedNothing: 'mit Stille angenommen',
    released: 'von der Gruppe beendet',
    handedBack: 'an FreeSWITCH zurückgegeben',
  },
};

export const LEG_WORDS: Readonly<Record<Language, Readonly<Record<RecordedLeg['outcome'], string>>>> = {
  en: {
    ringing: 'rings',
    unknown: 'rang; how it ended is not known',
    answered: 'answered',
    busy: 'busy',
    rejected: 'rejected',
    redirected: 'tried to forward the call',
    notRegistered: 'not registered',
    noAnswer: 'no answer',
    colleagueAnswered: 'a colleague answered',
    callerGaveUp: 'caller gave up',
    notConfirmed: 'not confirmed with key 1',
    unreachable: 'not reachable',
  },
  de: {
    ringing: 'klingelt',
    unknown: 'klingelte; wie es endete, ist nicht bekannt',
    answered: 'hat angenommen',
    busy: 'besetzt',
    rejected: 'abgewiesen',
    redirected: 'wollte den Anruf weiterleiten',
    notRegistered: 'nicht angemeldet',
    noAnswer: 'keine Antwort',
    colleagueAnswered: 'ein Kollege nahm an',
    callerGaveUp: 'Anrufer gab auf',
    notConfirmed: 'nicht mit Taste 1 bestätigt',
    unreachable: 'nicht erreichbar',
  },
};

export const KIND_WORDS: Readonly<Record<Language, Readonly<Record<RecordedLeg['kind'], string>>>> = {
  en: { desk: 'desk phone', mobile: 'mobile', external: 'external' },
  de: { desk: 'Tischtelefon', mobile: 'Handy', external: 'extern' },
};

/** Colours of the style kit. */
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

/** A colleague, or the same person at another phone, before this one rang or while it did. */
const OTHERS_ANSWERED = {
  en: {
    before: 'did not ring: a colleague answered before',
    ownBefore: 'did not ring: answered at the other phone before',
    own: 'answered at the other phone',
    gaveUpBefore: 'did not ring: the caller gave up before',
  },
  de: {
    before: 'klingelte nicht: ein Kollege nahm vorher an',
    ownBefore: 'klingelte nicht: vorher am anderen Telefon angenommen',
    own: 'am anderen Telefon angenommen',
    gaveUpBefore: 'klingelte nicht: der Anrufer gab vorher auf',
  },
} as const;

/** A phone that was to come later, or had not begun to ring, when the call was taken or given up. */
export function endedBeforeRinging({ rangAt, sipStatus, outcome }: RecordedLeg): boolean {
  const byOthers = outcome === 'colleagueAnswered' || outcome === 'callerGaveUp';
  return byOthers && rangAt === null && sipStatus === null;
}

/** What became of a phone; `answeredBy` is who took the call. */
export function legWords(leg: RecordedLeg, answeredBy: CallRecord['answeredBy'], lang: Language): string {
  const t = OTHERS_ANSWERED[lang];
  const before = endedBeforeRinging(leg);
  if (leg.outcome === 'callerGaveUp' && before) return t.gaveUpBefore;
  if (leg.outcome !== 'colleagueAnswered') return LEG_WORDS[lang][leg.outcome];
  const isOwn = leg.userId !== null && leg.userId === answeredBy?.userId;
  if (isOwn) return before ? t.ownBefore : t.own;
  return before ? t.before : LEG_WORDS[lang].colleagueAnswered;
}

const COLUMN_WORDS: Readonly<Record<Language, Readonly<Record<CallColumn, string>>>> = {
  en: {
    startedAt: 'Begin',
    group: 'Group',
    groupName: 'Name of the group',
    caller: 'Caller',
    callerName: 'Name of the caller',
    withheld: 'Number withheld',
    outcome: 'Result',
    missed: 'Missed',
    answeredBy: 'Answered by',
    stage: 'Stage',
    waitingSec: 'Waited (s)',
    talkingSec: 'Talked (s)',
    id: 'Call',
  },
  de: {
    startedAt: 'Beginn',
    group: 'Gruppe',
    groupName: 'Name der Gruppe',
    caller: 'Anrufer',
    callerName: 'Name des Anrufers',
    withheld: 'Rufnummer unterdrückt',
    outcome: 'Ergebnis',
    missed: 'Verpasst',
    answeredBy: 'Angenommen von',
    stage: 'Stufe',
    waitingSec: 'Gewartet (s)',
    talkingSec: 'Gesprochen (s)',
    id: 'Anruf',
  },
};

const YES_NO: Readonly<Record<Language, readonly [yes: string, no: string]>> = {
  en: ['yes', 'no'],
  de: ['ja', 'nein'],
};

/** Of the file that the calls page offers. */
export function exportWords(lang: Language): ExportWords {
  const [yes, no] = YES_NO[lang];
  return {
    titles: COLUMN_WORDS[lang],
    outcome: (outcome) => OUTCOME_WORDS[lang][outcome],
    yesNo: (value) => (value ? yes : no),
  };
}
