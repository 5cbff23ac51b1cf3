/** What every language has for the pages. English is the language of reference: one that lacks a word of it does not compile. */
import type { SameWords } from '../../base/model/wording.js';
import type { english } from './en.js';

export type PeopleWords = SameWords<typeof english>;
