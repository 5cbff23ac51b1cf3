/** The pages' languages: chosen by the visitor, else by the browser. */
import type { Request } from 'express';
import { isLanguage, LANGUAGES, type Language } from '../../base/model/language.js';
import { cookieOf } from '../http/cookies.js';

export { isLanguage };
export { fill } from '../../base/model/wording.js';
export type { Language };

export const LANGUAGE_COOKIE = 'rufgruppe.language';

export function languageOf(request: Request): Language {
  const chosen = cookieOf(request, LANGUAGE_COOKIE);
  if (isLanguage(chosen)) return chosen;
  const accepted = request.acceptsLanguages([...LANGUAGES]);
  return isLanguage(accepted) ? accepted : 'en';
}

/** The texts of a page: the same keys in each language. */
export type Texts<Key extends string = string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;
