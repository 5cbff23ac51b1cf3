/** Messages to somebody whose typed time was not understood, or has an unexpected meaning. Pure. */
import type { Language } from '../../base/model/language.js';
import { fill } from '../../base/model/wording.js';
import type { MomentFault } from './moment.js';
import { momentTexts } from '../words/words.js';

/** `24.12. 8 Uhr, 24. Dezember 8 Uhr, …` */
export const notationsText = (lang: Language): string => momentTexts[lang].notations.join(' · ');

const MOST_REPEATED = 60;

/** What is wrong with the text, and which notations are understood. */
export function momentFaultText(given: string, why: MomentFault, lang: Language): string {
  const shown = given.length > MOST_REPEATED ? `${given.slice(0, MOST_REPEATED)}…` : given;
  const { faults, understood } = momentTexts[lang];
  return `${fill(faults[why], { given: shown })} ${understood}${notationsText(lang)}`;
}

/** The note when the clocks change at the moment that was typed. */
export function clockChangeText(change: 'skipped' | 'repeated', lang: Language): string {
  return momentTexts[lang].clockChanges[change];
}
