/** The button that rings the own phone and then calls back, on all pages that have one. */
import type { PlaceResult } from '../../operations/place-call.js';
import { fill, type Language } from '../language.js';
import { callbackTexts } from '../../words/words.js';

/** What the page says about an order to call. */
export function placedText(result: PlaceResult, lang: Language): string {
  const t = callbackTexts[lang];
  switch (result.kind) {
    case 'ringing':
      return fill(t.callsYou, { extension: result.extension, number: result.number });
    case 'notRegistered':
    case 'alreadyRings':
      return fill(t[result.kind], { extension: result.extension });
    case 'notAllowed':
    case 'refused':
      return fill(t[result.kind], { reason: result.reason });
    case 'othersHaveIt':
      return fill(t.others, { who: result.who });
    case 'otherCalls':
      return fill(t.otherCalls, { who: result.who });
    case 'tooMany':
      return fill(t.tooMany, { most: result.most, minutes: result.minutes });
    case 'unknown':
      return t.gone;
    case 'noExtension':
    case 'noNumber':
    case 'noFreeswitch':
    case 'ended':
      return t[result.kind];
  }
}
