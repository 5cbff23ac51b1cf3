/**
 * The supported languages. To add one, add a file beside the others and a line in this table; the compiler then names
 * every other place that needs the new language.
 */
import type { BaseWords } from './base-words.js';
import { german } from './de.js';
import { english } from './en.js';

export const BASE_WORDS = { en: english, de: german } as const satisfies Readonly<Record<string, BaseWords>>;
