/** The supported languages: those in base/words. The first one is the fallback for readers of any other language. */
import { BASE_WORDS } from '../words/words.js';

export type Language = keyof typeof BASE_WORDS;

export const LANGUAGES = Object.keys(BASE_WORDS) as readonly Language[];

export function isLanguage(given: unknown): given is Language {
  return LANGUAGES.some((language) => language === given);
}

/** A value for each language. */
export type ByLanguage<T> = Readonly<Record<Language, T>>;

export function eachLanguage<T>(make: (lang: Language) => T): ByLanguage<T> {
  return Object.fromEntries(LANGUAGES.map((lang) => [lang, make(lang)])) as ByLanguage<T>;
}
