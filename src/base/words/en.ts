/** English: dates with the day first, as in Europe, and the month as a word so that it cannot be mistaken for a day. */
import type { BaseWords } from './base-words.js';

export const english: BaseWords<'one' | 'other'> = {
  name: 'English',
  locale: 'en-GB',
  plurals: ['one', 'other'],
  figures: 'en-US',
  date: { dateStyle: 'medium' },
  day: { day: 'numeric', month: 'short' },
  season: { summer: '(summer time)', winter: '(winter time)' },
  sheetDate: (date) => date,
  separator: ',',
  countries: [],
  withheld: 'Anonymous',
};
