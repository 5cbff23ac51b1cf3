/**
 * The languages that the product speaks. A new one begins here, as a file beside the others and a line in this table;
 * then the compiler names the other wings that lack theirs.
 */
import type { BaseWords } from './base-words.js';
import { german } from './de.js';
import { english } from './en.js';

export const BASE_WORDS = { en: english, de: german } as const satisfies Readonly<Record<string, BaseWords>>;
