/** Sentences about a call in each language, for records, logs, pages, mails and the command line. Pure. */
import type { MissedWhy, StepFact } from '../../base/model/call-record.js';
import type { ByLanguage, Language } from '../../base/model/language.js';
import type { MissingNeed } from '../../base/model/need.js';
import type { DestinationFact, NotRungWhy, SwitchWhy } from '../../base/model/reason.js';
import { worded } from '../../base/model/wording.js';
import type { CallWords } from './call-words.js';
import { german } from './de.js';
import { english } from './en.js';

export const CALL_WORDS: ByLanguage<CallWords> = { en: english, de: german };

/** `switch Night is on (inside 18:00-08:00): send to voicemail 1001`. Throws for a kind that it does not know. */
export const factText = (fact: StepFact, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].facts, fact);

/** Completes "switch Night is on (…)". */
export const switchWhyText = (why: SwitchWhy, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].switches, why);

/** Completes "Anna Schmidt: …". */
export const notRungText = (why: NotRungWhy, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].notRung, why);

/** Completes "send to …". */
export const destinationText = (to: DestinationFact, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].destinations, to);

/** "gave up after 14 s in stage 2", "nobody answered; final destination: a voicemail box". */
export const missedText = (why: MissedWhy, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].missed, why);

/** How many groups a sentence names. */
const MOST_NAMES = 5;

/** `FreeSWITCH 127.0.0.1:8021 does not have the sound closed.wav (group Sales): callers who are sent to it are …` */
export function missingNeedText(missing: MissingNeed, language: Language): string {
  const words = CALL_WORDS[language].needs;
  const { thing, groups, freeswitch, lack } = missing;
  const what = worded(words.what, thing);
  const names = groups.slice(0, MOST_NAMES).map(({ name }) => name);
  const concerns = names.length === 0 ? '' : ` (${words.concerns(names, groups.length - names.length)})`;
  return `${words[lack](freeswitch, what)}${concerns}: ${worded(words.costs, thing)}.`;
}
