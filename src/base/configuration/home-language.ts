/** The language of groups that do not name one. Pure. */
import { LANGUAGES, type Language } from '../model/language.js';
import { BASE_WORDS } from '../words/words.js';
import type { SettingsContent } from './schema.js';

/**
 * The language in the settings; without one the language that most people in the country speak, or else English.
 */
export function homeLanguage({ language, country }: Pick<SettingsContent, 'language' | 'country'>): Language {
  return language ?? LANGUAGES.find((lang) => BASE_WORDS[lang].countries.includes(country)) ?? 'en';
}
