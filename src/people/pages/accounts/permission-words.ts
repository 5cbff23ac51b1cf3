/** What each permission allows, in words; the REST interface uses the permission names. */
import type { Language } from '../language.js';
import { permissionTexts } from '../../words/words.js';

/** Scopes of an existing token; one that is no longer a permission is shown unchanged. */
export function scopeWords(scopes: readonly string[], lang: Language): string {
  const words: Readonly<Record<string, string | undefined>> = permissionTexts[lang];
  return scopes.map((scope) => words[scope] ?? scope).join('; ');
}
