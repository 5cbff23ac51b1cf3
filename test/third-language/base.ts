/** What the language is, before anything asks which languages there are. */
import { BASE_WORDS } from '../../src/base/words/words.js';

/** Of the Greek locale, so that dates, countries and plurals are in Greek letters too. */
export const THIRD = 'el';

Object.assign(BASE_WORDS, {
  [THIRD]: {
    ...BASE_WORDS.en,
    name: 'Ελληνικά',
    locale: 'el-GR',
    figures: 'el-GR',
    withheld: 'Ανώνυμος',
    season: { summer: '(θερινή ώρα)', winter: '(χειμερινή ώρα)' },
  },
});
