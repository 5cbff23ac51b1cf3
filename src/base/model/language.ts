/** The languages that the product speaks: those in base/words. The first one is for readers who want none of them. */
import { BASE_WORDS } from '../words/words.js';

export type Language = keyof typeof BASE_WORDS;

export const LANGUAGES = Object.keys(BASE_WORDS) as readonly Language[];

export function isLanguage(given: unknown): given is Language {
  return LANGUAGES.some((language) => language === given);
}

/** Something in each language. */
export type ByLanguage<T> = Readonly<Record<Language, T>>;

export function eachLanguage<T>(make: (lang: Language) => T): ByLanguage<T> {
  return Object.fromEntries(LANGUAGES.map((lang) => [lang, make(lang)])) as ByLanguage<T>;
}
