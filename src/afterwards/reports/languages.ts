/** The languages that a group can have its report in. Pure. */
import type { Language } from './format.js';
import { german } from './texts-de.js';
import { english } from './texts-en.js';
import type { Texts } from './texts.js';

export function textsOf(language: Language): Texts {
  return language === 'de' ? german : english;
}
