/** What pages that need a group say while there is none. */
import type { Actor } from '../access/permissions.js';
import { nowTexts } from '../words/words.js';
import type { Language } from './language.js';

export interface FirstStep {
  readonly why: string;
  /** Null: the visitor may make no group. */
  readonly path: string | null;
}

export function firstGroup(actor: Actor, lang: Language): FirstStep {
  const path = actor.permissions.has('config.write') ? '/groups/_start' : null;
  return { path, why: nowTexts[lang].noGroups };
}
