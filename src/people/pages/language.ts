/** The pages' languages: chosen by the visitor, else by the browser. */
import type { Request } from 'express';
import { LANGUAGES, type Language } from '../../base/model/language.js';
import { cookieOf } from '../http/cookies.js';

export type { Language };

export const LANGUAGE_COOKIE = 'rufgruppe.language';

export function isLanguage(given: unknown): given is Language {
  return LANGUAGES.some((language) => language === given);
}

export function languageOf(request: Request): Language {
  const chosen = cookieOf(request, LANGUAGE_COOKIE);
  if (isLanguage(chosen)) return chosen;
  const accepted = request.acceptsLanguages([...LANGUAGES]);
  return isLanguage(accepted) ? accepted : 'en';
}

/** The texts of a page: the same keys in each language. */
export type Texts<Key extends string = string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

/** Lets the compiler see that no language lacks a text. */
export function texts<const Key extends string>(given: Texts<Key>): Texts<Key> {
  return given;
}

/** Puts values into a text's `{places}`. A place without a value stays, so that a test sees it. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  );
}

/** The same for a text in two forms, `1 call waits | {count} calls wait`: the first for one, the second for any other number. */
export function counted(text: string, count: number): string {
  const [one = '', others = one] = text.split(' | ');
  return fill(count === 1 ? one : others, { count });
}
