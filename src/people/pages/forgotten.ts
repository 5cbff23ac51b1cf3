/** In words: what somebody set without an end and perhaps forgot. Pure. */
import { timesOf } from '../../base/model/times.js';
import type { Forgotten } from '../operations/forgotten.js';
import { awayTexts, outlookTexts } from '../words/words.js';
import { fill, type Language } from './language.js';

export function forgottenText(one: Forgotten, lang: Language): string {
  const { name } = one;
  if (one.kind === 'switch') return fill(outlookTexts[lang].forgotten, { name });
  return fill(awayTexts[lang].forgotten, { name, since: timesOf(lang, one.timezone).moment(one.since) });
}
