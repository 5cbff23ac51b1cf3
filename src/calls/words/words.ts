/** The sentences of what is told of a call, in each language: for record, log, pages, mails and command line. Pure. */
import type { MissedWhy, NotMissedWhy, StepFact } from '../../base/model/call-record.js';
import type { ByLanguage, Language } from '../../base/model/language.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import { toldTogether, type MissingNeed, type NeededThing } from '../../base/model/need.js';
import type {
  DestinationFact,
  NotRungWhy,
  SentTo,
  SwitchNextFact,
  SwitchWhy,
} from '../../base/model/reason.js';
import type { ReleaseCause } from '../../base/model/snapshot.js';
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

/** `until 26 Nov 2026, 08:00, then off` */
export const switchNextText = (next: SwitchNextFact, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].next, next);

/** Completes "Anna Schmidt: …". */
export const notRungText = (why: NotRungWhy, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].notRung, why);

/** Completes "send to …". */
export const destinationText = (to: DestinationFact, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].destinations, to);

/** Completes "callers of Sales …": `now go to voicemail 1001`. */
export const callersGoText = (to: SentTo, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].callersGo, to);

/** `busy`, `besetzt`: what a hangup tells the caller's phone. */
export const causeText = (cause: ReleaseCause, language: Language): string =>
  CALL_WORDS[language].causes[cause];

/** "gave up after 14 s in stage 2", "nobody answered; final destination: a voicemail box". */
export const missedText = (why: MissedWhy, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].missed, why);

/** "gave up after 3 s, counts from 5 s on" */
export const notMissedText = (why: NotMissedWhy, language: Language = 'en'): string =>
  worded(CALL_WORDS[language].notMissed, why);

/**
 * `+49 30 23125001 calls more than 60 times a minute: its calls are refused until …`
 * @param number how the caller's number is written here: as people read it, or masked for a log.
 */
export function limitText(
  incident: LimitIncident,
  language: Language,
  number: (given: string) => string,
): string {
  const shown = 'number' in incident ? { ...incident, number: number(incident.number) } : incident;
  return worded(CALL_WORDS[language].limits, shown);
}

/** Groups, or extensions, that a sentence names. */
const MOST_NAMES = 5;

/**
 * `FreeSWITCH 127.0.0.1:8021 does not have the sound closed.wav (group Sales): callers who are sent to it are …`
 *
 * @param missing what is told of in one sentence: all of one kind, of one FreeSWITCH
 */
export function missingNeedText(
  missing: MissingNeed | readonly [MissingNeed, ...MissingNeed[]],
  language: Language,
): string {
  const words = CALL_WORDS[language].needs;
  const all = 'thing' in missing ? ([missing] as const) : missing;
  const [{ thing, freeswitch, lack }] = all;
  const what = thing.kind === 'extension' ? extensionsText(all, language) : worded(words.what, thing);
  const groups = [
    ...new Map(all.flatMap((one) => one.groups.map((group) => [group.number, group]))).values(),
  ];
  const names = groups.slice(0, MOST_NAMES).map(({ name }) => name);
  const concerns = names.length === 0 ? '' : ` (${words.concerns(names, groups.length - names.length)})`;
  return `${words[lack](freeswitch, what)}${concerns}: ${worded(words.costs, thing)}.`;
}

/** One sentence for each thing that is missing; extensions that one FreeSWITCH does not know share one. */
export function missingNeedTexts(missing: readonly MissingNeed[], language: Language): readonly string[] {
  return toldTogether(missing).map((together) => missingNeedText(together, language));
}

function extensionsText(all: readonly { readonly thing: NeededThing }[], language: Language): string {
  const things = all.flatMap(({ thing }) => (thing.kind === 'extension' ? [thing] : []));
  const names = things.slice(0, MOST_NAMES).map(({ extension }) => extension);
  return CALL_WORDS[language].needs.extensions(names, things.length - names.length, things[0]?.domain ?? '');
}
