/** The pages' languages: chosen by the visitor, else by the browser. */
import type { Request } from 'express';
import { isLanguage, LANGUAGES, type Language } from '../../base/model/language.js';
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

/** The texts of a page: the same keys in each language. */
export type Texts<Key extends string = string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/** Like `fill`, of a text in two forms, `1 call waits | {count} calls wait`: the first for one, the second for any other number. */
export function counted(text: string, count: number): string {
  const [one = '', others = one] = text.split(' | ');
  return fill(count === 1 ? one : others, { count });
}
