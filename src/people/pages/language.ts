/** Language of the pages: the visitor's choice, otherwise the browser's. */
import type { Request } from 'express';
import { isLanguage, LANGUAGES, type ByLanguage, type Language } from '../../base/model/language.js';
import { fill } from '../../base/model/wording.js';
import { cookieOf } from '../http/cookies.js';

export { fill, isLanguage };
export type { Language };

export const LANGUAGE_COOKIE = 'rufgruppe.language';

export function languageOf(request: Request): Language {
  const chosen = cookieOf(request, LANGUAGE_COOKIE);
  if (isLanguage(chosen)) return chosen;
  const accepted = request.acceptsLanguages([...LANGUAGES]);
  return isLanguage(accepted) ? accepted : 'en';
}

/** The texts of a page in each language, with at least these keys. */
export type Texts<Key extends string> = ByLanguage<Readonly<Record<Key, string>>>;

/** The texts for the templates of any page, and its title. */
export type PageTexts = ByLanguage<{ readonly title?: string }>;
