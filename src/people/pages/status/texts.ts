/** Words of the status page. */
import type { Language } from '../language.js';
import { jobTexts } from '../../words/words.js';

/** A job without a text is shown by its name. */
export function jobText(name: string, lang: Language): string {
  return Object.entries(jobTexts[lang]).find(([job]) => job === name)?.[1] ?? name;
}
