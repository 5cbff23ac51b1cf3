/** German. Its decimal sign is a comma, so its spreadsheets separate columns by semicolons. */
import type { BaseWords } from './base-words.js';

export const german: BaseWords<'one' | 'other'> = {
  name: 'Deutsch',
  locale: 'de-DE',
  plurals: ['one', 'other'],
  figures: 'de-DE',
  date: { day: '2-digit', month: '2-digit', year: 'numeric' },
  day: { day: '2-digit', month: '2-digit' },
  season: { summer: '(Sommerzeit)', winter: '(Winterzeit)' },
  sheetDate: (date) => date.split('-').toReversed().join('.'),
  separator: ';',
  countries: ['DE', 'AT', 'CH', 'LI'],
  withheld: 'Anonym',
};
