/** Words of the configuration: weekdays, destinations, causes. Pure. */
import { DAYS } from '../../../base/configuration/vocabulary.js';
import { LANGUAGES } from '../../../base/model/language.js';
import type { ReleaseCause } from '../../../base/model/snapshot.js';
import { BASE_WORDS } from '../../../base/words/words.js';
import { causeText } from '../../../calls/words/words.js';
import type { Option, Variant } from '../forms/fields.js';
import type { Language } from '../language.js';
import { dayTexts, destinationTexts } from '../../words/words.js';

/** Starting with Monday. */
export function dayNames(lang: Language): readonly string[] {
  return DAYS.map((day) => dayTexts[lang][day]);
}

/** Where a call can go. The lists are datalists of the form. */
export function destinationVariants(lang: Language): readonly Variant[] {
  const t = destinationTexts[lang];
  return [
    { value: 'extension', text: t.extension, what: '1001', list: 'extensions', rings: true },
    { value: 'external', text: t.external, rings: true, what: '+49 30 23125001' },
    { value: 'group', text: t.group, what: '701', list: 'group-numbers', only: true },
    { value: 'voicemail', text: t.voicemail, what: '1001', list: 'boxes' },
    { value: 'announcement', text: t.announcement, what: 'closed-de.wav', list: 'sounds' },
    { value: 'hangup', text: t.hangup, what: 'USER_BUSY', list: 'causes', only: true },
  ];
}

/** The most common ones first. */
const CAUSES = [
  'USER_BUSY',
  'NO_ANSWER',
  'NORMAL_CLEARING',
  'CALL_REJECTED',
  'UNALLOCATED_NUMBER',
  'SUBSCRIBER_ABSENT',
  'EXCHANGE_ROUTING_ERROR',
] as const satisfies readonly ReleaseCause[];

/** Hangup causes, described by what the caller's phone shows. */
export function causeOptions(lang: Language): readonly Option[] {
  return CAUSES.map((value) => ({ value, text: causeText(value, lang) }));
}

/** Each language by its own name. */
export function languageOptions(): readonly Option[] {
  return LANGUAGES.toSorted().map((value) => ({ value, text: BASE_WORDS[value].name }));
}

/** `busy`; unknown text is returned unchanged. */
export function causeWords(given: string, lang: Language): string {
  const cause = CAUSES.find((one) => one === given);
  return cause === undefined ? given : causeText(cause, lang);
}
