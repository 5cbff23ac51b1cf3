/** Words of the configuration in both languages: weekdays, destinations, causes. Pure. */
import type { ReleaseCause } from '../../../base/model/snapshot.js';
import { causeText } from '../../../calls/words/words.js';
import type { Option, Variant } from '../forms/fields.js';
import type { Language } from '../language.js';

const DAY_NAMES: Readonly<Record<Language, readonly string[]>> = {
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  de: ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'],
};

export function dayNames(lang: Language): readonly string[] {
  return DAY_NAMES[lang];
}

/** Where a call can go. The lists are datalists of the form. */
export function destinationVariants(lang: Language): readonly Variant[] {
  const de = lang === 'de';
  return [
    {
      value: 'extension',
      text: de ? 'Nebenstelle' : 'extension',
      what: '1001',
      list: 'extensions',
      rings: true,
    },
    {
      value: 'external',
      text: de ? 'externe Nummer' : 'external number',
      rings: true,
      what: '+49 30 23125001',
    },
    {
      value: 'group',
      text: de ? 'andere Rufgruppe' : 'another group',
      what: '701',
      list: 'group-numbers',
      only: true,
    },
    { value: 'voicemail', text: de ? 'Voicemailbox' : 'voicemail box', what: '1001', list: 'boxes' },
    {
      value: 'announcement',
      text: de ? 'Ansage, dann auflegen' : 'announcement, then hang up',
      what: 'closed-de.wav',
      list: 'sounds',
    },
    { value: 'hangup', text: de ? 'auflegen' : 'hang up', what: 'USER_BUSY', list: 'causes', only: true },
  ];
}

/** The usual ones first. */
const CAUSES = [
  'USER_BUSY',
  'NO_ANSWER',
  'NORMAL_CLEARING',
  'CALL_REJECTED',
  'UNALLOCATED_NUMBER',
  'SUBSCRIBER_ABSENT',
  'EXCHANGE_ROUTING_ERROR',
] as const satisfies readonly ReleaseCause[];

/** Hangup causes as the caller's phone shows them. */
export function causeOptions(lang: Language): readonly Option[] {
  return CAUSES.map((value) => ({ value, text: causeText(value, lang) }));
}

/** `busy`; a text that is no cause stays. */
export function causeWords(given: string, lang: Language): string {
  const cause = CAUSES.find((one) => one === given);
  return cause === undefined ? given : causeText(cause, lang);
}
