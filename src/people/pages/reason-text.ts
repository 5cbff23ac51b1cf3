/** Reasons of decisions in the reader's language; what is wrong with a number is worded as in the forms. Pure. */
import type { StepFact } from '../../base/model/call-record.js';
import { factText } from '../../calls/words/words.js';
import { faultText } from './forms/fault-text.js';
import type { Language } from './language.js';

/** A reason from a decision or a record. Records of old versions have no `fact` and stay in English. */
export interface Worded {
  readonly text: string;
  readonly fact?: StepFact | undefined;
}

export function reasonText({ text, fact }: Worded, lang: Language): string {
  if (lang === 'en' || fact === undefined) return text;
  try {
    return factText(inFormWords(fact, lang), lang);
  } catch {
    // The record was written by a newer version with more kinds.
    return text;
  }
}

/** A refused number comes with the English message of the check, anywhere in the fact. */
function inFormWords<T>(value: T, lang: Language): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const words = Object.entries(value).map(([key, one]: [string, unknown]) => [
    key,
    key === 'because' && typeof one === 'string'
      ? faultText({ value: undefined, message: one }, lang)
      : inFormWords(one, lang),
  ]);
  return Object.fromEntries(words) as T;
}
