/** Messages for somebody whose time was not understood, or means something unexpected. Pure. */
import type { Language } from '../../base/model/language.js';
import type { MomentFault } from './moment.js';

/** Notations that readMoment understands, those first that people of the language use. */
export const NOTATIONS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    '24 Dec 8 am',
    'December 24, 8:00 a.m.',
    '24 December 2026 18:00',
    'Monday 8 am',
    'tomorrow 8:00',
    '18:00',
    '6 pm',
    'noon',
    'midnight',
    '2 hours',
    '2026-12-24 08:00',
  ],
  de: [
    '24.12. 8 Uhr',
    '24. Dezember 8 Uhr',
    '24.12.2026 18:00',
    'Montag 8 Uhr',
    'übermorgen 8:00',
    '18 Uhr',
    '18:00',
    'Mittag',
    'Mitternacht',
    '2 Stunden',
    '2026-12-24 08:00',
  ],
};

const FAULTS: Readonly<Record<Language, Readonly<Record<MomentFault, string>>>> = {
  en: {
    notUnderstood: '“{given}” is not understood as a time to come.',
    past: '“{given}” is over already.',
    either: '“{given}” can mean two things.',
    noTime: '“{given}” lacks the time of day.',
    noSuchDay: '“{given}” names a day that does not exist.',
    otherWeekday: '“{given}” names a weekday on which that day is not.',
  },
  de: {
    notUnderstood: '„{given}“ ist nicht als Zeitpunkt in der Zukunft zu verstehen.',
    past: '„{given}“ ist schon vorbei.',
    either: '„{given}“ kann zweierlei bedeuten.',
    noTime: 'Bei „{given}“ fehlt die Uhrzeit.',
    noSuchDay: '„{given}“ nennt einen Tag, den es nicht gibt.',
    otherWeekday: '„{given}“ nennt einen Wochentag, auf den dieser Tag nicht fällt.',
  },
};

const UNDERSTOOD = { en: 'Understood are, for example: ', de: 'Verstanden wird zum Beispiel: ' };

/** `24.12. 8 Uhr, 24. Dezember 8 Uhr, …` */
export const notationsText = (lang: Language): string => NOTATIONS[lang].join(' · ');

const MOST_REPEATED = 60;

/** What is wrong with the text, and which notations are understood. */
export function momentFaultText(given: string, why: MomentFault, lang: Language): string {
  const shown = given.length > MOST_REPEATED ? `${given.slice(0, MOST_REPEATED)}…` : given;
  return `${FAULTS[lang][why].replace('{given}', () => shown)} ${UNDERSTOOD[lang]}${notationsText(lang)}`;
}

const CLOCK_CHANGES = {
  en: {
    skipped: 'The clock change leaves out the time that was typed: it is as much later.',
    repeated: 'The clock shows the time twice, because it changes: it is the first of the two.',
  },
  de: {
    skipped: 'Die Zeitumstellung lässt die eingegebene Uhrzeit aus: es ist entsprechend später.',
    repeated: 'Die Uhrzeit kommt wegen der Zeitumstellung zweimal: es ist die erste der beiden.',
  },
} as const;

/** To be said where the clock changes at the moment that was typed. */
export function clockChangeText(change: 'skipped' | 'repeated', lang: Language): string {
  return CLOCK_CHANGES[lang][change];
}
