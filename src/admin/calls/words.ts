/** What became of calls and phones, in words. Pure. */
import type { CallOutcome, RecordedLeg } from '../../records/call-record.js';
import type { Language } from '../language.js';

export const OUTCOME_WORDS: Readonly<Record<Language, Readonly<Record<CallOutcome, string>>>> = {
  en: {
    open: 'in progress',
    answered: 'answered',
    gaveUp: 'caller gave up',
    voicemail: 'voicemail',
    announcement: 'announcement',
    released: 'ended by the group',
    handedBack: 'handed back to FreeSWITCH',
  },
  de: {
    open: 'läuft',
    answered: 'angenommen',
    gaveUp: 'Anrufer gab auf',
    voicemail: 'Voicemail',
    announcement: 'Ansage',
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
  ...{ open: 'blue', answered: 'green', gaveUp: 'red', voicemail: 'orange', announcement: 'orange' },
  ...{ released: 'secondary', handedBack: 'secondary' },
};
