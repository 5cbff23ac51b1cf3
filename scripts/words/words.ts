/** The commands' texts, by language. */
import { german } from './de.js';
import { english } from './en.js';

export const SCRIPT_WORDS = { en: english, de: german } as const;
