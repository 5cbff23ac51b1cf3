/** What commands say, in the language of the machine. */
import { german } from './de.js';
import { english } from './en.js';

export const SCRIPT_WORDS = { en: english, de: german } as const;
