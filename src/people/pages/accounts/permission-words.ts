/** What each permission lets somebody do, in words; the interface knows them by their names. */
import type { Language } from '../language.js';
import { permissionTexts } from '../../words/words.js';

/** Scopes of a token as it was made; one that no longer is a permission stays as it is. */
export function scopeWords(scopes: readonly string[], lang: Language): string {
  const words: Readonly<Record<string, string | undefined>> = permissionTexts[lang];
  return scopes.map((scope) => words[scope] ?? scope).join('; ');
}
