/** What commands say, in the language of the machine. */
import type { ByLanguage } from '../../src/base/model/language.js';
import type { SameWords } from '../../src/base/model/wording.js';
import { german } from './de.js';
import { english } from './en.js';

export const SCRIPT_WORDS: ByLanguage<SameWords<typeof english>> = { en: english, de: german };
