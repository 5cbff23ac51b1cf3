/**
 * A language that the product does not have, added as a real one would be: a table in each wing. Its words are the English
 * ones in Greek letters. To be imported before anything of src.
 */
import { THIRD } from './base.js';
import { AFTERWARDS_WORDS } from '../../src/afterwards/words/words.js';
import type { Language } from '../../src/base/model/language.js';
import { CALL_WORDS } from '../../src/calls/words/words.js';
import * as people from '../../src/people/words/words.js';
import { inGreekLetters } from './greek.js';

export const GREEK = THIRD as Language;

Object.assign(CALL_WORDS, { [THIRD]: inGreekLetters(CALL_WORDS.en) });
Object.assign(AFTERWARDS_WORDS, { [THIRD]: inGreekLetters(AFTERWARDS_WORDS.en) });
for (const [name, table] of Object.entries(people)) {
  if (name.endsWith('Texts'))
    Object.assign(table, { [THIRD]: inGreekLetters((table as { en: unknown }).en) });
}
